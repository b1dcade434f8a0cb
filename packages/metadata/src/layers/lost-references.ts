import type { LocalizedText } from '@fieldwork/fields'
import type { Definition, Kind, OwnKind } from '../catalog.ts'
import { isPluginKind } from '../plugin-kinds.ts'
import { findCollections } from '../compile/collections.ts'
import type { NormalDocument } from '../compile/normal-documents.ts'
import { pointsTo } from '../compile/field-targets.ts'
import { hasTarget } from '../compile/translations.ts'
import type { RoleDocument } from '../generated/role.ts'
import type { TranslationDocument } from '../generated/translation.ts'
import type {
  AppDefinition,
  LayoutBlock,
  LayoutDefinition,
  SummaryBlock,
  ViewDefinition,
} from '../pages/page-definitions.ts'
import type { PrintBlock, PrintTemplateDefinition } from '../pages/print-definitions.ts'
import { text } from '../words.ts'
import { documentKey } from './merge-layers.ts'
import { fieldLabel, isGone, isLost, objectLabel } from './scene.ts'
import type { Sides } from './scene.ts'
import { titled, titleOfDocument } from './titles.ts'

/** What a document shows that is not there any more. */
export interface Loss {
  kind: Kind
  name: string
  /** takes it out of the document; null: nothing worth showing is left, so the document goes */
  patch: Record<string, unknown> | null
  effects: LocalizedText[]
}

type Find = (sides: Sides, definition: Definition) => Omit<Loss, 'kind' | 'name'> | null

/** References that only show something; those inside expressions decide something, so their author has to. */
const finders: Record<OwnKind, Find> = {
  object: ofObject,
  // records would no longer be kept apart by it, which its author has to decide
  dimension: () => null,
  parameter: () => null,
  calendar: () => null,
  connection: () => null,
  // nobody would be reminded any more, which its author has to decide
  deadline: () => null,
  // people would lose records, which its author has to decide
  'member-rule': () => null,
  // what is done no more its author has to decide
  workflow: () => null,
  // who has to agree its author has to decide
  approval: () => null,
  view: ofView,
  layout: ofLayout,
  'print-template': ofPrintTemplate,
  app: ofApp,
  role: ofRole,
  // what it does not map any more its author has to decide
  conversion: () => null,
  translation: ofTranslation,
}

/** What the change takes from a document that shows it; null: nothing. */
export function findLoss(sides: Sides, { kind, name, definition }: NormalDocument): Loss | null {
  // what its plugin checks its author has to decide
  const loss = isPluginKind(kind) ? null : finders[kind](sides, definition)
  return loss && { kind, name, ...loss }
}

const titleIn = (sides: Sides, kind: Kind, definition: Definition): LocalizedText =>
  titleOfDocument(kind, definition, (object) => objectLabel(sides, object))

const absent = (keys: string[]): Record<string, null> => Object.fromEntries(keys.map((key) => [key, null]))

function ofObject(sides: Sides, definition: Definition): ReturnType<Find> {
  const required = definition.required as string[]
  const left = required.filter((field) => !isLost(sides, definition.name, field))
  if (left.length === required.length) return null
  // told already: it is the removal of the field itself
  return { patch: { required: left.length > 0 ? left : null }, effects: [] }
}

function ofLayout(sides: Sides, definition: Definition): ReturnType<Find> {
  const layout = definition as unknown as LayoutDefinition
  const title = titleIn(sides, 'layout', definition)
  if (isGone(sides, 'object', layout.object)) return goesWith(sides, title, layout.object)
  const blocks = Object.entries(layout.blocks)
  const lost = blocks.filter(([, block]) => isBlockLost(sides, layout.object, block))
  const thinned = thinnedSummaries(sides, layout)
  if (lost.length + thinned.length === 0) return null
  const left = blocks.filter((entry) => !lost.includes(entry) && entry[1].type !== 'section')
  if (left.length === 0) return { patch: null, effects: [nothingLeft(title)] }
  const effects = [...lost, ...thinned].flatMap(([, block]) => shownBy(sides, layout.object, block))
  const patch = Object.fromEntries(
    thinned.map(([key, { fields }]) => [key, { fields: absent(lostPaths(sides, layout.object, fields)) }]),
  )
  return {
    patch: { blocks: { ...absent(lost.map(([key]) => key)), ...patch } },
    effects: distinct(effects).map((what) => noLonger(title, what)),
  }
}

/** The summaries that still have something to show, but less. */
function thinnedSummaries(sides: Sides, { object, blocks }: LayoutDefinition): [string, SummaryBlock][] {
  return Object.entries(blocks).flatMap(([key, block]): [string, SummaryBlock][] =>
    block.type === 'summary' && !isBlockLost(sides, object, block) && lostPaths(sides, object, block.fields).length > 0
      ? [[key, block]]
      : [],
  )
}

const lostPaths = (sides: Sides, object: string, fields: object): string[] =>
  Object.keys(fields).filter((path) => isLost(sides, object, path))

const distinct = (texts: LocalizedText[]): LocalizedText[] => [
  ...new Map(texts.map((each) => [each.en, each])).values(),
]

function isBlockLost(sides: Sides, object: string, block: LayoutBlock): boolean {
  if (block.type === 'field') return isLost(sides, object, block.field)
  if (block.type === 'lines') return hasLines(sides.before, object, block) && !hasLines(sides.after, object, block)
  if (block.type === 'summary') {
    const lost = lostPaths(sides, object, block.fields)
    return lost.length > 0 && lost.length === Object.keys(block.fields).length
  }
  if (block.type !== 'related-list') return false
  if (isGone(sides, 'object', block.object)) return true
  return refersTo(sides.before, block, object) && !refersTo(sides.after, block, object)
}

function hasLines({ shapes }: Sides['before'], object: string, { collection }: { collection: string }): boolean {
  return findCollections(shapes).collections.get(object)?.get(collection)?.isLines === true
}

function refersTo(scene: Sides['before'], { object, via }: { object: string; via: string }, target: string): boolean {
  const shape = scene.shapes.get(object)
  if (shape === undefined) return scene.has('object', object)
  const field = shape.fields.get(via)
  return field !== undefined && pointsTo({ objects: scene.shapes }, field, target)
}

/** What a block shows that is lost. */
function shownBy(sides: Sides, object: string, block: LayoutBlock): LocalizedText[] {
  if (block.type === 'summary')
    return lostPaths(sides, object, block.fields).map((path) => theField(sides, object, path))
  if (block.type === 'related-list') return [theObject(sides, block.object)]
  if (block.type === 'files') return [text('Attachments', '附件')]
  if (block.type === 'lines') return [text(`lines ${block.collection}`, `明细${block.collection}`)]
  return [theField(sides, object, block.type === 'field' ? block.field : '')]
}

function ofPrintTemplate(sides: Sides, definition: Definition): ReturnType<Find> {
  const { object, blocks } = definition as unknown as PrintTemplateDefinition
  const title = titleIn(sides, 'print-template', definition)
  if (isGone(sides, 'object', object)) return goesWith(sides, title, object)
  const lost = Object.entries(blocks).filter(([, block]) => isPrintLost(sides, object, block))
  if (lost.length === 0) return null
  if (lost.length === Object.keys(blocks).length) return { patch: null, effects: [nothingLeft(title)] }
  const what = lost.map(([, block]) =>
    block.type === 'lines'
      ? text(`lines ${block.collection}`, `明细${block.collection}`)
      : theField(sides, object, 'field' in block ? (block.field ?? '') : ''),
  )
  return {
    patch: { blocks: absent(lost.map(([key]) => key)) },
    effects: distinct(what).map((each) => noLonger(title, each)),
  }
}

function isPrintLost(sides: Sides, object: string, block: PrintBlock): boolean {
  if (block.type === 'lines') return hasLines(sides.before, object, block) && !hasLines(sides.after, object, block)
  return 'field' in block && block.field !== undefined && isLost(sides, object, block.field)
}

function ofView(sides: Sides, definition: Definition): ReturnType<Find> {
  const { object, columns, sort } = definition as unknown as ViewDefinition
  const title = titleIn(sides, 'view', definition)
  if (isGone(sides, 'object', object)) return goesWith(sides, title, object)
  const lost = Object.keys(columns).filter((path) => isLost(sides, object, path))
  const terms = sort?.split(',').map((term) => term.trim()) ?? []
  const kept = terms.filter((term) => !isLost(sides, object, pathOf(term)))
  if (lost.length === 0 && kept.length === terms.length) return null
  if (lost.length === Object.keys(columns).length) return { patch: null, effects: [nothingLeft(title)] }
  const unsorted = terms.filter((term) => !kept.includes(term)).map(pathOf)
  const effects = [...new Set([...lost, ...unsorted])].map((path) => noLonger(title, theField(sides, object, path)))
  const patch = {
    ...(lost.length > 0 && { columns: absent(lost) }),
    ...(unsorted.length > 0 && { sort: kept.join(',') || null }),
  }
  return { patch, effects }
}

const pathOf = (sortTerm: string): string => sortTerm.replace(/^-/, '')

function ofApp(sides: Sides, definition: Definition): ReturnType<Find> {
  const { items } = definition as unknown as AppDefinition
  const title = titleIn(sides, 'app', definition)
  const patch: Record<string, unknown> = {}
  const effects: LocalizedText[] = []
  for (const [key, item] of Object.entries(items)) {
    if (item.type === 'group') continue
    if (isGone(sides, 'object', item.object)) {
      patch[key] = null
      effects.push(noLonger(title, theObject(sides, item.object)))
    } else if (item.view !== undefined && isGone(sides, 'view', item.view)) {
      patch[key] = { view: null }
      effects.push(noLonger(title, text(`view ${item.view}`, `视图${item.view}`)))
    }
  }
  return effects.length > 0 ? { patch: { items: patch }, effects } : null
}

function ofRole(sides: Sides, definition: Definition): ReturnType<Find> {
  const { grants = {} } = definition as unknown as RoleDocument
  const lost = Object.keys(grants).filter((object) => isGone(sides, 'object', object))
  if (lost.length === 0) return null
  const title = titleIn(sides, 'role', definition)
  const effects = lost.map((object) => {
    const what = theObject(sides, object)
    return text(`${title.en} no longer grants rights on ${what.en}`, `${title['zh-CN']}不再授予${what['zh-CN']}的权限`)
  })
  return { patch: { grants: absent(lost) }, effects }
}

function ofTranslation(sides: Sides, definition: Definition): ReturnType<Find> {
  const { texts } = definition as unknown as TranslationDocument
  const lost = Object.keys(texts).filter((target) => isTextLost(sides, target))
  if (lost.length === 0) return null
  const title = titleIn(sides, 'translation', definition)
  const effect = text(
    `${title.en} drops ${lost.length} texts of what is removed`,
    `${title['zh-CN']}去掉被移除内容的 ${lost.length} 条文本`,
  )
  return { patch: { texts: absent(lost) }, effects: [effect] }
}

function isTextLost({ before, after }: Sides, target: string): boolean {
  const [kind, name = ''] = target.split('/')
  const key = documentKey(kind as Kind, name)
  if (before.merged.get(key) === after.merged.get(key)) return false
  return hasTarget(before.merged, target) && !hasTarget(after.merged, target)
}

function goesWith(sides: Sides, title: LocalizedText, object: string) {
  const what = theObject(sides, object)
  const effect = text(`${title.en} goes with ${what.en}`, `${title['zh-CN']}随${what['zh-CN']}一并移除`)
  return { patch: null, effects: [effect] }
}

const nothingLeft = (title: LocalizedText): LocalizedText =>
  text(`${title.en} goes too: nothing that it shows is left`, `${title['zh-CN']}已没有可显示的内容，一并移除`)

const noLonger = (title: LocalizedText, what: LocalizedText): LocalizedText =>
  text(`${title.en} no longer shows ${what.en}`, `${title['zh-CN']}不再显示${what['zh-CN']}`)

function theField(sides: Sides, object: string, path: string): LocalizedText {
  const title = titled(fieldLabel(sides, object, path), path)
  return text(`field ${title.en}`, `字段${title['zh-CN']}`)
}

function theObject(sides: Sides, object: string): LocalizedText {
  const title = titled(objectLabel(sides, object), object)
  return text(`object ${title.en}`, `对象${title['zh-CN']}`)
}

import type { LocalizedText } from '@fieldwork/fields'
import type { Definition } from '../catalog.ts'
import { partsOf } from '../json/pointer.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import type { DefinitionProblem } from '../problems.ts'
import { describeLabel, text } from '../words.ts'
import { documentKey } from './merge-layers.ts'
import { fieldLabel, isGone, isLost, objectLabel } from './scene.ts'
import type { Sides } from './scene.ts'
import { titled, titleOfDocument } from './titles.ts'

/** Problems that exist because something was removed say where it is still used, instead of that it is not there. */
export function explainUses(sides: Sides, problems: DefinitionProblem[]): DefinitionProblem[] {
  return problems.map((problem) => {
    const missing = missingThing(sides, problem)
    if (missing === null) return problem
    const place = placeOf(sides, problem)
    const message = text(
      `${place.en} still uses ${missing.en}, which this change removes; change it there first`,
      `${place['zh-CN']}仍在使用${missing['zh-CN']}，而此变更会将其移除；请先修改该处`,
    )
    return { ...problem, code: 'still_used', message }
  })
}

function missingThing(sides: Sides, problem: DefinitionProblem): LocalizedText | null {
  const { code, params = {} } = problem
  if (code === 'unknown_object') {
    const object = String(params.object)
    if (!isGone(sides, 'object', object)) return null
    const title = titled(objectLabel(sides, object), object)
    return text(`object ${title.en}`, `对象${title['zh-CN']}`)
  }
  if (code !== 'unknown_field') return null
  const field = String(params.field ?? params.name)
  const object = typeof params.object === 'string' ? params.object : scopeOf(sides, problem)
  if (object === null || !isLost(sides, object, field)) return null
  const title = titled(fieldLabel(sides, object, field), field)
  return text(`field ${title.en}`, `字段${title['zh-CN']}`)
}

/** The object over whose records an expression is, where its problem does not tell. */
function scopeOf(sides: Sides, { kind, name, pointer = '' }: DefinitionProblem): string | null {
  const [root, key = '', ...rest] = partsOf(pointer)
  if (kind === 'role') return root === 'grants' ? key : null
  const definition = definitionOf(sides, kind, name)
  if (kind !== 'object') return typeof definition?.object === 'string' ? definition.object : null
  const isFilter = root === 'properties' && rest.at(-1) === 'filter'
  return isFilter ? (sides.after.shapes.get(name)?.fields.get(key)?.reference ?? null) : name
}

const definitionOf = ({ after }: Sides, kind: DefinitionProblem['kind'], name: string): Definition | undefined =>
  after.merged.get(documentKey(kind, name))?.body

/** `The rule “limit” of Object Customer (customer)`: a place in a definition, as people call it. */
function placeOf(sides: Sides, { kind, name, pointer = '' }: DefinitionProblem): LocalizedText {
  const definition = definitionOf(sides, kind, name) ?? { name }
  const title = titleOfDocument(kind, definition, (object) => objectLabel(sides, object))
  const part = partIn(sides, { kind, name, definition, parts: partsOf(pointer) })
  return part === null ? title : text(`${part.en} of ${title.en}`, `${title['zh-CN']}的${part['zh-CN']}`)
}

interface Place {
  kind: DefinitionProblem['kind']
  name: string
  definition: Definition
  parts: string[]
}

function partIn(sides: Sides, { kind, name, definition, parts }: Place): LocalizedText | null {
  const [root = '', key = '', ...rest] = parts
  if (root === 'filter') return text('The filter', '筛选条件')
  if (root === 'blocks') return text(`Block “${key}”`, `区块“${key}”`)
  if (root === 'grants') return text(`The rights on “${key}”`, `对“${key}”的权限`)
  if (root === 'properties') return propertyPart(sides, name, { field: key, option: rest.at(-1) ?? '' })
  return kind === 'object' && root === 'x-object' ? optionPart(definition, [key, ...rest]) : null
}

const propertyWords: Record<string, LocalizedText> = {
  expression: text('The formula', '公式'),
  default: text('The default', '默认值'),
  filter: text('The filter', '筛选条件'),
  format: text('The number format', '编号格式'),
}

function propertyPart(sides: Sides, object: string, { field, option }: { field: string; option: string }) {
  const title = titled(fieldLabel(sides, object, field), field)
  const words = propertyWords[option]
  if (!words) return text(`Field ${title.en}`, `字段${title['zh-CN']}`)
  return text(`${words.en} of field ${title.en}`, `字段${title['zh-CN']}的${words['zh-CN']}`)
}

function optionPart(definition: Definition, [option, key = '', name = '']: string[]): LocalizedText | null {
  if (option === 'nameField') return text('The choice of the name field', '名称字段设置')
  if (option === 'rules') return text(`Rule “${key}”`, `规则“${key}”`)
  if (option !== 'states') return null
  if (key !== 'transitions') return text('The state model', '状态模型')
  const label = transitionLabel(definition, name)
  return text(`Transition ${label.en}`, `流转${label['zh-CN']}`)
}

function transitionLabel(definition: Definition, name: string): LocalizedText {
  const transitions = ownValue(ownValue(definition['x-object'], 'states'), 'transitions')
  const label = ownValue(ownValue(transitions, name), 'label')
  return titled(isPlainObject(label) ? (label as LocalizedText) : describeLabel(name), name)
}

import { AppError, appError, RECORD_TYPE } from '@fieldwork/metadata'
import type { Catalog, CompiledObject, LocalizedText, PrintTemplateDefinition } from '@fieldwork/metadata'
import type { Actor, Files, Records } from '@fieldwork/records'
import { fillText } from './content/fill-text.ts'
import { readContent } from './content/read-content.ts'
import type { Reader } from './content/reader.ts'
import { momentText } from './content/shown-value.ts'
import { DEFAULT_TEMPLATE, defaultTemplate } from './default-template.ts'
import { renderPdf } from './render.ts'
import type { PrintedPart } from './render.ts'

export interface PrinterDeps {
  catalog(): Catalog
  files: Files
  timeZone: string
  /** path of a font for every letter; absent: what is shipped */
  font?: string | undefined
}

export interface PrintInput {
  object: string
  /** each is printed on pages of its own, in this order */
  ids: readonly string[]
  /** name of a template; absent: the first that fits, else as the page shows it */
  template?: string | undefined
  /** a template that need not be published; it has been checked */
  draft?: PrintTemplateDefinition | undefined
  /** the language of labels and texts; absent: the template's own, else the actor's */
  locale?: 'en' | 'zh-CN' | undefined
  /** told after each record how many have been read; what it throws ends the work */
  follow?(done: number): Promise<void>
}

/** A file of printed records. */
export interface PrintedFile {
  /** with its ending */
  name: string
  content: Buffer
  /** names of the templates used */
  templates: string[]
  /** paths of the fields of the records that are on paper */
  fields: string[]
  /** what could not be printed, told once each */
  warnings: LocalizedText[]
}

/** A template that fits, for who chooses. */
export interface TemplateChoice {
  name: string
  label: LocalizedText
  /** in which it is printed where nobody says otherwise; null: that of who prints */
  language: 'en' | 'zh-CN' | null
  /** only for records of this type; null: for all */
  recordType: string | null
}

/** Prints records as PDF, with the rights of who prints them. */
export interface Printer {
  /** templates for a record, the one first that is used where none is named */
  templates(
    records: Records,
    actor: Actor,
    address: { object: string; id?: string | undefined },
  ): Promise<TemplateChoice[]>
  /** @throws not_found (record, template), forbidden, too_many_rows */
  print(records: Records, actor: Actor, input: PrintInput): Promise<PrintedFile>
}

/** @returns a printer of the records of a workspace */
export function createPrinter(deps: PrinterDeps): Printer {
  return {
    async templates(records, actor, { object: name, id }) {
      const catalog = deps.catalog()
      const object = catalog.object(name)
      const recordType = id === undefined ? undefined : await recordTypeOf(records, actor, { object, id })
      const fitting = templatesFor(catalog, object, id === undefined ? null : recordType)
      return fitting.map(({ name, label, language = null, recordType: only = null }) => {
        return { name, label, language, recordType: only }
      })
    },
    print: (records, actor, input) => print(deps, { records, actor, input }),
  }
}

/** In the order in which they are offered. `recordType` null: those of all types. */
function templatesFor(
  catalog: Catalog,
  object: CompiledObject,
  recordType: string | undefined | null,
): PrintTemplateDefinition[] {
  const all = [...catalog.documents('print-template').values()] as unknown as PrintTemplateDefinition[]
  const fitting = all
    .filter(({ active, object: of }) => active && of === object.name)
    .filter((each) => each.recordType === undefined || recordType === null || each.recordType === recordType)
    .toSorted(
      (a, b) =>
        Number(b.recordType !== undefined) - Number(a.recordType !== undefined) ||
        a.order - b.order ||
        (a.name < b.name ? -1 : 1),
    )
  return [...fitting, defaultTemplate(catalog, object, recordType ?? undefined)]
}

interface RecordOf {
  object: CompiledObject
  id: string
}

async function recordTypeOf(records: Records, actor: Actor, { object, id }: RecordOf): Promise<string | undefined> {
  if (!object.recordTypes) return undefined
  const { json } = await records.get(actor, { object: object.name, id, fields: [RECORD_TYPE] })
  const found = (JSON.parse(json) as Record<string, unknown>)[RECORD_TYPE]
  return typeof found === 'string' ? found : undefined
}

interface Printing {
  records: Records
  actor: Actor
  input: PrintInput
}

async function print(deps: PrinterDeps, { records, actor, input }: Printing): Promise<PrintedFile> {
  const catalog = deps.catalog()
  const object = catalog.object(input.object)
  const parts: PrintedPart[] = []
  for (const id of input.ids) {
    parts.push(await readPart(deps, { records, actor, input }, { object, id }).catch(asUnprintable))
    await input.follow?.(parts.length)
  }
  const title = titleOf(object, parts)
  const content = await renderPdf({ parts, title, author: actor.name, font: deps.font })
  const fields = [...new Set(parts.flatMap((part) => [...part.content.values.keys()]))]
  const templates = [...new Set(parts.map(({ template }) => template.name))]
  return { name: `${fileTitle(title)}.pdf`, content, templates, fields, warnings: warningsOf(parts) }
}

async function readPart(deps: PrinterDeps, printing: Printing, record: RecordOf): Promise<PrintedPart> {
  const { records, actor, input } = printing
  const catalog = deps.catalog()
  const template = input.draft ?? (await chosenTemplate(catalog, printing, record))
  const locale = input.locale ?? template.language ?? actor.locale
  const wording = { locale, timeZone: deps.timeZone }
  const reader: Reader = { records, files: deps.files, catalog, actor: { ...actor, locale }, wording }
  const watermark = template.watermark ? `${actor.username} ${momentText(new Date(), deps.timeZone)}` : undefined
  return { template, content: await readContent(reader, record, template), watermark }
}

/** Whether a record was deleted is not told to who might not have seen it: what may be the matter is. */
function asUnprintable(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'not_found' || error.problems.length > 0) throw error
  const message = {
    en: 'The record is not there: you may not see it, or it is in the recycle bin and has to be restored first',
    'zh-CN': '记录不存在：您可能无权查看，或记录已在回收站中，需先恢复再打印',
  }
  throw appError('not_found', error.params, [{ pointer: '/id', code: 'not_printable', message }])
}

function warningsOf(parts: readonly PrintedPart[]): LocalizedText[] {
  const refusals = parts.flatMap(({ content }) =>
    [...content.pictures]
      .filter(([key]) => !content.hidden.has(key))
      .flatMap(([, picture]) => ('refusal' in picture ? [picture.refusal] : [])),
  )
  return [...new Map(refusals.map((words) => [words.en, words])).values()]
}

async function chosenTemplate(
  catalog: Catalog,
  { records, actor, input }: Printing,
  record: RecordOf,
): Promise<PrintTemplateDefinition> {
  const { object } = record
  const fitting = templatesFor(catalog, object, await recordTypeOf(records, actor, record))
  const wanted = input.template
  const found = wanted === undefined ? fitting[0] : fitting.find(({ name }) => name === wanted)
  if (!found) throw noTemplate(wanted ?? DEFAULT_TEMPLATE, fitting)
  return found
}

/** A refusal that says which templates there are. */
function noTemplate(name: string, fitting: readonly PrintTemplateDefinition[]): AppError {
  const known = fitting.map((each) => each.name)
  const message = {
    en: `“${name}” does not print this record; these do: ${known.join(', ')}`,
    'zh-CN': `“${name}”不适用于此记录，可用的打印模板：${known.join('、')}`,
  }
  return appError('not_found', { name }, [{ pointer: '/template', code: 'unknown_name', message, params: { known } }])
}

function titleOf(object: CompiledObject, parts: readonly PrintedPart[]): string {
  const [first] = parts
  const locale = first?.content.wording.locale ?? 'en'
  const label = object.label[locale]
  if (!first || parts.length > 1) return `${label} (${parts.length})`
  const { template, content } = first
  const name = template.fileName ? fillText(template.fileName[locale], content).trim() : ''
  return name || `${label} ${content.title}`.trim()
}

/** Without what file systems do not take. */
const fileTitle = (title: string): string =>
  title
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ')
    .trim()
    .slice(0, 120)

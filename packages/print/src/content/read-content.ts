import { AppError, appError } from '@fieldwork/metadata'
import type { Catalog, CompiledField, CompiledObject, PrintTemplateDefinition } from '@fieldwork/metadata'
import type { Content, PrintedValue } from './content.ts'
import { readLines } from './read-lines.ts'
import type { PrintedRecord, Reader } from './reader.ts'
import { readPictures } from './read-pictures.ts'
import { amountDecimals } from './shown-number.ts'
import { shownResult } from './shown-value.ts'
import { templateNeeds } from './template-needs.ts'

/**
 * Reads what a template prints of a record: what the actor may print and nothing else.
 *
 * @throws not_found, forbidden (he may read but not print it)
 */
export async function readContent(
  reader: Reader,
  record: PrintedRecord,
  template: PrintTemplateDefinition,
): Promise<Content> {
  const { object } = record
  const { wording } = reader
  const needs = templateNeeds(template, object, wording.locale)
  const values = await readValues(reader, record, [...needs.paths])
  const results = new Map<string, string>()
  for (const expression of needs.expressions) results.set(expression, await readResult(reader, record, expression))
  const hidden = new Set<string>()
  for (const [key, condition] of needs.conditions) if (!(await holds(reader, record, condition))) hidden.add(key)
  return {
    title: String(values.get(object.nameField)?.value ?? ''),
    values,
    lines: await readLines(reader, record, template),
    results,
    pictures: await readPictures(reader, template, values),
    hidden,
    wording,
  }
}

async function readValues(
  { records, actor }: Reader,
  { object, id }: PrintedRecord,
  fields: string[],
): Promise<Map<string, PrintedValue>> {
  const filter = `id == "${id}"`
  const input = { object: object.name, operation: 'print', filter, fields, leavesOutHidden: true, most: null } as const
  const taken = await records.take(actor, input)
  const [row] = await taken.all()
  if (!row) {
    // a record that can be read but not printed is there: that much is known
    await records.get(actor, { object: object.name, id, fields: ['id'] })
    throw appError('forbidden')
  }
  return new Map(taken.columns.map(({ path, field, label }) => [path, { field, label, value: row[path] ?? null }]))
}

async function evaluated({ records, actor }: Reader, { object, id }: PrintedRecord, expression: string) {
  try {
    return await records.evaluate(actor, { object: object.name, id, expression })
  } catch (error) {
    // it reads what is hidden from him: nothing is printed of it
    if (error instanceof AppError && ['forbidden', 'unknown_field', 'invalid_expression'].includes(error.code))
      return null
    throw error
  }
}

async function readResult(reader: Reader, record: PrintedRecord, expression: string): Promise<string> {
  const result = await evaluated(reader, record, expression)
  if (!result) return ''
  const fields = result.paths.flatMap((path) => fieldAt(reader.catalog, record.object, path) ?? [])
  const given = { value: JSON.parse(result.json), kind: result.type.kind, decimals: amountDecimals(fields) }
  return shownResult(given, reader.wording)
}

/** The field at the end of a path, also of one through a collection. */
function fieldAt(
  catalog: Catalog,
  object: CompiledObject,
  [name = '', ...rest]: readonly string[],
): CompiledField | null {
  const field = object.fields.get(name)
  if (rest.length === 0) return field ?? null
  const next = field?.reference ?? object.collections.get(name)?.object
  const target = next == null ? undefined : catalog.objects.get(next)
  return target ? fieldAt(catalog, target, rest) : null
}

async function holds(reader: Reader, record: PrintedRecord, condition: string): Promise<boolean> {
  const result = await evaluated(reader, record, condition)
  return result !== null && JSON.parse(result.json) === true
}

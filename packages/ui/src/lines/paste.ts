import { fieldType } from '@fieldwork/fields'
import type { Property } from '@fieldwork/fields'
import type { FieldShape } from '@fieldwork/fields/ui'

import type { Locale } from '../api/types.ts'

/** Cells of a spreadsheet as it puts them into the clipboard: rows of texts; quoted cells may hold line breaks. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let isQuoted = false
  const endCell = (): void => {
    rows.at(-1)?.push(cell)
    cell = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (isQuoted && character === '"' && text[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (character === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (isQuoted || !'\t\r\n'.includes(character)) cell += character
    else if (character === '\t') endCell()
    else if (character === '\n') {
      endCell()
      rows.push([])
    }
  }
  endCell()
  const last = rows.at(-1)
  return last?.length === 1 && last[0] === '' ? rows.slice(0, -1) : rows
}

/** More than one cell: what is pasted is a piece of a table. */
export const isTable = (text: string): boolean => /[\t\n]/.test(text.replace(/\r?\n$/, ''))

/** What one pasted text means in a field. */
export type PastedCell = { value: unknown } | { search: string } | { error: string }

/** Reads a pasted text by the type of its field; what names a record has to be looked for. */
export function readPasted(text: string, shape: FieldShape, context: { locale: Locale; timeZone: string }): PastedCell {
  const trimmed = text.trim()
  if (trimmed === '') return { value: undefined }
  const type = fieldType(shape.type)
  if (!type) return { value: trimmed }
  const property = (shape.property ?? { 'x-field': { type: shape.type } }) as unknown as Property
  const parsed = type.csv.parse(trimmed, property, context)
  if ('value' in parsed) return { value: parsed.value }
  return shape.reference ? { search: trimmed } : { error: parsed.problem[context.locale] }
}

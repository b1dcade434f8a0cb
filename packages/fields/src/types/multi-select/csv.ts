import type { Cell } from '../../csv/cell.ts'
import { readCell } from '../../csv/cell.ts'
import type { Choice, CsvContext, Json } from '../../field-type.ts'
import { formatOption, parseOption } from '../select/csv.ts'

const SEPARATOR = /[,;、|\n]/
const PART = /\s*(?:"((?:[^"]|"")*)"|([^,;、|\n]*))\s*(?:[,;、|\n]|$)/y

interface ChoicesContext extends CsvContext {
  choices: Choice[]
}

/** Labels joined by `, ` or `、`; one that holds a separator or a quote is quoted. */
export function formatChoices(value: Json, context: ChoicesContext): string {
  if (!Array.isArray(value)) return value === null ? '' : String(value)
  const labels = value.map((key) => quoted(formatOption(key, context)))
  return labels.join(context.locale === 'en' ? ', ' : '、')
}

/** Reads keys or labels separated by comma, semicolon, `、`, `|` or a line break. */
export function parseChoices(cell: string, choices: Choice[]): Cell {
  return readCell(cell, (text) => {
    const keys: string[] = []
    for (const part of partsOf(text)) {
      const read = parseOption(part, choices)
      if ('problem' in read) return read
      if (typeof read.value === 'string' && !keys.includes(read.value)) keys.push(read.value)
    }
    return keys.length === 0 ? { value: null } : { value: keys }
  })
}

function partsOf(text: string): string[] {
  const parts: string[] = []
  PART.lastIndex = 0
  while (PART.lastIndex < text.length) {
    const match = PART.exec(text)
    if (!match) return text.split(SEPARATOR)
    parts.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'))
  }
  return parts
}

function quoted(label: string): string {
  return /[,;、|\n"]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label
}

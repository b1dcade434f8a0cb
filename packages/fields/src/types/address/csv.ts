import type { Cell } from '../../csv/cell.ts'
import { readCell } from '../../csv/cell.ts'
import type { Json } from '../../field-type.ts'
import type { AddressPart } from './parts.ts'
import { ADDRESS_PARTS, asAddress } from './parts.ts'

const PARTS = Object.keys(ADDRESS_PARTS) as AddressPart[]
const SEPARATOR = ' | '

/** The parts in their order, separated by `|`: country, region code, province, city, district, street, postal code. */
export function formatAddress(value: Json): string {
  if (value === null) return ''
  const address = asAddress(value)
  const parts = PARTS.map((part) => address[part] ?? '')
  return parts.some((part) => part.includes('|')) ? JSON.stringify(value) : parts.join(SEPARATOR)
}

/** Reads what `formatAddress` writes; a text without `|` is the street. */
export function parseAddress(cell: string): Cell {
  return readCell(cell, (text) => {
    if (text.startsWith('{')) return readJson(cell)
    const parts = cell.split('|').map((part) => part.trim())
    if (parts.length === 1) return { value: { street: parts[0] ?? text } }
    const entries = PARTS.flatMap((part, index) => (parts[index] ? [[part, parts[index]] as const] : []))
    return { value: entries.length === 0 ? null : Object.fromEntries(entries) }
  })
}

function readJson(text: string): Cell {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return { problem: { en: 'This is not an address.', 'zh-CN': '这不是有效的地址。' } }
  }
}

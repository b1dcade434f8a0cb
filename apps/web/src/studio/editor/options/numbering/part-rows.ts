import type { NumberSegment } from '@fieldwork/ui'

import { readNumberFormat } from '../../../model/number-format.ts'
import type { PartKind } from '../../../model/number-format.ts'

/** A piece while it is edited: `id` stays while pieces move. */
export interface PartRow {
  id: string
  part: NumberSegment
}

let lastId = 0

/** A piece with an id of its own. */
export const partRow = (part: NumberSegment): PartRow => ({ id: `part-${(lastId += 1)}`, part })

/** The pieces of a format. */
export const partRows = (format: string): PartRow[] => readNumberFormat(format).map(partRow)

/** What a new piece of each kind starts with. */
export const NEW_PARTS: Record<PartKind, NumberSegment> = {
  text: { kind: 'text', text: '-' },
  date: { kind: 'date', token: 'yyyy' },
  field: { kind: 'field', field: '' },
  code: { kind: 'field', field: '', code: true },
  sequence: { kind: 'sequence', width: 4 },
}

/** Puts a piece at a position among the others. */
export function movedPart(rows: PartRow[], id: string, position: number): PartRow[] {
  const moved = rows.find((row) => row.id === id)
  if (!moved) return rows
  const rest = rows.filter((row) => row.id !== id)
  const target = Math.max(0, Math.min(position, rest.length))
  return [...rest.slice(0, target), moved, ...rest.slice(target)]
}

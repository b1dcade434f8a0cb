import { FieldValue } from '@fieldwork/fields/ui'

import type { RecordData } from '../api/types.ts'
import { MaskedValue } from '../values/masked-value.tsx'
import { maskedOf } from '../values/masked.ts'
import type { ListColumn } from './columns.ts'

/** What a record shows in a column: its value, or what stands for a hidden one. */
export function CellContent({ column, record, inLine }: { column: ListColumn; record: RecordData; inLine?: boolean }) {
  const hidden = maskedOf(record)
  if (column.path in hidden) return <MaskedValue preview={hidden[column.path] ?? null} />
  return <FieldValue field={column.field} value={record[column.path]} {...(inLine && { inLine })} />
}

import type { CompiledField } from '@fieldwork/metadata'

/** A column that a roll-up needs beside its own; callers never see it. Its name says its type, so neither changes. */
export interface HelperColumn {
  name: string
  type: string
  default: string | null
}

/** What a mean is made of. */
export const meanColumns = (field: string): { sum: HelperColumn; count: HelperColumn } => ({
  sum: { name: `fw_${field}_sum`, type: 'numeric', default: '0' },
  count: { name: `fw_${field}_n`, type: 'bigint', default: '0' },
})

/** Which record the latest value is of. */
export const latestColumns = (field: string, isDay: boolean): { at: HelperColumn; id: HelperColumn } => ({
  at: isDay
    ? { name: `fw_${field}_on`, type: 'date', default: null }
    : { name: `fw_${field}_at`, type: 'timestamptz', default: null },
  id: { name: `fw_${field}_id`, type: 'uuid', default: null },
})

/** The helper columns of a roll-up, where it needs any. */
export function helperColumns({ name, rollUp }: CompiledField, by: CompiledField | undefined): HelperColumn[] {
  if (rollUp?.function === 'avg') return Object.values(meanColumns(name))
  if (rollUp?.function === 'latest') return Object.values(latestColumns(name, isDay(by)))
  return []
}

/** Whether a moment is told as a day. */
export const isDay = (by: CompiledField | undefined): boolean =>
  by !== undefined && by.type.expression(by.property).kind === 'date'

import { bothFilters } from '../use-list-state.ts'
import type { ListState } from '../use-list-state.ts'

/** The list that is taken away: the records that it shows, in its order. */
export interface TakenList {
  state: ListState
  view: { filter?: string | undefined; sort?: string | undefined; columns: Record<string, unknown> }
  /** null: not counted */
  count: number | null
}

export interface ExportChoice {
  format: 'csv' | 'xlsx' | 'ndjson'
  fields: 'view' | 'all'
  headers: 'label' | 'name'
  references: 'both' | 'label' | 'id'
}

/** The selection of a list, as the API takes it. */
function selectionOf({ state, view }: Omit<TakenList, 'count'>): Record<string, string> {
  const entries = {
    filter: bothFilters(view.filter, state.filter),
    q: state.q?.trim(),
    sort: state.sort || view.sort,
  }
  return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

/** The address of the file. */
export function exportPath(
  object: string,
  list: TakenList,
  { format, fields, headers, references }: ExportChoice,
): string {
  const query = new URLSearchParams({ ...selectionOf(list), format, headers, references })
  if (fields === 'view') query.set('fields', Object.keys(list.view.columns).join(','))
  if (format === 'csv') query.set('bom', 'true')
  return `/api/records/${object}/export?${query}`
}

/** The address of the page that prints the list. */
export function printListPath(object: string, list: Omit<TakenList, 'count'>): string {
  const query = new URLSearchParams({ ...selectionOf(list), fields: Object.keys(list.view.columns).join(',') })
  return `/o/${object}/print?${query}`
}

/** One sort key. */
export interface SortKey {
  path: string
  descending: boolean
}

/** The keys of `-created_at,name`. */
export function parseSort(sort: string | undefined): SortKey[] {
  return (sort ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({ path: part.replace(/^[-+]/, ''), descending: part.startsWith('-') }))
}

/** The sort after a click on a column's head: ascending, descending, then the view's own again (undefined). */
export function nextSort(sort: string | undefined, path: string): string | undefined {
  const [first] = parseSort(sort)
  if (first?.path !== path) return path
  return first.descending ? undefined : `-${path}`
}

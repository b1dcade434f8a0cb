/** Something to do, by when. */
export interface Dated {
  due: string | null
}

export type DueGroup = 'overdue' | 'today' | 'later' | 'undated'

const GROUPS: DueGroup[] = ['overdue', 'today', 'later', 'undated']

/** What is to do, by how pressing it is; the earliest first, empty groups left out. */
export function dueGroups<T extends Dated>(
  all: readonly T[],
  { now, timeZone }: { now: Date; timeZone: string },
): { group: DueGroup; entries: T[] }[] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const today = dayOf.format(now)
  const groupOf = ({ due }: T): DueGroup => {
    if (due === null) return 'undated'
    if (new Date(due) < now) return 'overdue'
    return dayOf.format(new Date(due)) === today ? 'today' : 'later'
  }
  const sorted = all.toSorted((a, b) => (a.due ?? '').localeCompare(b.due ?? ''))
  return GROUPS.flatMap((group) => {
    const entries = sorted.filter((each) => groupOf(each) === group)
    return entries.length > 0 ? [{ group, entries }] : []
  })
}

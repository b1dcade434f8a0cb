import { departmentWords } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { WorkCalendar } from '../calendar/workdays.ts'
import type { DeadlineScope } from './deps.ts'

const span = [{ from: 540, to: 1080 }]
/** Where nobody has entered a calendar. */
const plain: WorkCalendar = { week: [span, span, span, span, span, [], []], days: new Map() }

/** The calendar that counts where nothing else is said. */
export function usualCalendar({ calendars }: Pick<Catalog, 'calendars'>): WorkCalendar {
  const all = [...calendars.values()]
  return all.find(({ isDefault }) => isDefault) ?? all[0] ?? plain
}

/** Finds the calendar of a deadline: the rule's own, that of the first responsible's department, or the usual one. */
export async function calendarFinder(
  { db, catalog }: DeadlineScope,
  own: string | null,
  users: readonly string[],
): Promise<(responsible: readonly string[]) => WorkCalendar> {
  const usual = usualCalendar(catalog)
  if (own !== null) {
    const named = catalog.calendars.get(own) ?? usual
    return () => named
  }
  const names = await departmentWords(db, catalog, { users: [...new Set(users)], field: 'calendar' })
  return ([first]) => {
    const name = first === undefined ? undefined : names.get(first)
    return (name === undefined ? undefined : catalog.calendars.get(name)) ?? usual
  }
}

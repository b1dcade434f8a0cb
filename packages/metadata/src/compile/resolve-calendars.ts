import type { CompiledCalendar } from '../catalog.ts'
import { withBase } from './compile-calendar.ts'
import type { OwnCalendar } from './compile-calendar.ts'

/** Every calendar with what it takes from others, in their order; none is based on itself. */
export function resolveCalendars(calendars: ReadonlyMap<string, CompiledCalendar>): Map<string, CompiledCalendar> {
  const resolved = new Map<string, OwnCalendar>()
  const resolve = (calendar: OwnCalendar): OwnCalendar => {
    const known = resolved.get(calendar.name)
    if (known) return known
    const base = calendar.basedOn === null ? undefined : calendars.get(calendar.basedOn)
    const whole = withBase(calendar, base ? resolve(base as OwnCalendar) : null)
    resolved.set(calendar.name, whole)
    return whole
  }
  const all = [...calendars.values()].map((calendar) => resolve(calendar as OwnCalendar))
  return new Map(all.toSorted((a, b) => a.order - b.order).map(({ own: _own, ...shown }) => [shown.name, shown]))
}

import { presentOf } from '../calendar/present.ts'
import type { OutboxConsumer } from '../jobs/outbox-row.ts'
import type { DeadlineDeps, DeadlineScope } from './deps.ts'
import { groupBy } from './group-by.ts'
import { settleDeadlines } from './settle.ts'

const isBeginning = (listener: string): boolean => listener.endsWith(':start')

/** Brings deadlines to what writes have said of their records, for all rows of a rule together. */
export function deadlineConsumer({ registry, timeZone }: Omit<DeadlineDeps, 'db' | 'records'>): OutboxConsumer {
  return async (tx, rows) => {
    const catalog = registry.catalog()
    const { rows: events } = await tx.query<{ id: string; record: string; at: string }>({
      text: `select id, record_id as record, to_json(at)#>>'{}' as at from fw_event where id = any($1::bigint[])`,
      values: [rows.map(({ event }) => event)],
    })
    const byId = new Map(events.map((event) => [event.id, event]))
    const scope: DeadlineScope = { db: tx, catalog, timeZone, now: await presentOf(tx) }
    const byRule = groupBy(rows, ({ listener }) => listener.split(':')[1] ?? '')
    for (const [name, told] of [...byRule].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const rule = catalog.deadlines.get(name)
      if (!rule?.isActive) continue
      const heard = told.flatMap(({ event, listener }) => {
        const found = byId.get(event)
        return found ? [{ ...found, begins: isBeginning(listener) }] : []
      })
      const starts = new Map(heard.filter(({ begins }) => begins).map(({ record, at }) => [record, new Date(at)]))
      await settleDeadlines(scope, rule, { records: heard.map(({ record }) => record), starts })
    }
    return []
  }
}

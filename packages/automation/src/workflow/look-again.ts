import type { Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { AddJobs } from './queue-steps.ts'
import type { Place } from './rows.ts'
import { wakeSteps } from './wake.ts'

/**
 * Waits for conditions of which no write need tell: nothing listens for a definition that has been changed or removed
 * since, and conditions may ask about other records or the time.
 */
const silent = `
select w.run, w.node, w.iteration
from fw_wait w join fw_run r on r.id = w.run
  join fw_run_step s on s.run = w.run and s.node = w.node and s.iteration = w.iteration
where s.state = 'waiting' and (
  (w.kind = 'condition'
    and s.started_at < now() - case when r.version = any($1) then interval '1 hour' else interval '1 minute' end)
  or (w.kind = 'event' and r.version <> all($1) and s.started_at < now() - interval '1 minute'))
order by s.started_at limit 1000 for update of w skip locked`

/** Lets runs look again that no write may wake: each minute where nothing listens for them, each hour otherwise. */
export async function lookAgain(waking: { tx: Queryable; add: AddJobs }, { workflows }: Catalog): Promise<number> {
  const versions = [...workflows.values()].filter(({ active }) => active).map(({ version }) => version)
  const { rows } = await waking.tx.query<Place & { run: string } & Record<string, unknown>>({
    text: silent,
    values: [versions],
  })
  return wakeSteps(
    waking,
    rows.map((row) => ({ ...row, wake: { reason: 'look' } })),
  )
}

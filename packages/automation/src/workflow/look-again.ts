import type { Queryable } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { AddJobs } from './queue-steps.ts'
import type { Place } from './rows.ts'
import { wakeSteps } from './wake.ts'

/** of each sort; whoever has looked comes last again, so nobody is left out */
const atOnce = 1_000

/**
 * Waits for conditions of which no write need tell: nothing listens for a definition that has been changed or removed
 * since, and conditions may ask about other records or the time.
 * Read by index, version by version, so that waits whose time has not come cost nothing.
 */
const silent = `
with recursive versions as (
  (select w.version from fw_wait w where w.kind in ('condition', 'event') order by w.version limit 1)
  union all
  select (select w.version from fw_wait w where w.kind in ('condition', 'event') and w.version > v.version
    order by w.version limit 1) from versions v where v.version is not null),
changed as (
  select w.run, w.node, w.iteration from versions v cross join lateral (
    select w.run, w.node, w.iteration, w.looked_at from fw_wait w
    where w.kind in ('condition', 'event') and w.version = v.version and w.looked_at < now() - interval '1 minute'
    order by w.looked_at limit ${atOnce}) w
  where v.version <> all($1) order by w.looked_at limit ${atOnce}),
old as (
  select w.run, w.node, w.iteration from fw_wait w
  where w.kind = 'condition' and w.looked_at < now() - interval '1 hour' order by w.looked_at limit ${atOnce})
select w.run, w.node, w.iteration
from (select * from changed union select * from old) d
  join fw_wait w using (run, node, iteration) join fw_run_step s using (run, node, iteration)
where s.state = 'waiting' for update of w skip locked`

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

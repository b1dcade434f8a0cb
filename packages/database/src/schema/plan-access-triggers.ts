import type { Catalog } from '@fieldwork/metadata'
import { quoteName } from '../query/sql-text.ts'
import type { PlanContext } from './plan-context.ts'
import { say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

const trigger = 'fw_access_epoch'

/** The organisation itself; the values of dimensions come beside it. */
const organisation = ['user', 'employee', 'department', 'position', 'role_assignment', 'delegation']

/** The objects whose records decide what actors may do: a change of them makes what is known of actors outdated. */
export function accessSources(catalog: Catalog): ReadonlySet<string> {
  const known = sources.get(catalog)
  if (known) return known
  const values = [...catalog.dimensions.values()].map(({ object }) => object)
  const found = new Set([...organisation, ...values].filter((name) => catalog.objects.has(name)))
  sources.set(catalog, found)
  return found
}

const sources = new WeakMap<Catalog, ReadonlySet<string>>()

/** Triggers that raise the epoch of access with the commit of a write, on the tables that decide about it. */
export async function planAccessTriggers({ db, catalog, workspace, actual }: PlanContext): Promise<PhasedStep[]> {
  const { rows } = await db.query<{ name: string }>({
    text: `select c.relname as name from pg_trigger g join pg_class c on c.oid = g.tgrelid
      where c.relnamespace = $1::regnamespace and g.tgname = $2 and not g.tgisinternal`,
    values: [quoteName(workspace), trigger],
  })
  const found = new Set(rows.map(({ name }) => name))
  const wanted = new Set([...accessSources(catalog)].map((name) => catalog.object(name).table))
  const on = (table: string) => `${quoteName(workspace)}.${quoteName(table)}`
  const create = (table: string) =>
    `create constraint trigger ${trigger} after insert or update or delete on ${on(table)}` +
    ` deferrable initially deferred for each row execute function ${quoteName(workspace)}.fw_raise_epoch()`
  const sql = [
    ...[...found].filter((table) => !wanted.has(table)).map((table) => `drop trigger ${trigger} on ${on(table)}`),
    ...[...wanted].filter((table) => !found.has(table)).map(create),
  ]
  if (sql.length === 0) return []
  const changed = [...wanted, ...found].filter((table) => wanted.has(table) !== found.has(table))
  const summary = say(
    `Notice changes of ${changed.join(', ')}, which decide about access`,
    `监测影响访问权限的${changed.join('、')}的变更`,
  )
  return [step('triggers', summary, sql, { changes: changed.filter((table) => actual.names.has(table)) })]
}

import { createDatabase, createRegistry, migrate, newId } from '@fieldwork/database'
import type { Database, Registry } from '@fieldwork/database'
import type { Layer } from '@fieldwork/metadata'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { createTestDatabase } from './database.ts'

type Properties = Record<string, Record<string, unknown>>

export const field = (type: string, options: Record<string, unknown> = {}) => ({ 'x-field': { type, ...options } })

export const object = (name: string, properties: Properties, options: Record<string, unknown> = {}) => ({
  name,
  'x-object': { nameField: 'name', ...options },
  properties: { name: field('text'), ...properties },
})

const rollUp = (over: string, via: string, fn: string, options: Record<string, unknown> = {}) =>
  field('roll-up', { object: over, via, function: fn, ...options })

export const line = object('line', {
  order: field('lookup', { object: 'order', onDelete: 'set-null' }),
  amount: field('money'),
  quantity: field('integer'),
  active: field('boolean'),
  kind: field('select', { options: { part: {}, work: {} } }),
  due: field('date'),
  weight: field('formula', { expression: 'amount * quantity / 3' }),
})

export const orderFields: Properties = {
  account: field('lookup', { object: 'account', onDelete: 'set-null' }),
  status: field('select', { options: { open: {}, done: {} } }),
  placed: field('date'),
}

/** Every function, with and without a condition, over stored fields and a formula. */
export const orderRollUps: Properties = {
  lines: rollUp('line', 'order', 'count'),
  parts: rollUp('line', 'order', 'count', { where: "kind == 'part' && active" }),
  dated: rollUp('line', 'order', 'count', { field: 'due' }),
  total: rollUp('line', 'order', 'sum', { field: 'amount', where: 'active' }),
  pieces: rollUp('line', 'order', 'sum', { field: 'quantity' }),
  weight: rollUp('line', 'order', 'sum', { field: 'weight' }),
  least: rollUp('line', 'order', 'min', { field: 'amount' }),
  most: rollUp('line', 'order', 'max', { field: 'amount', where: 'quantity > 2' }),
  first_due: rollUp('line', 'order', 'min', { field: 'due' }),
  mean: rollUp('line', 'order', 'avg', { field: 'amount' }),
  last_kind: rollUp('line', 'order', 'latest', { field: 'kind', by: 'due', where: 'active' }),
  last_amount: rollUp('line', 'order', 'latest', { field: 'amount' }),
}

export const order = object('order', { ...orderFields, ...orderRollUps })

const accountRollUps: Properties = {
  turnover: rollUp('order', 'account', 'sum', { field: 'total', where: "status == 'done'" }),
  pieces: rollUp('order', 'account', 'sum', { field: 'pieces' }),
  biggest: rollUp('order', 'account', 'max', { field: 'total' }),
  mean: rollUp('order', 'account', 'avg', { field: 'total', where: 'lines > 0' }),
  latest: rollUp('order', 'account', 'latest', { field: 'total', by: 'placed' }),
  orders: rollUp('order', 'account', 'count'),
}

const below = { subtree: true }

/** The same along the hierarchy, over other records and over those of the tree itself. */
const treeRollUps: Properties = {
  all_orders: rollUp('order', 'account', 'count', below),
  all_turnover: rollUp('order', 'account', 'sum', { field: 'total', where: "status == 'done'", ...below }),
  all_biggest: rollUp('order', 'account', 'max', { field: 'total', ...below }),
  all_smallest: rollUp('order', 'account', 'min', { field: 'total', where: 'lines > 1', ...below }),
  all_mean: rollUp('order', 'account', 'avg', { field: 'total', ...below }),
  all_latest: rollUp('order', 'account', 'latest', { field: 'total', by: 'placed', ...below }),
  members: rollUp('account', 'group', 'count', below),
  most_below: rollUp('account', 'group', 'max', { field: 'orders', ...below }),
  sum_below: rollUp('account', 'group', 'sum', { field: 'turnover', ...below }),
}

export const account = object(
  'account',
  { ...accountRollUps, ...treeRollUps, group: field('lookup', { object: 'account', onDelete: 'set-null' }) },
  { hierarchy: 'group' },
)

const user = {
  name: 'user',
  'x-object': { nameField: 'name', managed: true },
  properties: { name: field('text'), username: field('text', { unique: true }), active: field('boolean') },
}

const administrator = { name: 'administrator', label: { en: 'Administrator', 'zh-CN': '管理员' }, administrator: true }

const packages: Layer[] = [
  {
    name: 'platform',
    documents: [
      { kind: 'object', name: 'user', body: user },
      { kind: 'role', name: 'administrator', body: administrator },
    ],
  },
]

export interface RollUpWorkspace {
  db: Database
  registry: Registry
  records: Records
  admin: Actor
  /** puts objects into the workspace's layer */
  publish(...definitions: { name: string }[]): Promise<void>
  /** an address for more processes */
  url: string
  close(): Promise<void>
}

/** A workspace with these objects. */
export async function openRollUps(...definitions: { name: string }[]): Promise<RollUpWorkspace> {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, maxConnections: 20 })
  await migrate(db)
  const registry = await createRegistry(db, { packages })
  const publish = async (...objects: { name: string }[]) => {
    const put = objects.map((definition) => ({ kind: 'object' as const, definition }))
    await registry.publish({ put, confirm: true }, null)
  }
  await publish(...definitions)
  return {
    db,
    registry,
    records: createRecords({ db, registry, timeZone: 'Asia/Shanghai' }),
    admin: await addAdministrator(db),
    publish,
    url: database.url,
    async close() {
      await registry.close()
      await db.close()
      await database.drop()
    },
  }
}

async function addAdministrator(db: Database): Promise<Actor> {
  const id = newId()
  await db.query({
    text: `insert into "user" (id, name, username, active, roles) values ($1, 'Ada', 'ada', true, '{administrator}')`,
    values: [id],
  })
  return { id, name: 'Ada', username: 'ada', roles: ['administrator'], administrator: true, locale: 'en' }
}

/** What roll-ups of orders and accounts have to be, said by hand in SQL over the records there are. */
const expectedOrders = (mean: string): string => `
select o.id, count(l.id)::numeric as lines, count(l.id) filter (where l.kind = 'part' and l.active)::numeric as parts,
  count(l.due)::numeric as dated, coalesce(sum(l.amount) filter (where l.active), 0) as total,
  coalesce(sum(l.quantity), 0) as pieces, round(coalesce(sum(l.amount * l.quantity / 3.0), 0), 8) as weight,
  min(l.amount) as least, max(l.amount) filter (where l.quantity > 2) as most, min(l.due) as first_due,
  avg(l.amount)::${mean} as mean,
  (select x.kind from line x where x."order" = o.id and x.deleted_at is null and x.active and x.kind is not null
    and x.due is not null order by x.due desc, x.id desc limit 1) as last_kind,
  (select x.amount from line x where x."order" = o.id and x.deleted_at is null and x.amount is not null
    order by x.created_at desc, x.id desc limit 1) as last_amount
from "order" o left join line l on l."order" = o.id and l.deleted_at is null group by o.id`

const expectedAccounts = (mean: string): string => `
select a.id, coalesce(sum(o.total) filter (where o.status = 'done'), 0) as turnover,
  coalesce(sum(o.pieces), 0) as pieces, max(o.total) as biggest, (avg(o.total) filter (where o.lines > 0))::${mean} as mean,
  (select x.total from "order" x where x.account = a.id and x.deleted_at is null and x.placed is not null
    order by x.placed desc, x.id desc limit 1) as latest,
  count(o.id)::numeric as orders
from account a left join "order" o on o.account = a.id and o.deleted_at is null group by a.id`

const expectedTrees = (mean: string): string => `
with recursive s (top, id) as (select id, id from account union select s.top, n.id from s join account n on n."group" = s.id)
select a.id, o.*, m.* from account a
cross join lateral (
  select count(*)::numeric as all_orders, coalesce(sum(x.total) filter (where x.status = 'done'), 0) as all_turnover,
    max(x.total) as all_biggest, min(x.total) filter (where x.lines > 1) as all_smallest, avg(x.total)::${mean} as all_mean,
    (array_agg(x.total order by x.placed desc, x.id desc) filter (where x.placed is not null))[1] as all_latest
  from s join "order" x on x.account = s.id and x.deleted_at is null where s.top = a.id) o
cross join lateral (
  select count(*)::numeric as members, max(x.orders) as most_below, coalesce(sum(x.turnover), 0) as sum_below
  from s join account x on x."group" = s.id and x.deleted_at is null where s.top = a.id) m`

/** Rows whose stored roll-ups differ from what the records say; all of them are compared. */
export async function differences({ db, registry }: Pick<RollUpWorkspace, 'db' | 'registry'>): Promise<unknown[]> {
  const tables = tablesOf(registry)
  const meanOf = (name: string) => {
    const { type, property } = registry.catalog().object(name).fields.get('mean')!
    return type.column(property)!.type
  }
  const orders = await compare(db, {
    tables,
    table: 'order',
    expected: expectedOrders(meanOf('order')),
    fields: Object.keys(orderRollUps),
  })
  const accounts = await compare(db, {
    tables,
    table: 'account',
    expected: expectedAccounts(meanOf('account')),
    fields: Object.keys(accountRollUps),
  })
  const trees = await compare(db, {
    tables,
    table: 'account',
    expected: expectedTrees(meanOf('account')),
    fields: Object.keys(treeRollUps),
  })
  return [...orders, ...accounts, ...trees]
}

/** The tables with columns that are called as their fields, whatever they are called really. */
function tablesOf(registry: Registry): string {
  const objects = ['line', 'order', 'account'].map((name) => registry.catalog().object(name))
  return objects
    .map(({ table, fields }) => {
      const columns = [...fields.values()].flatMap(({ name, column }) => (column ? [`t."${column}" as "${name}"`] : []))
      return `"${table}" as (select t.deleted_at, ${columns.join(', ')} from "${table}" t)`
    })
    .join(', ')
}

interface Comparison {
  tables: string
  table: string
  expected: string
  fields: string[]
}

/** Thirds have more digits in the column than in the sum that is made at once. */
const stored = (name: string): string => (name === 'weight' ? `round(t.${name}, 8)` : `t.${name}`)

async function compare(db: Database, { tables, table, expected, fields }: Comparison): Promise<unknown[]> {
  const differs = fields.map((name) => `${stored(name)} is distinct from e.${name}`).join(' or ')
  const shown = fields.map((name) => `'${name}', jsonb_build_array(${stored(name)}, e.${name})`).join(', ')
  const { rows } = await db.query({
    text: `with ${tables} select '${table}' as object, t.id, jsonb_build_object(${shown}) as stored_and_expected
      from "${table}" t join (${expected}) e on e.id = t.id where ${differs}`,
  })
  return rows
}

import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase, createRegistry, listTasks, migrate, newId } from '@fieldwork/database'
import type { Database, Registry } from '@fieldwork/database'
import type { Layer } from '@fieldwork/metadata'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { expect } from 'vitest'
import { createTestDatabase } from './database.ts'
import { field, object } from './roll-up-workspace.ts'

const lookup = (to: string, options: object = {}) => field('lookup', { object: to, onDelete: 'set-null', ...options })
const several = (to: string) => field('multi-lookup', { object: to, onDelete: 'set-null' })
const select = (...names: string[]) => field('select', { options: Object.fromEntries(names.map((name) => [name, {}])) })

const user = {
  name: 'user',
  'x-object': { nameField: 'name', managed: true },
  properties: {
    name: field('text'),
    username: field('text', { unique: true }),
    active: field('boolean'),
    employee: field('lookup', { object: 'employee', unique: true, onDelete: 'restrict', collection: 'accounts' }),
  },
}

const employee = object('employee', {
  employment_state: select('active', 'left'),
  helper: field('lookup', { object: 'employee', onDelete: 'set-null', collection: 'helped' }),
})

const administrator = { name: 'administrator', label: { en: 'Administrator', 'zh-CN': '管理员' }, administrator: true }

const packages: Layer[] = [
  {
    name: 'platform',
    documents: [
      { kind: 'object', name: 'user', body: user },
      { kind: 'object', name: 'employee', body: employee },
      { kind: 'role', name: 'administrator', body: administrator },
    ],
  },
]

const category = object('category', { parent: lookup('category') }, { hierarchy: 'parent' })
const product = object('product', { category: lookup('category'), is_new: field('boolean') })
const specialist = object('specialist', {
  category: lookup('category'),
  grade: select('a', 'b'),
  people: several('employee'),
})
const deal = object(
  'deal',
  { interests: several('category'), grade: select('a', 'b'), note: field('text') },
  { owner: true },
)
const dealLine = object('deal_line', {
  deal: field('master-detail', { object: 'deal', collection: 'lines' }),
  product: lookup('product'),
})

const rule = (name: string, more: object) => ({
  name,
  label: { en: name, 'zh-CN': name },
  object: 'deal',
  mapping: 'specialist',
  people: 'people',
  ...more,
})

/** Rules with each kind of way to what they compare. */
export const rules = {
  interest: rule('interest', { match: { category: { path: 'interests', below: true } } }),
  sold: rule('sold', {
    match: { category: { path: 'lines.product.category' }, grade: { path: 'grade' } },
    when: 'lines.exists(l, l.product.is_new)',
    level: 'read',
  }),
  helper: rule('helper', { mapping: 'employee', match: { id: { path: 'owner.employee' } }, people: 'helper' }),
}

export interface MemberRuleWorld {
  db: Database
  registry: Registry
  records: Records
  admin: Actor
  url: string
  publish(...definitions: { name: string }[]): Promise<void>
  remove(rule: string): Promise<void>
  create(object: string, values: Record<string, unknown>): Promise<string>
  update(object: string, id: string, values: Record<string, unknown>): Promise<unknown>
  /** an employee with an account */
  person(name: string): Promise<{ employee: string; user: string }>
  /** `name level source` of each member of a record */
  members(id: string): Promise<string[]>
  tasksDone(): Promise<void>
  close(): Promise<void>
}

export async function openMemberRules(...given: { name: string }[]): Promise<MemberRuleWorld> {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, maxConnections: 24 })
  await migrate(db)
  const registry = await createRegistry(db, { packages })
  const objects = [category, product, specialist, deal, dealLine]
  const put = objects.map((definition) => ({ kind: 'object' as const, definition }))
  await registry.publish({ put, confirm: true }, null)
  const records = createRecords({ db, registry, timeZone: 'Asia/Shanghai' })
  const admin = await addUser(db, 'Ada')
  const world: MemberRuleWorld = {
    db,
    registry,
    records,
    admin,
    url: database.url,
    async publish(...definitions) {
      await registry.publish(
        { put: definitions.map((definition) => ({ kind: 'member-rule' as const, definition })), confirm: true },
        null,
      )
    },
    async remove(name) {
      await registry.publish({ delete: [{ kind: 'member-rule', name }], confirm: true }, null)
    },
    create: async (object, values) => (await records.create(admin, { object, values })).id,
    update: (object, id, values) => records.update(admin, { object, id, values }),
    async person(name) {
      const employee = await world.create('employee', { name, employment_state: 'active' })
      const { id } = await addUser(db, name, employee)
      return { employee, user: id }
    },
    async members(id) {
      const { rows } = await db.query<{ told: string }>({
        text: `select u.name || ' ' || a.level || ' ' || a.source as told from fw_access a join "user" u on u.id = a.grantee
          where a.record_id = $1 and a.kind = 'member' order by 1`,
        values: [id],
      })
      return rows.map(({ told }) => told)
    },
    async tasksDone() {
      for (;;) {
        const open = await listTasks(db, { states: ['queued', 'running', 'failed'] })
        expect(open.filter(({ state }) => state === 'failed')).toEqual([])
        if (open.length === 0) return
        await sleep(50)
      }
    },
    async close() {
      await registry.close()
      await db.close()
      await database.drop()
    },
  }
  if (given.length > 0) await world.publish(...given)
  await world.tasksDone()
  return world
}

async function addUser(db: Database, name: string, employee: string | null = null): Promise<Actor> {
  const id = newId()
  await db.query({
    text: `insert into "user" (id, name, username, active, roles, employee) values ($1, $2, lower($2), true, '{administrator}', $3)`,
    values: [id, name, employee],
  })
  return { id, name, username: name.toLowerCase(), roles: ['administrator'], administrator: true, locale: 'en' }
}

/** A row of any of the tables. */
interface Row {
  id: string
  deleted_at: string | null
  active: boolean
  employee: string
  employment_state: string
  helper: string | null
  parent: string | null
  category: string | null
  grade: string | null
  people: string[] | null
  interests: string[] | null
  is_new: boolean
  deal: string
  product: string
  owner: string
}

const byId = (rows: Row[] | undefined) => new Map(rows?.map((row) => [row.id, row]))

/** What an event tells of a member. */
interface Told {
  user: { id: string }
  level: 'read' | 'edit'
  rule?: string
}

/** Who has to be a member by which rule, worked out without SQL from all rows there are: `record user level source`. */
export async function expectedMembers(
  { db }: Pick<MemberRuleWorld, 'db'>,
  active: readonly string[],
): Promise<string[]> {
  const all = async (table: string): Promise<Row[]> =>
    (await db.query<Row & Record<string, unknown>>({ text: `select * from "${table}"` })).rows
  const [users, employees, categories, products, mappings, deals, lines] = await Promise.all(
    ['user', 'employee', 'category', 'product', 'specialist', 'deal', 'deal_line'].map(all),
  )
  const [categoryOf, productOf, employeeOf, userOf] = [categories, products, employees, users].map(byId)
  const above = (id: string | null): string[] => {
    const found: string[] = []
    for (let at = id; at && !found.includes(at); at = categoryOf!.get(at)?.parent ?? null) found.push(at)
    return found
  }
  const accounts = (ids: (string | null)[]): string[] =>
    ids.flatMap((id) => {
      const person = id === null ? undefined : employeeOf!.get(id)
      if (!person || person.deleted_at || person.employment_state === 'left') return []
      return users!.filter((one) => one.employee === id && one.active !== false && !one.deleted_at).map((one) => one.id)
    })
  const wanted = new Set<string>()
  for (const record of deals!.filter((row) => !row.deleted_at)) {
    const add = (ids: string[], level: number, rule: string) => {
      if (active.includes(rule)) for (const id of ids) wanted.add(`${record.id} ${id} ${level} rule:${rule}`)
    }
    const own = lines!.filter((line) => line.deal === record.id && !line.deleted_at)
    const sold = own.map((line) => productOf!.get(line.product)).filter((row) => row !== undefined)
    for (const mapping of mappings!.filter((row) => !row.deleted_at)) {
      const people = accounts(mapping.people ?? [])
      if (mapping.category && (record.interests ?? []).some((id) => above(id).includes(mapping.category ?? '')))
        add(people, 2, 'interest')
      const isSold = sold.some((row) => mapping.category && row.category === mapping.category)
      if (isSold && mapping.grade && mapping.grade === record.grade && sold.some((row) => row.is_new))
        add(people, 1, 'sold')
    }
    const owner = employeeOf!.get(userOf!.get(record.owner)?.employee ?? '')
    if (owner && !owner.deleted_at) add(accounts([owner.helper]), 2, 'helper')
  }
  return [...wanted].sort()
}

/** The same as it is stored, of live records. */
export async function storedMembers({ db }: Pick<MemberRuleWorld, 'db'>): Promise<string[]> {
  const { rows } = await db.query<{ told: string }>({
    text: `select concat_ws(' ', a.record_id, a.grantee, a.level, a.source) as told from fw_access a
      join deal d on d.id = a.record_id and d.deleted_at is null where a.source like 'rule:%'`,
  })
  return rows.map(({ told }) => told).sort()
}

/** Members that the histories of all records come to. */
export async function toldMembers({ db }: Pick<MemberRuleWorld, 'db'>): Promise<string[]> {
  const { rows } = await db.query<{ record_id: string; before: Told[]; after: Told[] }>({
    text: `select e.record_id, e.changes->'@members'->0 as before, e.changes->'@members'->1 as after
      from fw_event e join deal d on d.id = e.record_id and d.deleted_at is null where e.op = 'members' order by e.id`,
  })
  const told = new Set<string>()
  const line = (record: string, { user: { id }, level, rule }: Told) =>
    `${record} ${id} ${level === 'edit' ? 2 : 1} rule:${rule}`
  for (const { record_id: record, before, after } of rows) {
    for (const each of before) if (each.rule) told.delete(line(record, each))
    for (const each of after) if (each.rule) told.add(line(record, each))
  }
  return [...told].sort()
}

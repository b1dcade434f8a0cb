import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJobs, deadlineConsumer, fillDeadlines, prepareJobs, sweepDeadlines } from '@fieldwork/automation'
import { createDatabase, createRegistry, migrate, newId } from '@fieldwork/database'
import type { Database, Registry } from '@fieldwork/database'
import type { Definition, Layer } from '@fieldwork/metadata'
import { readPackage } from '@fieldwork/metadata/server'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { createTestDatabase } from './database.ts'

const timeZone = 'Asia/Shanghai'
const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const lookup = (object: string) => field('lookup', { object, onDelete: 'set-null' })
const object = (name: string, properties: object, more: object = {}): Definition => ({
  name,
  'x-object': { label: label(name), nameField: 'name', ...more },
  properties: { name: field('text'), ...properties },
})

const shop = object('shop', { keeper: lookup('employee'), tier: field('text') })
const shopReport = object('shop_report', { shop: lookup('shop'), for_day: field('date'), sent_at: field('date-time') })
const visit = object(
  'visit',
  {
    state: field('select', {
      options: Object.fromEntries(['open', 'done', 'late'].map((key) => [key, { label: label(key) }])),
    }),
    result_on: field('date'),
    is_special: field('boolean'),
    on_hold: field('boolean'),
    shop: lookup('shop'),
    is_late: field('boolean'),
  },
  {
    owner: true,
    states: {
      field: 'state',
      initial: 'open',
      transitions: {
        finish: { label: label('Finish'), from: ['open', 'late'], to: 'done' },
        reopen: { label: label('Reopen'), from: ['done'], to: 'open' },
        expire: { label: label('Expire'), from: ['open'], to: 'late' },
      },
    },
  },
)

const role = (name: string, more: object): Definition => ({ name, label: label(name), ...more })

export interface DeadlineRow {
  id: string
  state: string
  due: string
  responsible: string[]
  escalated: string[]
  told: string[]
}

export interface DeadlineWorld {
  db: Database
  registry: Registry
  records: Records
  admin: Actor
  /** an employee with an account; `superior` is the id of another's employee */
  person(name: string, more?: { superior?: string; department?: string }): Promise<{ actor: Actor; employee: string }>
  create(object: string, values: object): Promise<string>
  /** the deadlines of a record; moments as the clocks of Shanghai show them */
  of(record: string): Promise<DeadlineRow[]>
  history(record: string): Promise<string[]>
  told(user: string): Promise<{ kind: string; title: string }[]>
  /** by the clock of the database where no moment is given */
  sweep(now?: string): Promise<number>
  fill(now?: string): Promise<void>
  publish(...rules: Definition[]): Promise<void>
  retire(rule: string): Promise<void>
  close(): Promise<void>
}

const at = (text: string): Date => new Date(`${text}+08:00`)

/** A workspace with the platform's objects, shops, their reports and visits, and these deadlines. */
export async function openDeadlines(rules: Definition[]): Promise<DeadlineWorld> {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, maxConnections: 10 })
  await migrate(db)
  await prepareJobs(db)
  const platform = await readPackage(
    join(fileURLToPath(new URL('../..', import.meta.url)), 'metadata/platform'),
    'platform',
  )
  const own: Layer = {
    name: 'own',
    documents: [
      ...[shop, shopReport, visit].map((body) => ({ kind: 'object' as const, name: body.name, body })),
      { kind: 'role', name: 'clerk', body: role('clerk', { grants: {} }) },
      { kind: 'calendar', name: 'plant', body: { name: 'plant', basedOn: 'china', weekdays: { sat: true } } },
      ...rules.map((body) => ({ kind: 'deadline' as const, name: body.name, body })),
    ],
  }
  const registry = await createRegistry(db, { packages: [platform, own], timeZone })
  const records = createRecords({ db, registry, timeZone })
  const deps = { db, registry, records, timeZone }
  const consumers = { deadline: deadlineConsumer(deps) }
  const jobs = createJobs({ db, log: db.log, tasks: {}, consumers })
  await jobs.start()
  const admin = await addUser(db, { name: 'Ada', roles: ['administrator'], employee: null })
  const create = async (name: string, values: object) =>
    (await records.create(admin, { object: name, values: { ...values } })).id
  return {
    db,
    registry,
    records,
    admin,
    create,
    async person(name, more = {}) {
      const employee = await create('employee', { name, ...more })
      return { actor: await addUser(db, { name, roles: [], employee }), employee }
    },
    async of(record) {
      const { rows } = await db.query<DeadlineRow & Record<string, unknown>>({
        text: `select id, state, to_char(due_at at time zone $2, 'YYYY-MM-DD HH24:MI') as due, responsible, escalated, told
          from fw_deadline where record = $1 order by rule, period`,
        values: [record, timeZone],
      })
      return rows
    },
    async history(record) {
      const { rows } = await db.query<{ kind: string }>({
        text: 'select e.kind from fw_deadline_event e join fw_deadline d on d.id = e.deadline where d.record = $1 order by e.id',
        values: [record],
      })
      return rows.map(({ kind }) => kind)
    },
    async told(user) {
      const { rows } = await db.query<{ kind: string; title: string }>({
        text: `select kind, title->>'en' as title from fw_notification where recipient = $1 order by id`,
        values: [user],
      })
      return rows
    },
    sweep: (now) => sweepDeadlines(deps, now === undefined ? undefined : at(now)),
    fill: (now) => fillDeadlines(deps, now === undefined ? undefined : at(now)),
    async publish(...changed) {
      const put = changed.map((definition) => ({ kind: 'deadline' as const, definition }))
      await registry.publish({ put }, admin)
    },
    async retire(name) {
      await registry.publish({ delete: [{ kind: 'deadline', name }] }, admin)
    },
    async close() {
      await jobs.stop()
      await registry.close()
      await db.close()
      await database.drop()
    },
  }
}

interface NewUser {
  name: string
  roles: string[]
  employee: string | null
}

async function addUser(db: Database, { name, roles, employee }: NewUser): Promise<Actor> {
  const id = newId()
  const username = `${name.toLowerCase()}-${id}`
  await db.query({
    text: 'insert into "user" (id, name, username, active, roles, employee) values ($1, $2, $3, true, $4, $5)',
    values: [id, name, username, roles, employee],
  })
  return { id, name, username, roles, administrator: roles.includes('administrator'), locale: 'en' }
}

import { createDatabase, createRegistry, migrate, newId } from '@fieldwork/database'
import type { Database, Registry } from '@fieldwork/database'
import type { Definition, Extensions, Layer } from '@fieldwork/metadata'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records, RecordsDeps } from '@fieldwork/records'
import { createTestDatabase } from '../support/database.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: Record<string, unknown> = {}, standard: Record<string, unknown> = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})
const options = (...keys: string[]) => ({
  options: Object.fromEntries(keys.map((key, order) => [key, { order, label: label(key) }])),
})

const user = {
  name: 'user',
  type: 'object',
  'x-object': { label: label('User'), nameField: 'name', managed: true },
  properties: {
    name: field('text'),
    username: field('text', { unique: true }),
    active: field('boolean', {}, { default: true }),
  },
}

const region = {
  name: 'region',
  type: 'object',
  'x-object': { label: label('Region'), nameField: 'name' },
  required: ['name'],
  properties: { name: field('text') },
}

const customer = {
  name: 'customer',
  type: 'object',
  'x-object': { label: label('Customer'), nameField: 'name', owner: true },
  required: ['name'],
  properties: {
    name: field('text', {}, { maxLength: 80 }),
    code: field('text', { unique: true, searchable: true }),
    level: field('select', options('gold', 'silver', 'lead')),
    region: field('lookup', { object: 'region' }),
    credit: field('money'),
    active: field('boolean', {}, { default: true }),
  },
}

const deal = {
  name: 'deal',
  type: 'object',
  'x-object': {
    label: label('Deal'),
    nameField: 'title',
    states: {
      field: 'stage',
      initial: 'draft',
      transitions: {
        open: { from: ['draft'], to: 'open' },
        win: {
          from: ['open'],
          to: 'won',
          when: 'amount > 0',
          requires: ['close_date'],
          set: { won_on: 'today()', note: 'title' },
        },
        reopen: { from: ['won'], to: 'open' },
      },
    },
    rules: {
      too_dear: { when: 'amount > 1000000', message: label('Too dear'), field: 'amount' },
      no_customer: { when: 'customer == null && quantity > 100', message: label('Large deals need a customer') },
      gold_only: { when: 'customer.level == "lead" && amount > 5000', message: label('Leads buy little') },
      keep_amount: { when: 'old != null && old.amount > amount', message: label('Amounts only grow'), field: 'amount' },
    },
  },
  required: ['title'],
  properties: {
    title: field('text'),
    number: field('auto-number', { format: 'D-{yyyy}-{0000}', reset: 'year' }),
    customer: field('lookup', { object: 'customer', filter: 'active' }),
    partner: field('lookup', { object: 'customer', onDelete: 'set-null' }),
    amount: field('money'),
    quantity: field('integer'),
    stage: field('select', options('draft', 'open', 'won')),
    close_date: field('date'),
    won_on: field('date', {}, { readOnly: true }),
    closed_at: field('date-time'),
    is_private: field('boolean', {}, { default: false }),
    note: field('long-text', { history: false }),
    half: field('formula', { expression: 'amount / 2' }),
    customer_level: field('formula', { expression: 'customer.level' }),
    is_large: field('formula', { expression: 'amount >= 1000' }),
    entered_on: field('date', {}, { default: 'today()' }),
  },
}

const role = (name: string, grants: object, more: object = {}) => ({ name, label: label(name), grants, ...more })
const everything = ['read', 'create', 'update', 'delete']

const roles = [
  role('administrator', {}, { administrator: true }),
  role('seller', {
    customer: { operations: everything, where: 'owner == user.id' },
    deal: { operations: everything, where: 'is_private == false' },
    region: { operations: ['read'] },
  }),
  role('gold_seller', { deal: { operations: ['read'], where: 'customer.level == "gold"' } }),
  role('reader', { deal: { operations: ['read'] }, customer: { operations: ['read'], where: 'active' } }),
  role('clerk', { region: { operations: ['update'] } }),
]

const layersWith = ({ objects = [], workflows = [] }: FixtureOptions): Layer[] => [
  {
    name: 'platform',
    documents: [
      { kind: 'object', name: 'user', body: user },
      ...[region, customer, deal, ...objects].map((body) => ({ kind: 'object' as const, name: body.name, body })),
      ...roles.map((body) => ({ kind: 'role' as const, name: body.name, body })),
      ...workflows.map((body) => ({ kind: 'workflow' as const, name: body.name, body })),
    ],
  },
]

export interface RecordsFixture {
  db: Database
  registry: Registry
  records: Records
  admin: Actor
  seller: Actor
  other: Actor
  reader: Actor
  /** an actor of these roles who is a user of his own */
  actor(name: string, roles: string[]): Promise<Actor>
  /** another process of the same workspace */
  join(): Promise<{ db: Database; registry: Registry; records: Records }>
  close(): Promise<void>
}

interface FixtureOptions {
  /** further objects */
  objects?: { name: string }[]
  /** with steps that do nothing: `{ step: 'rest', options: {} }` */
  workflows?: Definition[]
  timeZone?: string
  hooks?: RecordsDeps['hooks']
  afterHooks?: RecordsDeps['afterHooks']
}

const nothing = { type: 'object', additionalProperties: false, properties: {} } as const
const words = { label: label('Rest'), help: label('Does nothing'), icon: 'pause', group: 'control', order: 1 }
const extensions: Extensions = {
  steps: new Map([['rest', { name: 'rest', ...words, options: nothing, output: nothing, effect: 'control' }]]),
}

/** A workspace with three objects, five roles and four users. */
export async function openRecords({
  timeZone = 'Asia/Shanghai',
  hooks,
  afterHooks,
  objects = [],
  workflows = [],
}: FixtureOptions = {}): Promise<RecordsFixture> {
  const database = await createTestDatabase()
  const nodes: { db: Database; registry: Registry }[] = []
  const join = async () => {
    const db = createDatabase({ url: database.url, maxConnections: 20 })
    if (nodes.length === 0) await migrate(db)
    const registry = await createRegistry(db, { packages: layersWith({ objects, workflows }), extensions })
    nodes.push({ db, registry })
    return { db, registry, records: createRecords({ db, registry, timeZone, hooks, afterHooks }) }
  }
  const node = await join()
  const actor = (name: string, names: string[]) => addUser(node.db, name, names)
  return {
    ...node,
    admin: { ...(await actor('Ada', ['administrator'])), administrator: true },
    seller: await actor('Sam', ['seller']),
    other: await actor('Olga', ['seller']),
    reader: await actor('Rita', ['reader']),
    actor,
    join,
    async close() {
      for (const { registry, db } of nodes) {
        await registry.close()
        await db.close()
      }
      await database.drop()
    },
  }
}

async function addUser(db: Database, name: string, roles: string[]): Promise<Actor> {
  const id = newId()
  const username = name.toLowerCase()
  await db.query({
    text: 'insert into "user" (id, name, username, active, roles) values ($1, $2, $3, true, $4)',
    values: [id, name, username, roles],
  })
  return { id, name, username, roles, administrator: false, locale: 'en' }
}

/** What an operation was refused with. */
export async function refusalOf(work: Promise<unknown>): Promise<{ code: string; status: number; problems: string[] }> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason as { code: string; status: number; problems?: { pointer?: string; code: string }[] },
  )
  if (error === null) throw new Error('It was expected to be refused')
  if (!Array.isArray(error.problems)) throw error
  const problems = error.problems.map(({ pointer, code }) => (pointer ? `${pointer} ${code}` : code))
  return { code: error.code, status: error.status, problems }
}

type Row = Record<string, unknown>

/** The body of a list. */
export async function listOf(
  records: Records,
  actor: Actor,
  input: Parameters<Records['list']>[1],
): Promise<{ data: Row[]; page: { after: string | null; count: number | null } }> {
  return JSON.parse(await records.list(actor, input)) as Awaited<ReturnType<typeof listOf>>
}

export const parsed = ({ json }: { json: string }): Row => JSON.parse(json) as Row

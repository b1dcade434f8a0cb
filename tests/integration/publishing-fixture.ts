import { createDatabase, createRegistry, migrate } from '@fieldwork/database'
import type { Database, Plan, Registry, RegistryOptions } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { ChangeSet, Layer } from '@fieldwork/metadata'
import { createTestDatabase } from '../support/database.ts'

export const label = (en: string) => ({ en, 'zh-CN': en })

/** By field: the `x-field` half, and under `standard` the JSON Schema half. */
export type Fields = Record<string, { type: string; standard?: Record<string, unknown>; [option: string]: unknown }>

/** An object definition with the given fields and a name field `title`. */
export function object(name: string, fields: Fields, options: Record<string, unknown> = {}) {
  const all: Fields = { title: { type: 'text' }, ...fields }
  const properties = Object.fromEntries(
    Object.entries(all).map(([field, { standard, ...xField }]) => [
      field,
      { ...standard, 'x-field': { label: label(field), ...xField } },
    ]),
  )
  return { name, type: 'object', 'x-object': { label: label(name), nameField: 'title', ...options }, properties }
}

export const put = (...definitions: { name: string }[]): Pick<ChangeSet, 'put'> => ({
  put: definitions.map((definition) => ({ kind: 'object', definition })) as ChangeSet['put'],
})

export const remove = (name: string): Pick<ChangeSet, 'delete'> => ({ delete: [{ kind: 'object', name }] })

const user = {
  name: 'user',
  type: 'object',
  'x-object': { label: label('User'), nameField: 'name', managed: true },
  properties: {
    name: { 'x-field': { type: 'text', label: label('Name') } },
    username: { 'x-field': { type: 'text', label: label('User name'), unique: true } },
    active: { default: true, 'x-field': { type: 'boolean', label: label('Active') } },
  },
}

export const packages: Layer[] = [
  { name: 'platform', documents: [{ kind: 'object', name: 'user', body: user }] },
  {
    name: 'crm',
    documents: [
      { kind: 'object', name: 'account', body: object('account', { size: { type: 'integer' } }, { owner: true }) },
    ],
  },
]

export const admin = { id: '018f0000-0000-7000-8000-000000000001' }

/** A workspace on a database of its own, with one node. */
export interface Workspace {
  db: Database
  registry: Registry
  /** another node of the same workspace */
  join(options?: Partial<RegistryOptions>): Promise<{ db: Database; registry: Registry }>
  rows(sql: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

export async function openWorkspace(
  layers: Layer[] = packages,
  given: Partial<RegistryOptions> = {},
): Promise<Workspace> {
  const database = await createTestDatabase()
  const nodes: { db: Database; registry: Registry }[] = []
  const join = async (options: Partial<RegistryOptions> = {}) => {
    const db = createDatabase({ url: database.url })
    const node = { db, registry: await createRegistry(db, { packages: layers, ...given, ...options }) }
    nodes.push(node)
    return node
  }
  const first = createDatabase({ url: database.url })
  await migrate(first)
  await first.close()
  const { db, registry } = await join()
  return {
    db,
    registry,
    join,
    rows: async (sql) => (await db.query({ text: sql })).rows,
    async close() {
      for (const node of nodes) await node.registry.close()
      for (const node of nodes) await node.db.close()
      await database.drop()
    },
  }
}

/** What an operation was refused with. */
export async function refusal(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (outcome instanceof AppError) return outcome
  throw outcome ?? new Error('It was expected to be refused')
}

/** A plan in short: `class: English summary`. */
export const steps = (plan: Plan): string[] => plan.steps.map((step) => `${step.class}: ${step.summary.en}`)

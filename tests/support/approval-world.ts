import { createWorkspace, startApi } from './api-server.ts'
import type { TestDatabase } from './database.ts'
import type { Answer, ApiServer, Client } from './api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const states = ['draft', 'pending', 'approved', 'rejected']

/** A request that is approved, its lines, and what draws on it. */
export const requestObjects = [
  {
    kind: 'object',
    definition: {
      name: 'request',
      'x-object': {
        label: label('Request'),
        owner: true,
        states: {
          field: 'state',
          initial: 'draft',
          transitions: {
            submit: { from: ['draft', 'rejected'], to: 'pending' },
            approve: { from: ['pending'], to: 'approved' },
            refuse: { from: ['pending'], to: 'rejected' },
            reopen: { from: ['pending'], to: 'draft' },
          },
        },
      },
      properties: {
        name: field('text'),
        amount: field('decimal'),
        opinion: field('text'),
        approved_by: field('user'),
        state: field('select', { options: Object.fromEntries(states.map((key) => [key, { label: label(key) }])) }),
      },
    },
  },
  {
    kind: 'object',
    definition: {
      name: 'request_line',
      'x-object': { label: label('Line') },
      properties: {
        name: field('text'),
        request: field('master-detail', { object: 'request', collection: 'lines' }),
        qty: field('decimal'),
      },
    },
  },
  {
    kind: 'object',
    definition: {
      name: 'shipment_of',
      'x-object': { label: label('Shipment'), owner: true },
      properties: { name: field('text'), request: field('lookup', { object: 'request' }), qty: field('decimal') },
    },
  },
  {
    kind: 'role',
    definition: {
      name: 'worker',
      label: label('Worker'),
      grants: {
        request: { operations: ['read', 'create', 'update', 'delete'], scope: 'own' },
        request_line: { operations: ['read', 'create', 'update', 'delete'], scope: 'all' },
        shipment_of: { operations: ['read', 'create', 'update', 'delete'], scope: 'all' },
      },
    },
  },
  ...['boss', 'director'].map((name) => ({
    kind: 'role',
    definition: { name, label: label(name), grants: { request: { operations: ['read'], scope: 'own' } } },
  })),
]

export interface ApprovalWorld {
  api: ApiServer
  database: TestDatabase
  ids: Record<string, string>
  as(name: string): Client
  /** publishes chains in place of those before */
  chains(...chains: object[]): Promise<void>
  /** a new record of the worker; returns its id */
  request(values?: object): Promise<string>
  submit(id: string, who?: string, body?: object): Promise<Answer>
  task(name: string, record: string): Promise<string>
  act(name: string, record: string, what: string, body?: object): Promise<Answer>
  /** the newest approval of a record, as the administrator sees it */
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  approval(record: string): Promise<any>
  state(record: string): Promise<string>
  stop(): Promise<void>
}

const people: Record<string, string[]> = {
  worker: ['worker'],
  other: ['worker'],
  boss: ['boss'],
  boss2: ['boss'],
  boss3: ['boss'],
  director: ['director'],
}

/** A chain over requests with what every one of this world says. */
export const chain = (steps: Record<string, object>, more: object = {}) => ({
  name: 'request_chain',
  object: 'request',
  start: { transition: 'submit' },
  first: Object.keys(steps)[0],
  steps,
  effects: {
    approve: { transition: 'approve', set: { approved_by: 'user' } },
    reject: { transition: 'refuse' },
    return: { transition: 'reopen' },
    recall: { transition: 'reopen' },
  },
  ...more,
})

export const step = (approvers: object, more: object = {}) => ({ approvers, ...more })
export const byRole = (role: string) => ({ who: { role } })

export async function startApprovalWorld(settings: Record<string, string> = {}): Promise<ApprovalWorld> {
  const database = await createWorkspace('platform')
  const api = await startApi({ database, settings })
  await publish(api, { put: requestObjects })
  const clients: Record<string, Client> = { admin: api.admin }
  for (const [name, roles] of Object.entries(people)) clients[name] = await api.as(name, roles)
  const users = (await api.admin.get('/api/users')).body.data as { id: string; username: string }[]
  const ids = Object.fromEntries(users.map(({ username, id }) => [username, id]))
  const as = (name: string): Client => clients[name]!
  let published: string[] = []
  const approval = async (record: string) =>
    (await api.admin.get(`/api/approvals?object=request&id=${record}`)).body.data[0]
  const task: ApprovalWorld['task'] = async (name, record) => {
    const { data } = (await as(name).get('/api/approvals/tasks?state=pending&limit=200')).body
    const found = data.find((one: { about: { record: { id: string } } }) => one.about.record.id === record)
    if (!found) throw new Error(`Nothing of ${record} waits for ${name}: ${JSON.stringify(data)}`)
    return found.id
  }
  return {
    api,
    database,
    ids,
    as,
    approval,
    task,
    async chains(...chains) {
      const names = chains.map((one) => (one as { name: string }).name)
      const gone = published.filter((name) => !names.includes(name))
      await publish(api, {
        put: chains.map((definition) => ({ kind: 'approval', definition })),
        delete: gone.map((name) => ({ kind: 'approval', name })),
      })
      published = names
    },
    async request(values = {}) {
      const made = await as('worker').post('/api/records/request', { name: 'Paper', amount: 10, ...values })
      if (made.status !== 201) throw new Error(made.text)
      return made.body.id
    },
    submit: (id, who = 'worker', body = {}) => as(who).post('/api/approvals', { object: 'request', id, ...body }),
    async act(name, record, what, body = {}) {
      return as(name).post(`/api/approvals/tasks/${await task(name, record)}/${what}`, body)
    },
    state: async (record) => (await api.admin.get(`/api/records/request/${record}`)).body.state,
    async stop() {
      await api.stop()
      await database.drop()
    },
  }
}

async function publish(api: ApiServer, changes: object): Promise<void> {
  const answer = await api.admin.post('/api/metadata/publish', { ...changes, confirm: true, message: 'test' })
  if (answer.status !== 200) throw new Error(answer.text)
}

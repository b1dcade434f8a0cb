import { expect } from 'vitest'
import { clientOf, DEMO_PASSWORD, startApi, type Answer, type ApiServer, type Client } from './api-server.ts'
import type { Values } from './crm-cases.ts'

/** The sample organisation at work: everybody by his user name. */
export interface CrmOffice {
  api: ApiServer
  as(name: string): Promise<Client>
  /** ids of users by name */
  ids: Readonly<Record<string, string>>
  /** an id of a sample record, by a filter */
  find(object: string, filter: string): Promise<string>
  make(who: string, object: string, values: Values): Promise<string>
  /** a product with this list price, which sellers cannot enter */
  productAt(listPrice: number): Promise<string>
  move(who: string, record: Place, transition: string, values?: Values): Promise<Answer>
  /** submits with words, as the approval centre does */
  submit(who: string, record: Place, comment?: string): Promise<Answer>
  /** who is asked now to decide or give an opinion, by user name */
  asked(record: Place): Promise<string[]>
  decide(who: string, record: Place, what: 'approve' | 'reject', body?: Values): Promise<Answer>
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  approval(record: Place): Promise<any>
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of many shapes, looked into by path
  read(record: Place): Promise<any>
  /** as if the time of the workflow's schedule had come */
  onSchedule(workflow: string): Promise<void>
  stop(): Promise<void>
}

export interface Place {
  object: string
  id: string
}

const urlOf = ({ object, id }: Place) => `/api/records/${object}/${id}`

export async function openOffice(): Promise<CrmOffice> {
  const api = await startApi({ content: 'demo' })
  const clients = new Map<string, Promise<Client>>([['admin', Promise.resolve(api.admin)]])
  const as = (name: string): Promise<Client> => {
    const known = clients.get(name) ?? clientOf(api.send, name, DEMO_PASSWORD)
    clients.set(name, known)
    return known
  }
  const products = new Map<number, Promise<string>>()
  const users = (await api.admin.get('/api/users?limit=200')).body.data as { id: string; username: string }[]
  const ids = Object.fromEntries(users.map(({ id, username }) => [username, id]))
  const names = new Map(users.map(({ id, username }) => [id, username]))
  const approval: CrmOffice['approval'] = async ({ object, id }) =>
    (await api.admin.get(`/api/approvals?object=${object}&id=${id}`)).body.data[0]
  const waiting = async (record: Place): Promise<Task[]> => {
    const { tasks } = await approval(record)
    return (tasks as Task[]).filter(({ state }) => state === 'pending')
  }
  return {
    api,
    as,
    ids,
    async productAt(listPrice) {
      const known = products.get(listPrice) ?? makeProduct(api, listPrice)
      products.set(listPrice, known)
      return known
    },
    approval,
    async find(object, filter) {
      const { data } = (await api.admin.get(`/api/records/${object}?limit=1&filter=${encodeURIComponent(filter)}`)).body
      if (!data[0]) throw new Error(`No ${object} is ${filter}`)
      return data[0].id
    },
    async make(who, object, values) {
      const made = await (await as(who)).post(`/api/records/${object}`, values)
      expect(made.status, made.text).toBe(201)
      return made.body.id
    },
    move: async (who, record, transition, values = {}) =>
      (await as(who)).post(`${urlOf(record)}/transitions/${transition}`, values),
    submit: async (who, record, comment) =>
      (await as(who)).post('/api/approvals', { ...record, ...(comment !== undefined && { comment }) }),
    asked: async (record) => (await waiting(record)).map(({ assignee }) => names.get(assignee.id) ?? '?').sort(),
    async decide(who, record, what, body = {}) {
      const mine = (await waiting(record)).find(({ assignee }) => assignee.id === ids[who])
      if (!mine) throw new Error(`${who} is not asked about ${record.object} ${record.id}`)
      return (await as(who)).post(`/api/approvals/tasks/${mine.id}/${what}`, body)
    },
    read: async (record) => (await api.admin.get(urlOf(record))).body,
    async onSchedule(workflow) {
      const schedules = api.deps.automation.workflows.schedules()
      const schedule = schedules.find(({ name }) => name === `workflow:${workflow}`)
      if (!schedule) throw new Error(`No workflow ${workflow} has a schedule`)
      // schedules of workflows look at nothing else of their job
      const job = { moment: new Date() } as Parameters<typeof schedule.run>[0]
      await schedule.run(job, { db: api.db } as Parameters<typeof schedule.run>[1])
    },
    stop: () => api.stop(),
  }
}

async function makeProduct({ admin }: ApiServer, listPrice: number): Promise<string> {
  const [like] = (await admin.get('/api/records/product?limit=1')).body.data
  const values = { code: `LP-${listPrice}`, name: `标价 ${listPrice}`, unit: like.unit, list_price: listPrice }
  const made = await admin.post('/api/records/product', { ...values, category: like.category.id })
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

interface Task {
  id: string
  state: string
  assignee: { id: string }
}

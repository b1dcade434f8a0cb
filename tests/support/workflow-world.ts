import { vi } from 'vitest'
import { startApi } from './api-server.ts'
import type { ApiServer } from './api-server.ts'
import { label } from './definitions.ts'

const field = (type: string, more: object = {}) => ({ 'x-field': { type, label: label(type), ...more } })
const option = (order: number) => ({ order, label: label(`option ${order}`) })

/** Cases with todos and lines: small objects for flows of every kind. */
const workflowObjects = [
  {
    name: 'ticket',
    'x-object': {
      label: label('Ticket', '工单'),
      owner: true,
      history: true,
      nameField: 'name',
      states: {
        field: 'status',
        initial: 'open',
        transitions: {
          close: { from: ['open'], to: 'closed', label: label('Close') },
          reopen: { from: ['closed'], to: 'open', label: label('Reopen') },
        },
      },
    },
    required: ['name'],
    properties: {
      name: field('text'),
      amount: field('decimal', { scale: 2 }),
      count: field('integer'),
      due: field('date'),
      note: field('text'),
      helper: field('user'),
      status: field('select', { options: { open: option(1), closed: option(2) } }),
    },
  },
  {
    name: 'todo',
    'x-object': { label: label('Todo', '待办'), owner: true, history: true, nameField: 'name' },
    required: ['name'],
    properties: {
      name: field('text'),
      ticket: field('lookup', { object: 'ticket', collection: 'todos', onDelete: 'set-null' }),
      done: field('boolean'),
      amount: field('decimal', { scale: 2 }),
    },
  },
]

export const both = (words: string) => ({ en: words, 'zh-CN': words })

/** A workflow of tickets. */
export const flow = (name: string, more: Record<string, unknown>) => ({ name, object: 'ticket', ...more })

/** A server with the objects, whose worker is at work. */
export async function startWorkflows(settings: Record<string, string> = {}): Promise<ApiServer> {
  const api = await startApi({ settings })
  await publishDocuments(api, ...workflowObjects.map((definition) => ({ kind: 'object', definition })))
  await api.deps.automation.start()
  const { stop } = api
  return {
    ...api,
    async stop() {
      await api.deps.automation.stop()
      await stop()
    },
  }
}

interface Put {
  kind: string
  definition: object
}

/** Publishes documents; throws with what is wrong with them. */
export async function publishDocuments(api: ApiServer, ...put: Put[]): Promise<void> {
  const answer = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  if (answer.status >= 300) throw new Error(answer.text)
}

export const publishFlow = (api: ApiServer, ...flows: { name: string }[]): Promise<void> =>
  publishDocuments(api, ...flows.map((definition) => ({ kind: 'workflow', definition })))

/** Makes a record and returns its id. */
export async function make(api: ApiServer, object: string, values: object): Promise<string> {
  const answer = await api.admin.post(`/api/records/${object}`, values)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.id
}

export const read = async (api: ApiServer, object: string, id: string) =>
  (await api.admin.get(`/api/records/${object}/${id}`)).body

/** Records of an object, in the order of their names. */
export const list = async (api: ApiServer, object: string) =>
  (await api.admin.get(`/api/records/${object}?sort=name&limit=500`)).body.data

/** The runs of a workflow, oldest first, once all of them are at rest in one of the states. */
export async function settled(
  api: ApiServer,
  workflow: string,
  { runs = 1, states = ['done', 'failed', 'cancelled'] } = {},
) {
  return vi.waitFor(
    async () => {
      const { body } = await api.admin.get(`/api/workflows/runs?workflow=${workflow}&limit=200`)
      const rest = body.data.filter(({ state }: { state: string }) => states.includes(state))
      if (rest.length !== runs || body.data.length !== runs) {
        throw new Error(
          `${workflow}: ${JSON.stringify(body.data.map(({ state, error }: { state: string; error: unknown }) => [state, error]))}`,
        )
      }
      return body.data.toReversed()
    },
    { timeout: 15_000, interval: 50 },
  )
}

export const runOf = async (api: ApiServer, id: string) => (await api.admin.get(`/api/workflows/runs/${id}`)).body

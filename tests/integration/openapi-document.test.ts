import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { publishBills } from '../support/bill-objects.ts'
import { ticket } from '../support/ticket-object.ts'

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
}

interface Operation {
  operationId: string
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Record<string, unknown> }
  responses: Record<string, unknown>
}

const nowhere = '01900000-0000-7000-8000-000000000000'

let api: ApiServer
let operations: { method: string; path: string; operation: Operation }[] = []

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  await publishBills(api)
  await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: ticket }] })
  await enablePlugins()
  const { paths } = (await api.admin.get('/api/openapi.json')).body as {
    paths: Record<string, Record<string, Operation>>
  }
  operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
})
afterAll(() => api.stop())

/** What plugins answer is in the document for as long as they are enabled. */
async function enablePlugins(): Promise<void> {
  const { data } = (await api.admin.get('/api/plugins')).body as { data: { name: string }[] }
  for (const { name } of data) {
    const { status, text } = await api.admin.post(`/api/plugins/${name}/enable`, { confirm: true })
    if (status !== 200) throw new Error(text)
  }
}

/** An address of the document, as the route that serves it. */
function routeOf(path: string): string {
  const [, object = ''] = /^\/api\/records\/(\w+)/.exec(path) ?? []
  const general = object === '' ? path : path.replace(`/api/records/${object}`, '/api/records/:object')
  return general.replace(/\/transitions\/\w+$/, '/transitions/:name').replaceAll(/\{(\w+)\}/g, ':$1')
}

/** The web app is not a part of the API, and HEAD is GET without a body. */
const isApi = ({ method, url }: { method: string; url: string }) => method !== 'HEAD' && !url.endsWith('*')

function addressOf(path: string): string {
  const values: Record<string, string> = { id: nowhere, n: '1', kind: 'object', name: 'ticket', object: 'ticket' }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x')
}

const names = (operation: Operation, place: Parameter['in']) =>
  operation.parameters.filter((parameter) => parameter.in === place).map(({ name }) => name)

const call = (
  method: string,
  url: string,
  headers: Record<string, string> = {},
  token = api.admin,
): Promise<Answer> => {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined
  if (method === 'GET') return token.get(url, headers)
  if (method === 'POST') return token.post(url, body, headers)
  if (method === 'PUT') return token.put(url, body, headers)
  return method === 'PATCH' ? token.patch(url, body, headers) : token.delete(url, headers)
}

describe('the API document', () => {
  it('has every route of the server and no other', () => {
    const routes = new Set(api.routes.filter(isApi).map(({ method, url }) => `${method} ${url}`))
    const documented = new Set(operations.map(({ method, path }) => `${method} ${routeOf(path)}`))
    expect([...documented].toSorted()).toEqual([...routes].toSorted())
  })

  it('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('names the parameters in the query that each operation knows', async () => {
    for (const { method, path, operation } of operations.filter(
      ({ operation }) => names(operation, 'query').length > 0,
    )) {
      const answer = await call(method, `${addressOf(path)}?nonsense=1`)
      const about = `${method} ${path}: ${answer.text}`
      expect([answer.status, answer.body?.code], about).toEqual([400, 'unknown_parameter'])
      const [, allowed = ''] = /(?:: |allowed[^:]*: ?|known[^:]*: ?)([\w, ]+)\.?$/.exec(answer.body.detail) ?? []
      expect(allowed.split(', ').toSorted(), about).toEqual(names(operation, 'query').toSorted())
    }
  })

  it('names If-Match and Idempotency-Key where, and only where, they mean something', async () => {
    const writes = operations.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/re'))
    for (const { method, path, operation } of writes) {
      const isRefused = async (headers: Record<string, string>, name: string) => {
        const query = method === 'PUT' ? '?key=code' : ''
        const answer = await call(method, addressOf(path) + query, headers)
        return answer.body?.code === 'invalid_parameter' && answer.text.includes(name)
      }
      const about = `${method} ${path}`
      const headers = names(operation, 'header')
      expect(await isRefused({ 'if-match': '"x"' }, 'If-Match'), about).toBe(headers.includes('If-Match'))
      const isOnce = headers.includes('Idempotency-Key')
      expect(await isRefused({ 'idempotency-key': 'a b' }, 'Idempotency-Key'), about).toBe(isOnce)
    }
  })

  it('shows each caller what he can reach, and strangers what is public', async () => {
    const stranger = (await api.send({ method: 'GET', url: '/api/openapi.json' })).body
    expect(Object.keys(stranger.paths).filter((path) => path.startsWith('/api/records/'))).toEqual([])
    const reader = await api.as('document_reader', ['bill_reader'])
    const { paths } = (await reader.get('/api/openapi.json')).body
    expect(Object.keys(paths['/api/records/bill'])).toEqual(['get'])
    expect(paths['/api/records/ticket']).toBeUndefined()
  })
})

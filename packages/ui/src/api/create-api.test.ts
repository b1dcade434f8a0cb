import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { isApiProblem } from './api-problem.ts'
import { createApi } from './create-api.ts'

const seen: { method?: string | undefined; headers: IncomingHttpHeaders; body: string }[] = []
const revisions = ['1', '1', '2']
const sessions = new Set<string>()
let server: Server
let base = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() })
      answer(request.url ?? '', response, String(request.headers['x-csrf-token']))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

function answer(url: string, response: ServerResponse, token: string): void {
  if (url === '/revision') response.setHeader('x-catalog-revision', revisions.shift() ?? '2')
  if (url === '/refused') {
    response.writeHead(422, { 'content-type': 'application/problem+json' })
    const problems = [{ pointer: '/owner', code: 'required', message: '请填写负责人' }]
    response.end(JSON.stringify({ code: 'validation_failed', detail: '部分内容不符合要求', problems }))
  } else if (url === '/session' && !sessions.has(token)) response.writeHead(403).end('{"code":"csrf_failed"}')
  else if (url === '/gateway') response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')
  else if (url === '/ended') response.writeHead(401).end('{"code":"unauthenticated"}')
  else if (url === '/nothing') response.writeHead(204).end()
  else response.end('{"ok":true}')
}

describe('API client', () => {
  it('says the language, and sends the CSRF token with unsafe requests only', async () => {
    const api = createApi({ locale: () => 'en' }, base)
    api.setCsrf('secret')
    await api.get('/one')
    await api.post('/two', { a: 1 })
    const [read, write] = seen.slice(-2)
    expect(read?.headers['accept-language']).toBe('en')
    expect(read?.headers['x-csrf-token']).toBeUndefined()
    expect(write?.headers['x-csrf-token']).toBe('secret')
    expect(write?.body).toBe('{"a":1}')
  })

  it('says with whose eyes the caller looks, also when it writes, so that the server refuses', async () => {
    let viewed: string | null = 'somebody'
    const api = createApi({ locale: () => 'en', viewAs: () => viewed }, base)
    await api.get('/one')
    await api.post('/two', {})
    await api.open('/three', new AbortController().signal)
    expect(seen.slice(-3).map(({ headers }) => headers['x-view-as'])).toEqual(Array(3).fill('somebody'))
    expect(api.isViewingAs()).toBe(true)
    viewed = null
    await api.get('/one')
    expect(seen.at(-1)?.headers['x-view-as']).toBeUndefined()
  })

  it('throws the problems of a refusal', async () => {
    const api = createApi({ locale: () => 'zh-CN' }, base)
    const error: unknown = await api.post('/refused', {}).catch((reason: unknown) => reason)
    expect(isApiProblem(error, 'validation_failed') && error.problems[0]?.message).toBe('请填写负责人')
  })

  it('answers null where there is no content', async () => {
    expect(await createApi({ locale: () => 'en' }, base).delete('/nothing')).toBeNull()
  })

  it('tells when the revision of the catalog changed, not at the first answer', async () => {
    const changes: string[] = []
    const api = createApi({ locale: () => 'en', onRevision: (revision) => changes.push(revision) }, base)
    for (let round = 0; round < 3; round += 1) await api.get('/revision')
    expect(changes).toEqual(['2'])
  })

  it('repeats a request once with the new token when the session stands again', async () => {
    const api = createApi(
      {
        locale: () => 'en',
        onSessionLost: () => {
          sessions.add('new')
          api.setCsrf('new')
          return Promise.resolve(true)
        },
      },
      base,
    )
    api.setCsrf('old')
    expect(await api.post('/session', { typed: 'text' })).toEqual({ ok: true })
    const [first, again] = seen.slice(-2)
    expect([first?.body, again?.body]).toEqual(['{"typed":"text"}', '{"typed":"text"}'])
    expect(again?.headers['x-csrf-token']).toBe('new')
  })

  it('passes the refusal on when nobody logs in again, without asking twice', async () => {
    let asked = 0
    const onSessionLost = () => Promise.resolve((asked += 1) > 5)
    const api = createApi({ locale: () => 'en', onSessionLost }, base)
    await expect(api.get('/ended')).rejects.toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(asked).toBe(1)
  })

  it('asks nobody when it only probes', async () => {
    let asked = 0
    const onSessionLost = () => Promise.resolve((asked += 1) > 0)
    const api = createApi({ locale: () => 'en', onSessionLost }, base)
    await expect(api.request('GET', '/ended', { isProbe: true })).rejects.toMatchObject({ status: 401 })
    expect(asked).toBe(0)
  })

  it('says in words that the server cannot be reached, also through a proxy, and when it is back', async () => {
    const reached: boolean[] = []
    const listeners = { locale: () => 'zh-CN' as const, onReached: (is: boolean) => reached.push(is) }
    const unreachable = { code: 'unreachable', message: expect.stringContaining('您填写的内容都还在') as string }
    await expect(createApi(listeners, 'http://127.0.0.1:9').get('/')).rejects.toMatchObject(unreachable)
    await expect(createApi(listeners, base).get('/gateway')).rejects.toMatchObject(unreachable)
    await createApi(listeners, base).get('/one')
    expect(reached).toEqual([false, false, true])
  })
})

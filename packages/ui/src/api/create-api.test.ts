import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { isApiProblem } from './api-problem.ts'
import { createApi } from './create-api.ts'

const seen: { method?: string | undefined; headers: IncomingHttpHeaders; body: string }[] = []
const revisions = ['1', '1', '2']
let server: Server
let base = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() })
      answer(request.url ?? '', response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

function answer(url: string, response: ServerResponse): void {
  if (url === '/revision') response.setHeader('x-catalog-revision', revisions.shift() ?? '2')
  if (url === '/refused') {
    response.writeHead(422, { 'content-type': 'application/problem+json' })
    const problems = [{ pointer: '/owner', code: 'required', message: '请填写负责人' }]
    response.end(JSON.stringify({ code: 'validation_failed', detail: '部分内容不符合要求', problems }))
  } else if (url === '/ended') response.writeHead(401).end('{"code":"unauthenticated"}')
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

  it('tells when the session has ended', async () => {
    let hasEnded = false
    const api = createApi({ locale: () => 'en', onUnauthenticated: () => (hasEnded = true) }, base)
    await expect(api.get('/ended')).rejects.toThrow()
    expect(hasEnded).toBe(true)
  })

  it('calls a server that cannot be reached by its own code', async () => {
    const api = createApi({ locale: () => 'en' }, 'http://127.0.0.1:9')
    const error: unknown = await api.get('/').catch((reason: unknown) => reason)
    expect(isApiProblem(error, 'unreachable')).toBe(true)
  })
})

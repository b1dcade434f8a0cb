import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi({ content: 'crm' })))
afterAll(() => api.stop())

const url = '/api/records/region'

test('an address may end in a slash', async () => {
  expect((await api.admin.get(`${url}/?limit=1`)).body).toMatchObject({ data: expect.any(Array) })
})

test('a compressed body is refused for what it is', async () => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  const answer = await api.send({ method: 'POST', url: '/api/auth/login', headers, payload: gzipSync('{"a":1}') })
  expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  expect(answer.text).toContain('gzip')
})

test('an address that is too long is answered with a problem document', async () => {
  const address = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const answer = await sendRaw(
    Number(new URL(address).port),
    `GET ${url}?filter=${'x'.repeat(20_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
  )
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1.1 431 /)
  expect(head).toContain('application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status: 431, code: 'invalid_request', problems: [] })
})

test('an entry of a batch without an id is pointed at', async () => {
  const answer = await api.admin.post(`${url}/batch`, { update: [{ name: 'x' }] })
  expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(answer.body.detail).toContain('/update/0/id')
})

test('a group that is asked for twice appears once', async () => {
  const answer = await api.admin.get(`${url}/aggregate?measures=count(),count()&group=code,code`)
  expect(answer.text).toBe('{"data":[]}')
  await api.admin.post(url, { code: 'E', name: 'East' })
  const { text } = await api.admin.get(`${url}/aggregate?measures=count(),count()&group=code,code`)
  expect(text).toBe('{"data":[{"code":"E","count()":1}]}')
})

test('the description promises no field that a selection leaves out', async () => {
  const { components, paths } = (await api.admin.get('/api/openapi.json')).body
  expect(components.schemas.region.required).toBeUndefined()
  expect(paths['/api/metadata/schemas/{kind}'].get.responses['200'].content).toHaveProperty(['application/schema+json'])
})

function sendRaw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part))
    socket.on('close', () => resolve(answer)).on('error', reject)
  })
}

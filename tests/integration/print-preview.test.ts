import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { field, label } from '../support/definitions.ts'
import { ADMIN_PASSWORD, sessionHeaders, startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { pdfPages } from '../support/pdf-text.ts'

const parcel = {
  name: 'parcel',
  'x-object': { label: label('Parcel', '包裹'), owner: true, nameField: 'title' },
  properties: {
    title: field('text', 'Title', '标题'),
    secret: field('text', 'Secret', '机密'),
    photo: field('image', 'Photo', '照片'),
  },
}
const place = (y: number, h = 1) => ({ x: 0, y, w: 24, h })
const template = {
  name: 'parcel_print',
  object: 'parcel',
  label: label('Parcel', '包裹'),
  blocks: {
    title: { type: 'text', text: label('Parcel {{ title }}', '包裹 {{ title }}'), ...place(0) },
    secret: { type: 'field', field: 'secret', ...place(1) },
    photo: { type: 'image', field: 'photo', ...place(2, 4) },
  },
}
const put = (kind: string, ...definitions: object[]) => definitions.map((definition) => ({ kind, definition }))
const role = (name: string, definition: object) => ({ name, label: label(name), ...definition })

let api: ApiServer
let headers: Record<string, string>
let id = ''
let reader: Client

beforeAll(async () => {
  api = await startApi()
  const published = await api.admin.post('/api/metadata/publish', {
    put: [
      ...put('object', parcel),
      ...put('role', role('p_printer', { grants: { '*': { operations: ['read', 'print'] } } })),
    ],
  })
  expect(published.status, published.text).toBe(200)
  reader = await api.as('p_printer', ['p_printer'])
  id = (await api.admin.post('/api/records/parcel', { title: 'P-1', secret: 'oyster' })).body.id
  const payload = { username: 'admin', password: ADMIN_PASSWORD }
  headers = sessionHeaders(await api.send({ method: 'POST', url: '/api/auth/login', payload }))
}, 120_000)
afterAll(() => api.stop())

const preview = (definition: object, record = id) =>
  api.app.inject({
    method: 'POST',
    url: '/api/metadata/print-templates/preview',
    headers,
    payload: { template: definition, id: record, locale: 'en' },
  })

/** Gives the parcel a file as its picture. */
async function photograph(name: string, type: string, content: Buffer): Promise<void> {
  const boundary = 'parcel-photo'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const answer = await api.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload,
  })
  expect(answer.statusCode, answer.body).toBe(201)
  const changed = await api.admin.patch(`/api/records/parcel/${id}`, { photo: answer.json().id })
  expect(changed.status, changed.text).toBe(200)
}

describe('a print template that nobody has published (PLAT-31)', () => {
  test('prints a real record, and the log tells of it', async () => {
    const answer = await preview(template)
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' })
    expect((await pdfPages(answer.rawPayload)).join('\n')).toContain('Parcel P-1')
    expect((await api.admin.get('/api/records/parcel/print-templates')).body.data).toHaveLength(1)
    const { body } = await api.admin.get('/api/operation-log?action=print&limit=1')
    expect(body.data[0]).toMatchObject({ record: id, details: { draft: true, templates: ['parcel_print'] } })
  })

  test('is refused with every place where it is wrong', async () => {
    const wrong = { ...template, blocks: { a: { type: 'text', text: label('{{ titel }}', '{{ 1 + }}'), ...place(0) } } }
    const answer = await preview(wrong)
    expect(answer.statusCode).toBe(422)
    const pointers = answer.json().problems.map((each: { pointer: string }) => each.pointer)
    expect(pointers).toEqual(
      expect.arrayContaining([
        expect.stringContaining('/template/blocks/a/text/en'),
        expect.stringContaining('/template/blocks/a/text/zh-CN'),
      ]),
    )
  })

  test('is for who defines, not for everybody who prints', async () => {
    const body = { template, id }
    expect((await reader.post('/api/metadata/print-templates/preview', body)).status).toBe(403)
  })
})

describe('pictures that cannot be drawn', () => {
  test('are named in their place and in a header; the rest is printed', async () => {
    await photograph('box.gif', 'image/gif', Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1'))
    const answer = await preview(template)
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    const text = (await pdfPages(answer.rawPayload)).join('\n')
    expect(text).toContain('The picture “box.gif” cannot be printed')
    expect(text).toContain('oyster')
    const warnings = JSON.parse(decodeURIComponent(String(answer.headers['x-print-warnings']))) as string[]
    expect(warnings).toEqual([expect.stringContaining('box.gif')])
  })

  test('do not end the server when they are damaged', async () => {
    const head = Buffer.from('89504e470d0a1a0a0000000d4948445200000004000000040806000000a9f19e7e', 'hex')
    const rubbish = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from('IDATrubbish'), Buffer.alloc(4)])
    const end = Buffer.from('0000000049454e44ae426082', 'hex')
    await photograph('box.png', 'image/png', Buffer.concat([head, rubbish, end]))
    const answer = await preview(template)
    expect((await pdfPages(answer.rawPayload)).join('\n')).toContain('The picture “box.png” cannot be printed: it is')
    expect((await preview(template)).statusCode).toBe(200)
  })
})

test('a record in the recycle bin is not printed, and the refusal says what to do', async () => {
  const gone = (await api.admin.post('/api/records/parcel', { title: 'P-2' })).body.id
  expect((await api.admin.delete(`/api/records/parcel/${gone}`)).status).toBeLessThan(300)
  const answer = await api.admin.get(`/api/records/parcel/${gone}/print.pdf`)
  expect(answer.status).toBe(404)
  expect(answer.body.problems[0]).toMatchObject({
    code: 'not_printable',
    message: expect.stringContaining('recycle bin'),
  })
  const task = await api.admin.post('/api/records/parcel/print-tasks', { ids: [gone] })
  expect(task.status).toBe(422)
  expect(task.body.problems[0].message).toContain('recycle bin')
})

import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imageSize } from 'image-size'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { plainPicture } from '../support/picture.ts'
import { fieldOf, putObject, putRole } from '../support/plain-object.ts'

let api: ApiServer
let folder: string
let base: string
let ann: Person
let ben: Person
let admin: Person
let photo: Buffer

interface Person {
  client: Client
  token: string
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-files-'))
  api = await startApi({ settings: { DATA_DIR: folder, MAX_FILE_MB: '2' } })
  await api.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`
  const put = [
    putObject('survey', {
      secret: fieldOf('boolean'),
      report: fieldOf('file', { accept: ['application/pdf', 'text/*'], maxSize: 1 }),
      papers: fieldOf('file', { multiple: true, maxFiles: 3 }),
      photo: fieldOf('image'),
      note: fieldOf('voice-note'),
    }),
    putObject('bare', {}, { attachments: false }),
    putRole('worker', { survey: { operations: ['read', 'create', 'update', 'delete'], where: 'secret != true' } }),
    putRole('reader', { survey: { operations: ['read'] } }),
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toMatch(/"revision"/)
  ann = await person('ann', ['worker'])
  ben = await person('ben', ['worker'])
  admin = { client: api.admin, token: (await api.admin.post('/api/tokens', { name: 'files' })).body.token }
  photo = plainPicture(900, 600, [0x44, 0x66, 0xaa])
})

afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

async function person(name: string, roles: string[]): Promise<Person> {
  const client = await api.as(name, roles)
  return { client, token: (await client.post('/api/tokens', { name: 'files' })).body.token }
}

interface Sent {
  name?: string
  type?: string
  texts?: Record<string, string>
  url?: string
}

async function send(
  who: Person,
  content: Buffer | string,
  { name = 'a.txt', type = 'text/plain', texts = {}, url = '/api/files' }: Sent = {},
) {
  const form = new FormData()
  for (const [key, text] of Object.entries(texts)) form.append(key, text)
  form.append('file', new Blob([content as BlobPart], { type }), name)
  const headers = { authorization: `Bearer ${who.token}`, 'accept-language': 'en' }
  const answer = await fetch(base + url, { method: 'POST', headers, body: form })
  const text = await answer.text()
  return { status: answer.status, text, body: JSON.parse(text) }
}

async function upload(who: Person, content: Buffer | string = 'words', sent: Sent = {}): Promise<string> {
  const { status, text, body } = await send(who, content, sent)
  expect(status, text).toBe(201)
  return body.id
}

const read = (who: Person, url: string, headers: Record<string, string> = {}) =>
  fetch(base + url, { headers: { authorization: `Bearer ${who.token}`, ...headers } })

const make = async (who: Person, values: object) => who.client.post('/api/records/survey', { name: 's', ...values })

async function made(who: Person, values: object): Promise<{ id: string; [field: string]: unknown }> {
  const answer = await make(who, values)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

async function filesOnDisk(): Promise<string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return names.filter((each) => each.isFile()).map(({ name }) => name)
}

const codes = (body: { problems: { pointer: string; code: string }[] }) =>
  body.problems.map(({ pointer, code }) => `${pointer} ${code}`)

describe('an upload (PLAT-7)', () => {
  test('is answered with what was found and is its uploader’s alone', async () => {
    const { body } = await send(ann, pdf, { name: 'plan.pdf', type: 'application/pdf' })
    expect(body).toEqual({
      id: body.id,
      name: 'plan.pdf',
      size: pdf.length,
      type: 'application/pdf',
      url: `/api/files/${body.id}`,
    })
    expect((await read(ann, body.url)).status).toBe(200)
    expect((await read(ben, body.url)).status).toBe(404)
    expect((await fetch(base + body.url)).status).toBe(401)
    expect((await make(ben, { report: body.id })).status).toBe(422)
  })

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\a.txt', 'a.txt'],
    ['报价单（终稿）.txt', '报价单（终稿）.txt'],
    ['say "hi".txt', 'say "hi".txt'],
    ['two\r\nlines\u202e.txt', 'two lines .txt'],
    ['..', 'file'],
  ])('of the name %j is called %j', async (name, kept) => {
    const id = await upload(ann, 'words', { name })
    const answer = await read(ann, `/api/files/${id}?download=1`)
    const disposition = answer.headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment; filename="[^"]*"; filename\*=UTF-8''[A-Za-z0-9%._~!-]*$/)
    expect(decodeURIComponent(disposition.split("UTF-8''")[1]!)).toBe(kept)
  })

  test('of no bytes is a file too', async () => {
    const id = await upload(ann, '')
    const answer = await read(ann, `/api/files/${id}`)
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  test('above the limit is refused and leaves nothing behind', async () => {
    const before = (await filesOnDisk()).length
    const { status, body } = await send(ann, Buffer.alloc(2 * (1 << 20) + 1, 'x'))
    expect([status, body.code]).toEqual([413, 'too_large'])
    expect((await send(ann, Buffer.alloc(12 << 20, 'x'))).body.code).toBe('too_large')
    expect((await send(ann, Buffer.alloc(2 * (1 << 20), 'x'))).status).toBe(201)
    expect(await filesOnDisk()).toHaveLength(before + 1)
  })

  test.each([
    ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), 'setup.txt', 'text/plain'],
    ['words sent as an image', Buffer.from('no image'), 'a.png', 'image/png'],
    ['a drawing sent as a photo', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'a.pdf', 'application/pdf'],
  ])('of %s is refused', async (_what, content, name, type) => {
    const { status, body } = await send(ann, content, { name, type })
    expect([status, body.code]).toEqual([415, 'file_refused'])
  })

  test('of an image of too many pixels is refused', async () => {
    const bomb = plainPicture(16_000, 9_000)
    expect(bomb.length).toBeLessThan(1 << 20)
    const { status, body } = await send(ann, bomb, { name: 'bomb.png', type: 'image/png' })
    expect([status, body.code]).toEqual([415, 'file_refused'])
  })

  test('that breaks off leaves nothing behind', async () => {
    const before = await filesOnDisk()
    const boundary = 'xxx'
    const cut = httpRequest(`${base}/api/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ann.token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
        'content-length': 500_000,
      },
    })
    cut.on('error', () => {})
    cut.write(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${'x'.repeat(200_000)}`,
    )
    await vi.waitFor(async () => expect((await filesOnDisk()).length).toBe(before.length + 1))
    cut.destroy()
    await vi.waitFor(async () => expect(await filesOnDisk()).toEqual(before))
  })

  test('without a file, or with more than is known, is refused', async () => {
    const headers = { authorization: `Bearer ${ann.token}` }
    const form = new FormData()
    form.append('other', 'x')
    expect((await fetch(`${base}/api/files`, { method: 'POST', headers, body: form })).status).toBe(400)
    expect((await ann.client.post('/api/files', { file: 'x' })).status).toBe(415)
  })
})

describe('a content', () => {
  test('is given in parts, by its hash, and never runs', async () => {
    const id = await upload(ann, '0123456789')
    const url = `/api/files/${id}`
    const whole = await read(ann, url)
    const etag = whole.headers.get('etag')!
    expect(etag).toBe(`"${createHash('sha256').update('0123456789').digest('hex')}"`)
    expect(whole.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    const part = async (range: string) => {
      const answer = await read(ann, url, { range })
      return [answer.status, answer.headers.get('content-range'), await answer.text()]
    }
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234'])
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=5-100')).toEqual([206, 'bytes 5-9/10', '56789'])
    expect(await part('bytes=10-')).toEqual([416, 'bytes */10', ''])
    expect(await part('bytes=0-1,3-4')).toEqual([200, null, '0123456789'])
    expect((await read(ann, url, { 'if-none-match': etag })).status).toBe(304)
    expect((await read(ann, url, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
    const head = await fetch(base + url, { method: 'HEAD', headers: { authorization: `Bearer ${ann.token}` } })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10'])
  })

  test.each([
    ['<html><script>alert(1)</script></html>', 'a.html', 'text/html'],
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'a.svg', 'image/svg+xml'],
  ])('of %s is only saved, not shown', async (content, name, type) => {
    const { body } = await send(ann, content, { name, type })
    expect(body.type).toBe(type)
    const answer = await read(ann, body.url)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
  })

  test('of an image has small versions', async () => {
    const id = await upload(ann, photo, { name: 'photo.png', type: 'image/png' })
    const answer = await read(ann, `/api/files/${id}/preview?size=200`)
    expect(answer.headers.get('content-type')).toBe('image/webp')
    const { width, height } = imageSize(new Uint8Array(await answer.arrayBuffer()))
    expect([width, height]).toEqual([240, 160])
    expect((await read(ben, `/api/files/${id}/preview`)).status).toBe(404)
    const words = await upload(ann)
    expect((await read(ann, `/api/files/${words}/preview`)).status).toBe(404)
  })
})

describe('a field that holds files', () => {
  test('takes uploads, reads them with their names and opens them to whom the record is open', async () => {
    const [report, first, second] = [
      await upload(ann, pdf, { name: 'plan.pdf', type: 'application/pdf' }),
      await upload(ann, 'one', { name: 'one.txt' }),
      await upload(ann, 'two', { name: 'two.txt' }),
    ]
    const record = await made(ann, { report, papers: [second, first] })
    expect(record).toMatchObject({
      report: { id: report, name: 'plan.pdf', size: pdf.length, type: 'application/pdf', url: `/api/files/${report}` },
      papers: [{ name: 'two.txt' }, { name: 'one.txt' }],
      photo: null,
    })
    const asked = [`papers.exists(p, p == '${first}')`, `'${first}' in papers`, `report == '${report}'`]
    for (const filter of asked) {
      const found = await ben.client.get(`/api/records/survey?filter=${encodeURIComponent(filter)}`)
      expect(
        found.body.data?.map(({ id }: { id: string }) => id),
        found.text,
      ).toEqual([record.id])
    }
    const listed = await ben.client.get(
      `/api/records/survey?filter=${encodeURIComponent(`id == '${record.id}' && report != null && size(papers) == 2`)}`,
    )
    expect(listed.body.data[0].papers.map(({ id }: { id: string }) => id)).toEqual([second, first])
    expect((await read(ben, `/api/files/${report}`)).status).toBe(200)
    await api.admin.patch(`/api/records/survey/${record.id}`, { secret: true })
    expect((await read(ben, `/api/files/${report}`)).status).toBe(404)
    expect((await read(admin, `/api/files/${report}`)).status).toBe(200)
  })

  test('tells every file that it does not take', async () => {
    const wrong = {
      report: await upload(ann, photo, { name: 'p.png', type: 'image/png' }),
      photo: await upload(ann, 'words'),
      note: await upload(ann, 'words'),
      papers: [await upload(ben), '01934f5a-7c1e-7abc-8def-0123456789ab'],
    }
    const answer = await make(ann, wrong)
    expect(answer.status).toBe(422)
    expect(codes(answer.body).toSorted()).toEqual([
      '/note wrong_media_type',
      '/papers unknown_file',
      '/photo wrong_media_type',
      '/report wrong_media_type',
    ])
    const large = await upload(ann, Buffer.alloc(1.5 * (1 << 20), 'x'))
    expect(codes((await make(ann, { report: large })).body)).toEqual(['/report file_too_large'])
    const twice = await upload(ann)
    expect(codes((await make(ann, { report: twice, papers: [twice] })).body)).toEqual(['/papers unknown_file'])
  })

  test('keeps what it has, and files are of one record only', async () => {
    const file = await upload(ann)
    const record = await made(ann, { papers: [file] })
    expect((await make(ann, { papers: [file] })).status).toBe(422)
    const next = await upload(ben)
    expect((await ann.client.patch(`/api/records/survey/${record.id}`, { report: next })).status).toBe(422)
    const changed = await ben.client.patch(`/api/records/survey/${record.id}`, { papers: [next, file] })
    expect(changed.status, changed.text).toBe(200)
    const moved = await ann.client.patch(`/api/records/survey/${record.id}`, { report: file })
    expect(codes(moved.body)).toEqual(['/report unknown_file'])
    expect((await ann.client.patch(`/api/records/survey/${record.id}`, { papers: null })).body.papers).toBeNull()
    expect((await read(ben, `/api/files/${file}`)).status).toBe(200)
    const { body } = await ann.client.get(`/api/records/survey/${record.id}/history`)
    expect(body.data[0].changes.papers[0]).toMatchObject([{ id: next }, { id: file, name: 'a.txt' }])
    const restored = await ann.client.post(`/api/records/survey/${record.id}/restore`, { version: 2 })
    expect(restored.status, restored.text).toBe(200)
    expect(restored.body.papers.map(({ id }: { id: string }) => id)).toEqual([next, file])
  })

  test('gives one upload to one of several records that take it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const file = await upload(ann)
      const answers = await Promise.all(Array.from({ length: 6 }, () => make(ann, { papers: [file] })))
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422, 422, 422])
    }
  })

  test('is filled in bulk, all or none', async () => {
    const [first, second] = [await upload(ann), await upload(ann)]
    const rows = Array.from({ length: 300 }, (_, at) => ({
      name: `b${at}`,
      ...(at < 2 && { papers: [[first, second][at]] }),
    }))
    const shared = await ann.client.post('/api/records/survey/batch', {
      create: [
        { name: 'x', papers: [first] },
        { name: 'y', papers: [first] },
      ],
      atomic: true,
    })
    expect(shared.status).toBe(422)
    const answer = await ann.client.post('/api/records/survey/batch', { create: rows, atomic: true })
    expect(answer.status, answer.text).toBe(200)
    const { rows: taken } = await api.db.query({
      text: 'select field from fw_file where id = any($1) and record_id is not null',
      values: [[first, second]],
    })
    expect(taken).toEqual([{ field: 'papers' }, { field: 'papers' }])
  })
})

describe('attachments (PLAT-59)', () => {
  test('have categories, versions, a history and a recycle bin', async () => {
    const record = await made(ann, {})
    const url = `/api/records/survey/${record.id}/files`
    const sent = await send(ann, pdf, { name: 'offer.pdf', type: 'application/pdf', url, texts: { category: '报价' } })
    expect(sent.status, sent.text).toBe(201)
    expect(sent.body).toMatchObject({
      name: 'offer.pdf',
      category: '报价',
      version: 1,
      versions: [],
      created_by: { label: 'ann' },
    })
    const newer = await ben.client.post(url, {
      file: await upload(ben, 'v2', { name: 'offer.txt' }),
      version_of: sent.body.id,
    })
    expect(newer.body).toMatchObject({
      name: 'offer.txt',
      category: '报价',
      version: 2,
      versions: [{ id: sent.body.id, version: 1 }],
    })
    expect((await ben.client.get(url)).body.data).toHaveLength(1)
    expect((await ben.client.delete(`${url}/${newer.body.id}`)).status).toBe(204)
    expect((await ben.client.get(url)).body.data).toEqual([])
    expect((await read(ben, sent.body.url)).status).toBe(404)
    expect((await ben.client.get(`${url}?deleted=true`)).body.data).toHaveLength(1)
    const back = await ben.client.post(`${url}/${newer.body.id}/restore`)
    expect(back.body).toMatchObject({ version: 2, category: '报价' })
    const { body } = await ann.client.get(`/api/records/survey/${record.id}/history`)
    expect(body.data.map(({ op }: { op: string }) => op)).toEqual(['reattach', 'detach', 'attach', 'attach', 'create'])
    expect(body.data[0].changes['@files'][1]).toMatchObject({ name: 'offer.txt' })
  })

  test('need the right to change the record, and the record to be seen', async () => {
    const reader = await person('rita', ['reader'])
    const record = await made(ann, {})
    const url = `/api/records/survey/${record.id}/files`
    expect((await send(reader, 'x', { url })).status).toBe(403)
    expect((await reader.client.get(url)).status).toBe(200)
    await api.admin.patch(`/api/records/survey/${record.id}`, { secret: true })
    expect((await send(ann, 'x', { url })).status).toBe(404)
    expect((await ann.client.get(url)).status).toBe(404)
    const bare = await api.admin.post('/api/records/bare', { name: 'b' })
    expect((await send(admin, 'x', { url: `/api/records/bare/${bare.body.id}/files` })).body.code).toBe(
      'attachments_off',
    )
  })

  test('of a category too long, a foreign file or version are refused', async () => {
    const record = await made(ann, {})
    const url = `/api/records/survey/${record.id}/files`
    const other = await upload(ben)
    expect(codes((await ann.client.post(url, { file: other })).body)).toEqual(['/file unknown_file'])
    const mine = await upload(ann)
    expect(codes((await ann.client.post(url, { file: mine, version_of: other })).body)).toEqual([
      '/version_of unknown_attachment',
    ])
    expect((await ann.client.post(url, { file: mine, category: 'x'.repeat(101) })).status).toBe(422)
    expect((await ann.client.post(url, { file: mine })).status).toBe(201)
    expect((await ann.client.post(url, { file: mine })).status).toBe(422)
  })
})

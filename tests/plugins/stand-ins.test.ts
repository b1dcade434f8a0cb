import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkspace, startApi, type ApiServer } from '../support/api-server.ts'
import type { TestDatabase } from '../support/database.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))

let folder: string
let database: TestDatabase
let api: ApiServer

const start = (PLUGINS = join(folder, 'stamps')) =>
  startApi({ database, settings: { PLUGINS, DATA_DIR: join(folder, 'data'), CONFIRM_UPGRADE: '1' } })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fw-stand-ins-'))
  cpSync(STAMPS, join(folder, 'stamps'), { recursive: true })
  database = await createWorkspace('platform')
  api = await start()
  await api.admin.post('/api/plugins/stamps/enable')
  const number = { 'x-field': { type: 'stamp-number', label: { en: 'Number', 'zh-CN': '编号' } } }
  const label = { en: 'Album page', 'zh-CN': '册页' }
  const definition = { name: 'album_page', 'x-object': { label }, type: 'object', properties: { number } }
  const made = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }], confirm: true })
  expect(made.status, made.text).toBe(200)
  expect((await api.admin.post('/api/records/stamp', { number: 'CN0001' })).status).toBe(201)
  expect((await api.admin.post('/api/records/album_page', { number: 'CN0001' })).status).toBe(201)
})
afterAll(async () => {
  await api?.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

const numbersOf = async (object: string) =>
  (await api.admin.get(`/api/records/${object}`)).body.data.map(({ number }: { number: string }) => number)
const stampsNow = async () =>
  (await api.admin.get('/api/plugins')).body.data.find(({ name }: { name: string }) => name === 'stamps')

describe('a plugin that does not work at a start though definitions need its code', () => {
  it('is shown as broken; its objects, fields and workflows are there, and nothing is lost', async () => {
    await api.stop()
    writeFileSync(join(folder, 'stamps', 'plugin.ts'), 'this is no program')
    api = await start()
    expect(await stampsNow()).toMatchObject({ state: 'failed', problems: [{ code: 'broken_plugin' }] })
    expect(await numbersOf('stamp')).toEqual(['CN0001'])
    expect(await numbersOf('album_page')).toEqual(['CN0001'])
    expect(api.catalog().workflows.has('stamp_letters')).toBe(true)
    expect((await api.admin.post('/api/records/album_page', { number: 'no' })).status).toBe(422)
    expect((await api.admin.get('/api/plugins/stamps/settings')).status).toBe(404)
  })

  it('keeps what its hooks look at from being written, and leaves the rest', async () => {
    const refused = await api.admin.post('/api/records/stamp', { number: 'CN0002' })
    expect(refused.body).toMatchObject({ status: 503, code: 'plugin/broken' })
    expect(refused.body.detail).toContain('“stamps” does not work')
    const [{ id }] = (await api.admin.get('/api/records/stamp')).body.data
    expect((await api.admin.patch(`/api/records/stamp/${id}`, { note: 'Old' })).status).toBe(200)
    const page = await api.admin.post('/api/records/album_page', { number: 'CN0003' })
    expect(page.status).toBe(201)
    expect((await api.admin.delete(`/api/records/album_page/${page.body.id}`)).status).toBe(204)
  })

  it('may be gone altogether', async () => {
    await api.stop()
    api = await start('')
    expect(await stampsNow()).toMatchObject({ state: 'failed', problems: [{ code: 'plugin_gone' }] })
    expect(await numbersOf('stamp')).toEqual(['CN0001'])
    expect(api.catalog().workflows.has('stamp_letters')).toBe(true)
  })

  it('can be disabled then; what the workspace has made with it stays, at the next start too', async () => {
    expect((await api.admin.post('/api/plugins/stamps/disable', { confirm: true })).status).toBe(200)
    expect(api.catalog().objects.has('stamp')).toBe(false)
    await api.stop()
    api = await start('')
    expect(await numbersOf('album_page')).toEqual(['CN0001'])
    expect(api.catalog().objects.has('stamp')).toBe(false)
  })

  it('works again as soon as its code does, with everything that was there', async () => {
    await api.stop()
    cpSync(STAMPS, join(folder, 'stamps'), { recursive: true })
    api = await start()
    expect((await api.admin.post('/api/plugins/stamps/enable')).status).toBe(200)
    expect(await numbersOf('stamp')).toEqual(['CN0001'])
    expect((await stampsNow()).state).toBe('enabled')
  })
})

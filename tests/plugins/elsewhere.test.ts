import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fieldType } from '@fieldwork/fields'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runFieldwork } from '../../apps/cli/src/promote/main.ts'
import { createWorkspace, startApi, type ApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

const STAMPS = fileURLToPath(new URL('../fixtures/plugins/stamps', import.meta.url))
const said = (en: string, zh: string) => ({ en, 'zh-CN': zh })

let folder: string
let first: TestDatabase
let second: TestDatabase
let api: ApiServer

/** Each machine has a folder for its data of its own. */
const start = (database: TestDatabase, machine: string, PLUGINS: string) =>
  startApi({ database, settings: { PLUGINS, DATA_DIR: join(folder, machine), CONFIRM_UPGRADE: '1' } })

async function run(database: TestDatabase, machine: string, ...args: string[]): Promise<void> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const environment = { DATABASE_URL: database.url, DATA_DIR: join(folder, machine), LANG: 'en' }
  try {
    expect(await runFieldwork(args, environment)).toBe(0)
  } finally {
    log.mockRestore()
  }
}

/** A stamp whose workflow has begun but not gone on, and an object of the workspace with a field of the plugin's type. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fw-elsewhere-'))
  cpSync(STAMPS, join(folder, 'mended', 'stamps'), { recursive: true })
  mkdirSync(join(folder, 'broken', 'stamps'), { recursive: true })
  writeFileSync(join(folder, 'broken', 'stamps', 'plugin.ts'), `throw new Error('no luck')`)
  first = await createWorkspace('platform')
  second = await createTestDatabase()
  api = await start(first, 'here', join(folder, 'mended', 'stamps'))
  expect((await api.admin.post('/api/plugins/stamps/enable')).status).toBe(200)
  const properties = {
    number: { 'x-field': { type: 'stamp-number', label: said('Number', '编号'), searchable: true } },
    title: { 'x-field': { type: 'text', label: said('Title', '标题') } },
  }
  const definition = { name: 'album_page', 'x-object': { label: said('Page', '册页') }, type: 'object', properties }
  const made = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }], confirm: true })
  expect(made.status, made.text).toBe(200)
  for (const object of ['stamp', 'album_page'])
    expect((await api.admin.post(`/api/records/${object}`, { number: 'CN0001' })).status).toBe(201)
  await api.stop()
  await run(first, 'here', 'backup', join(folder, 'backup.tar.gz'))
  await run(second, 'there', 'restore', join(folder, 'backup.tar.gz'))
})
afterAll(async () => {
  await api?.stop()
  await first.drop()
  await second.drop()
  rmSync(folder, { recursive: true, force: true })
})

const shown = async () =>
  (await api.admin.get('/api/plugins')).body.data.find(({ name }: { name: string }) => name === 'stamps')
const page = async () => (await api.admin.get('/api/records/album_page')).body.data[0]
const runs = async () => (await api.admin.get('/api/workflows/runs?workflow=stamp_letters')).body.data

describe('a workspace that is restored on a machine without the plugin that it uses', () => {
  it('opens, tells that the plugin is gone, and shows what its fields hold', async () => {
    api = await start(second, 'there', '')
    expect(await shown()).toMatchObject({ state: 'failed', version: '1.0.0', problems: [{ code: 'plugin_gone' }] })
    expect(fieldType('stamp-number')?.standsIn).toBe(true)
    expect(await page()).toMatchObject({ number: 'CN0001' })
    expect((await api.admin.get('/api/records/stamp')).body.data).toMatchObject([{ number: 'CN0001' }])
    const found = async (query: string) => (await api.admin.get(`/api/records/album_page?${query}`)).body.data.length
    expect(await found(`filter=${encodeURIComponent("number == 'CN0001'")}`)).toBe(1)
    expect(await found('q=CN00&sort=-number')).toBe(1)
    expect(api.catalog().workflows.has('stamp_letters')).toBe(true)
    expect(api.catalog().compiled('stamps.set').has('zodiac')).toBe(true)
  })

  it('refuses values that only the plugin can judge by name, takes the rest, and keeps what its hooks look at', async () => {
    const { id } = await page()
    const changed = await api.admin.patch(`/api/records/album_page/${id}`, { number: 'CN0002' })
    expect(changed.status).toBe(422)
    expect(changed.body.problems).toMatchObject([{ pointer: '/number', code: 'plugin/broken' }])
    expect(changed.text).toContain('“stamps” does not work')
    expect((await api.admin.patch(`/api/records/album_page/${id}`, { title: 'First' })).status).toBe(200)
    const refused = await api.admin.post('/api/records/stamp', { number: 'CN0002' })
    expect(refused.body.problems).toMatchObject([{ pointer: '/number', code: 'plugin/broken' }])
    const resting = api.deps.plugins.hooks(api.catalog()).filter(({ object }) => object === 'stamp')
    expect(resting).toHaveLength(2)
    for (const { operations, run } of resting) {
      expect(operations).toEqual(['create'])
      await expect(run({} as never)).rejects.toMatchObject({ code: 'plugin/broken', status: 503 })
    }
  })

  it('lets people publish beside it, without touching the columns of its fields', async () => {
    const label = said('Place', '地点')
    const properties = { title: { 'x-field': { type: 'text', label } } }
    const definition = { name: 'place', 'x-object': { label }, type: 'object', properties }
    const put = [{ kind: 'object', definition }]
    const plan = await api.admin.post('/api/metadata/plan', { put })
    expect(plan.body.steps).toMatchObject([{ class: 'safe', summary: 'Create the table of Place (place)' }])
    const published = await api.admin.post('/api/metadata/publish', { put })
    expect(published.status, published.text).toBe(200)
  })

  it('fails runs at its steps where everybody sees it, also where its code is there but broken', async () => {
    await api.stop()
    api = await start(second, 'there', join(folder, 'broken', 'stamps'))
    expect(await shown()).toMatchObject({ state: 'failed', problems: [{ message: { en: 'no luck' } }] })
    await api.deps.automation.start()
    await vi.waitFor(async () => expect(await runs()).toMatchObject([{ state: 'failed' }]), 20_000)
    await api.deps.automation.stop()
    const [{ id }] = await runs()
    expect((await api.admin.get(`/api/workflows/runs/${id}`)).text).toContain('plugin/broken')
  })

  it('has everything again with the plugin, and goes on with the runs that are tried again', async () => {
    await api.stop()
    api = await start(second, 'there', join(folder, 'mended', 'stamps'))
    expect(await shown()).toMatchObject({ state: 'enabled' })
    const [{ id }] = await runs()
    expect((await api.admin.post(`/api/workflows/runs/${id}/retry`)).status).toBe(204)
    await api.deps.automation.start()
    await vi.waitFor(async () => expect(await runs()).toMatchObject([{ state: 'done' }]), 20_000)
    await api.deps.automation.stop()
    expect((await api.admin.get('/api/records/stamp')).body.data).toMatchObject([{ letters: 7 }])
    expect((await api.admin.patch(`/api/records/album_page/${(await page()).id}`, { number: 'CN0003' })).status).toBe(
      200,
    )
  })

  it('can do without it for good: disabled by a button, what the workspace has made of it stays readable', async () => {
    await api.stop()
    api = await start(second, 'third', '')
    expect((await api.admin.post('/api/plugins/stamps/disable', { confirm: true })).status).toBe(200)
    expect(api.catalog().objects.has('stamp')).toBe(false)
    await api.stop()
    api = await start(second, 'fourth', '')
    expect(await page()).toMatchObject({ number: 'CN0003', title: 'First' })
  })
})

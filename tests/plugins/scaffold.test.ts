import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pluginFiles } from '../../apps/cli/src/plugin/plugin-files.ts'
import { startApi, type ApiServer } from '../support/api-server.ts'

let folder: string
let api: ApiServer
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fw-scaffold-'))
  for (const [path, text] of Object.entries(pluginFiles('odd-jobs', { web: true }))) {
    const file = join(folder, 'odd-jobs', path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  api = await startApi({ settings: { PLUGINS: join(folder, 'odd-jobs') } })
})
afterAll(async () => {
  await api?.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('a new plugin works as its files are written: field type, hook, settings, address', async () => {
  expect((await api.admin.post('/api/plugins/odd-jobs/enable')).status).toBe(200)
  expect((await api.admin.put('/api/plugins/odd-jobs/settings', { limit: 1 })).status).toBe(200)
  expect((await api.admin.post('/api/records/odd_jobs_item', { code: 'one' })).status).toBe(422)
  const made = await api.admin.post('/api/records/odd_jobs_item', { code: 'AB-1234' })
  expect(made.status).toBe(201)
  expect((await api.admin.post('/api/records/odd_jobs_item', { code: 'AB-1235' })).body.code).toBe('odd-jobs/full')
  const noted = await api.admin.post(`/api/plugins/odd-jobs/items/${made.body.id}/note`, { note: 'Hello' })
  expect(noted).toMatchObject({ status: 200, body: { version: 2 } })
})

it('shows its page, tile and widget in the browser', async () => {
  const { plugins } = (await api.admin.get('/api/me')).body
  expect(plugins).toMatchObject([
    { name: 'odd-jobs', pages: [{ key: 'items' }], tiles: [{ key: 'count' }], widgets: ['odd-jobs-code'] },
  ])
  expect((await api.admin.get(plugins[0].src)).status).toBe(200)
})

it('has nothing for the browser unless it is wanted', () => {
  const files = pluginFiles('odd-jobs')
  expect(Object.keys(files).filter((path) => path.includes('web'))).toEqual([])
  expect(files['plugin.ts']).not.toContain('web:')
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createClient } from '@hey-api/openapi-ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADMIN_PASSWORD, clientOf, startApi, type ApiServer } from '../support/api-server.ts'

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'fieldwork-client-'))
let api: ApiServer
let baseUrl = ''

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  baseUrl = await api.app.listen({ port: 0, host: '127.0.0.1' })
  const { text } = await api.admin.get('/api/openapi.json')
  writeFileSync(join(folder, 'openapi.json'), text)
  await createClient({
    input: join(folder, 'openapi.json'),
    output: join(folder, 'client'),
    logs: { level: 'silent' },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  })
}, 120_000)

afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('a client that a public generator made from the API document passes the type checker', () => {
  const options = [
    '--noEmit',
    '--lib',
    'es2022,dom,dom.iterable',
    '--strict',
    '--skipLibCheck',
    '--target',
    'es2022',
    '--module',
    'preserve',
  ]
  const { stdout, status } = spawnSync(process.execPath, [TSC, ...options, join(folder, 'client', 'index.ts')], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stdout).toBe('')
  expect(status).toBe(0)
}, 120_000)

it('the generated client creates, reads, lists, changes and deletes a record, and gets problems as they are', async () => {
  const { client } = await import(pathToFileURL(join(folder, 'client', 'client.gen.ts')).href)
  const sdk = await import(pathToFileURL(join(folder, 'client', 'sdk.gen.ts')).href)
  const { token } = await tokenOf()
  client.setConfig({ baseUrl, auth: () => token, headers: { 'accept-language': 'en' } })

  const made = await sdk.postRecordsRegion({ body: { name: 'Zhejiang', code: 'ZJ' } })
  expect(made.error).toBeUndefined()
  const { id } = made.data
  expect((await sdk.getRecordsRegionId({ path: { id } })).data.name).toBe('Zhejiang')
  const changed = await sdk.patchRecordsRegionId({ path: { id }, body: { name: 'Zhejiang province' } })
  expect(changed.data.version).toBe(2)
  const listed = await sdk.getRecordsRegion({ query: { filter: `code == 'ZJ'`, count: 'exact' } })
  expect(listed.data.page.count).toBe(1)
  expect(listed.data.data[0].name).toBe('Zhejiang province')
  const wrong = await sdk.getRecordsRegion({ query: { filter: 'nonsense == 1' } })
  expect(wrong.response.status).toBe(400)
  expect(wrong.error.problems[0].code).toBe('unknown_field')
  expect((await sdk.deleteRecordsRegionId({ path: { id } })).response.status).toBe(204)
  expect((await sdk.getRecordsRegionId({ path: { id } })).response.status).toBe(404)
})

async function tokenOf(): Promise<{ token: string }> {
  const admin = await clientOf(api.send, 'admin', ADMIN_PASSWORD)
  return (await admin.post('/api/tokens', { name: 'generated client' })).body
}

import { createDatabase, type Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeServer, readConfig } from '../../apps/server/src/index.ts'
import { clientOf, DEMO_PASSWORD, startApi, type ApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

let api: ApiServer
let empty: TestDatabase
let db: Database
beforeAll(async () => {
  api = await startApi({ content: 'demo' })
  empty = await createTestDatabase()
  db = createDatabase({ url: empty.url })
})
afterAll(async () => {
  await api.stop()
  await db.close()
  await empty.drop()
})

async function start(settings: Record<string, string>, database: Database) {
  const { deps, firstStart } = await composeServer(readConfig(settings), database)
  await deps.registry.close()
  return firstStart
}

async function countOf(table: string): Promise<number> {
  const { rows } = await api.db.query<{ count: number }>({ text: `select count(*)::int as count from ${table}` })
  return rows[0]!.count
}

test('the first start loads the sample data, with its references and history', async () => {
  const { body } = await api.admin.get('/api/records/contact?limit=1&fields=name,customer.name,owner.username')
  expect(body.data[0]).toEqual({
    name: expect.any(String),
    'customer.name': expect.any(String),
    'owner.username': expect.any(String),
  })
  for (const object of ['customer', 'contact', 'lead', 'opportunity', 'action', 'product', 'region']) {
    expect(await countOf(object), object).toBeGreaterThan(5)
  }
  expect(await countOf('fw_event')).toBeGreaterThan(await countOf('customer'))
})

test('each sample user logs in and sees what his role shows', async () => {
  const users = (await api.admin.get('/api/users')).body.data as { username: string; roles: string[] }[]
  const samples = users.filter(({ username }) => username !== 'admin')
  expect(samples.map(({ username }) => username)).toContain('sales_rep')
  for (const { username } of samples) {
    const client = await clientOf(api.send, username, DEMO_PASSWORD)
    expect((await client.get('/api/me')).body.user).toMatchObject({ username, administrator: false })
  }
})

test('a second start finds everything as it was', async () => {
  const before = [await countOf('customer'), await countOf('"user"'), await countOf('fw_metadata_history')]
  expect(await start({ DEMO: '1', ADMIN_PASSWORD: 'another-password' }, api.db)).toBeNull()
  expect([await countOf('customer'), await countOf('"user"'), await countOf('fw_metadata_history')]).toEqual(before)
  expect((await api.admin.get('/api/me')).status).toBe(200)
})

test('two servers that start at once make one first start', async () => {
  const starts = await Promise.all([start({ DEMO: '0' }, db), start({ DEMO: '0' }, db)])
  const made = starts.filter((first) => first !== null)
  expect(made).toEqual([
    { adminPassword: expect.stringMatching(/^\S{19}$/), sampleUsers: [], demoPassword: expect.any(String) },
  ])
})

test('a workspace gets the packages that the settings name, and keeps those it has', async () => {
  const fresh = await createTestDatabase()
  const other = createDatabase({ url: fresh.url })
  const objectsBy = async (settings: Record<string, string>) => {
    const { deps } = await composeServer(readConfig(settings), other)
    await deps.registry.close()
    return ['employee', 'customer'].map((name) => deps.registry.catalog().objects.has(name))
  }
  try {
    await expect(objectsBy({ PACKAGES: 'platform,crn' })).rejects.toThrow(/platform, crm.* found "crn"/)
    expect(await objectsBy({ PACKAGES: 'platform', DEMO: '1' })).toEqual([true, false])
    expect(await objectsBy({ PACKAGES: 'crm', DEMO: '1' })).toEqual([true, true])
    expect(await objectsBy({ PACKAGES: 'platform' })).toEqual([true, true])
  } finally {
    await other.close()
    await fresh.drop()
  }
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { purgeOld } from '../../apps/server/src/capabilities/recycle-bin/purging.ts'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const objects = [
  {
    name: 'bin_box',
    'x-object': { label: label('Box'), nameField: 'title', owner: true },
    properties: { title: field('text') },
  },
  {
    name: 'bin_item',
    'x-object': { label: label('Item'), nameField: 'title' },
    properties: { title: field('text'), box: field('master-detail', { object: 'bin_box', collection: 'items' }) },
  },
  {
    name: 'bin_note',
    'x-object': { label: label('Note'), nameField: 'title' },
    properties: { title: field('text'), box: field('lookup', { object: 'bin_box', onDelete: 'restrict' }) },
  },
]
const grant = { operations: ['read', 'create', 'update', 'delete'], scope: 'own' }
const roles = {
  bin_user: { grants: { bin_box: grant } },
  bin_cleaner: { grants: { bin_box: grant }, rights: ['purge'] },
}

let api: ApiServer
let cleaner: Client

beforeAll(async () => {
  api = await startApi()
  const put = [
    ...objects.map((definition) => ({ kind: 'object', definition })),
    ...Object.entries(roles).map(([name, role]) => ({
      kind: 'role',
      definition: { name, label: label(name), ...role },
    })),
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).status).toBe(200)
  cleaner = await api.as('bin_cleaner', ['bin_cleaner'])
})
afterAll(() => api.stop())

async function deletedBox(client: Client, values: object = {}): Promise<string> {
  const { body } = await client.post('/api/records/bin_box', { title: 'secret words', ...values })
  expect((await client.delete(`/api/records/bin_box/${body.id}`)).status).toBe(204)
  return body.id
}
const count = async (text: string, values: unknown[]): Promise<number> =>
  (await api.db.query({ text, values })).rowCount ?? 0

test('PLAT-85 what is deleted for good is gone with its lines and what its history said', async () => {
  const id = await deletedBox(api.admin, { items: [{ title: 'one' }, { title: 'two' }] })
  expect((await api.admin.delete(`/api/recycle-bin/bin_box/${id}`)).status).toBe(204)
  expect(await count('select 1 from bin_box where id = $1', [id])).toBe(0)
  expect(await count('select 1 from bin_item where box = $1', [id])).toBe(0)
  expect(await count(`select 1 from fw_event where record_id = $1 and changes::text like '%secret%'`, [id])).toBe(0)
  expect(await count(`select 1 from fw_event where record_id = $1 and op = 'purge'`, [id])).toBe(1)
  expect((await api.admin.post(`/api/recycle-bin/bin_box/${id}/restore`)).status).toBe(404)
  const log = await api.admin.get(`/api/operation-log?action=purge&record=${id}`)
  expect(log.body.data).toMatchObject([{ account: 'admin', object: 'bin_box', rows: 3, outcome: 'done' }])
})

test('it takes the right to, and reaches only what one may delete', async () => {
  const user = await api.as('bin_user', ['bin_user'])
  const id = await deletedBox(user)
  expect((await user.delete(`/api/recycle-bin/bin_box/${id}`)).status).toBe(403)
  expect((await cleaner.delete(`/api/recycle-bin/bin_box/${id}`)).status).toBe(404)
  const own = await deletedBox(cleaner)
  expect((await cleaner.delete(`/api/recycle-bin/bin_box/${own}`)).status).toBe(204)
})

test('records that are not in the bin stay, and so do those that others in the bin refer to', async () => {
  const { body: live } = await api.admin.post('/api/records/bin_box', { title: 'live' })
  expect((await api.admin.delete(`/api/recycle-bin/bin_box/${live.id}`)).status).toBe(404)
  const { body: note } = await api.admin.post('/api/records/bin_note', { title: 'about it', box: live.id })
  for (const path of [`bin_note/${note.id}`, `bin_box/${live.id}`])
    expect((await api.admin.delete(`/api/records/${path}`)).status).toBe(204)
  expect(await api.admin.delete(`/api/recycle-bin/bin_box/${live.id}`)).toMatchObject({
    status: 409,
    body: { code: 'still_referenced' },
  })
  const log = await api.admin.get(`/api/operation-log?action=purge&record=${live.id}`)
  expect(log.body.data).toEqual([])
  expect((await api.admin.delete(`/api/recycle-bin/bin_note/${note.id}`)).status).toBe(204)
  expect((await api.admin.delete(`/api/recycle-bin/bin_box/${live.id}`)).status).toBe(204)
})

test('what has been in the bin too long goes by itself, and the log tells', async () => {
  const [old, young] = [await deletedBox(api.admin), await deletedBox(api.admin)]
  await api.db.query({
    text: `update bin_box set deleted_at = now() - interval '31 days' where id = $1`,
    values: [old],
  })
  expect(await purgeOld({ ...api.deps, days: 30 })).toBe(1)
  expect(await count('select 1 from bin_box where id = any($1)', [[old, young]])).toBe(1)
  const log = await api.admin.get(`/api/operation-log?action=purge&record=${old}`)
  expect(log.body.data).toMatchObject([{ actor: null, rows: 1, details: { retention_days: 30 } }])
})

import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDatabase } from '@fieldwork/database'
import { createDiskStore } from '@fieldwork/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup, takeBackup } from '../../apps/server/src/index.ts'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { createTestDatabase } from '../support/database.ts'

const WRITERS = 16
const ROWS = Number(process.env.BACKUP_ROWS ?? 20_000)
const quiet = { signal: new AbortController().signal, onProgress: async () => undefined }

const group = {
  type: 'object',
  properties: {
    name: { type: 'string', 'x-field': { type: 'text', label: { en: 'Name', 'zh-CN': '名称' } } },
    total: {
      'x-field': {
        type: 'roll-up',
        label: { en: 'Total', 'zh-CN': '合计' },
        object: 'backup_line',
        via: 'group',
        function: 'sum',
        field: 'amount',
      },
    },
  },
}

const line = {
  type: 'object',
  properties: {
    number: {
      type: 'string',
      'x-field': { type: 'auto-number', label: { en: 'Number', 'zh-CN': '编号' }, format: 'L-{0000000}' },
    },
    amount: { type: 'integer', 'x-field': { type: 'integer', label: { en: 'Amount', 'zh-CN': '数额' } } },
    group: {
      type: 'string',
      'x-field': { type: 'lookup', label: { en: 'Group', 'zh-CN': '组' }, object: 'backup_group' },
    },
  },
}

let api: ApiServer
let folder: string
let groups: string[]
const store = () => createDiskStore(join(folder, 'files'))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-busy-'))
  api = await startApi()
  const put = [
    {
      kind: 'object',
      definition: { name: 'backup_group', ...group, 'x-object': { label: both('Group', '组'), nameField: 'name' } },
    },
    {
      kind: 'object',
      definition: { name: 'backup_line', ...line, 'x-object': { label: both('Line', '行'), nameField: 'number' } },
    },
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  if (published.status !== 200) throw new Error(published.text)
  groups = []
  for (let index = 0; index < 8; index++) {
    groups.push((await api.admin.post('/api/records/backup_group', { name: `group ${index}` })).body.id)
  }
  await api.db.query({
    text: `insert into backup_line (id, amount, "group", number) select gen_random_uuid(), i % 100, ($1::uuid[])[1 + i % 8], 'X-' || i
      from generate_series(1, ${ROWS}) i`,
    values: [groups],
  })
})

afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

function both(en: string, zh: string) {
  return { en, 'zh-CN': zh }
}

/** Moves an amount from one line to another in one transaction, so that the sum over all never changes. */
async function keepWriting(client: Client, stop: AbortSignal): Promise<number> {
  let written = 0
  for (; !stop.aborted; written++) {
    const [from, to] = [groups[written % 8]!, groups[(written * 3 + 1) % 8]!]
    const create = [
      { amount: 7, group: from },
      { amount: -7, group: to },
    ]
    const answer = await client.post('/api/records/backup_line/batch', { create })
    if (answer.status !== 200) throw new Error(answer.text)
  }
  return written
}

const take = (path: string) =>
  takeBackup({
    ...quiet,
    db: api.db,
    files: store(),
    workspace: 'Test',
    passphrase: null,
    withFiles: true,
    keep: (stream: Readable) => pipeline(stream, createWriteStream(path)),
  })

const sums = `select (select count(*)::int from backup_line) as lines, (select sum(amount)::int from backup_line) as amounts,
  (select count(*)::int from backup_group g where g.total is distinct from
    (select sum(l.amount) from backup_line l where l."group" = g.id and l.deleted_at is null)) as wrong,
  (select count(*)::int from backup_line l where number like 'L-%'
    and not exists (select from fw_event e where e.record_id = l.id and e.op = 'create')) as unlogged,
  (select count(*)::int from fw_event e where e.object = 'backup_line'
    and not exists (select from backup_line l where l.id = e.record_id)) as orphans,
  (select count(*)::int - count(distinct number)::int from backup_line) as doubled`

test('PLAT-83 a backup taken while 16 people write is one moment: no half transaction, roll-ups and events agree', async () => {
  const path = join(folder, 'busy.tar.gz')
  const stop = new AbortController()
  const writers = Array.from({ length: WRITERS }, () => keepWriting(api.admin, stop.signal))
  const before = (await api.db.query<{ lines: number }>({ text: sums })).rows[0]!
  const taken = await take(path)
  stop.abort()
  const written = (await Promise.all(writers)).reduce((sum, each) => sum + each, 0)
  const after = (await api.db.query<{ lines: number; amounts: number }>({ text: sums })).rows[0]!
  expect(written).toBeGreaterThan(WRITERS)

  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  await restoreBackup({
    ...quiet,
    db,
    files: store(),
    open: async () => createReadStream(path),
    passphrase: null,
    actor: null,
    call: { actor: null, details: {} },
  })
  const restored = (await db.query<{ lines: number; amounts: number }>({ text: sums })).rows[0]!
  expect(restored).toMatchObject({ amounts: after.amounts, wrong: 0, unlogged: 0, orphans: 0, doubled: 0 })
  expect(restored.lines).toBeGreaterThanOrEqual(before.lines)
  expect(restored.lines).toBeLessThanOrEqual(after.lines)
  expect((restored.lines - ROWS) % 2).toBe(0)
  expect(taken.content.objects.find(({ object }) => object === 'backup_line')?.rows).toBe(restored.lines)
  await db.close()
  await database.drop()
})

test('publishing goes on during a backup, and the backup goes on during publishing', async () => {
  const taking = Array.from({ length: 3 }, (_, index) => take(join(folder, `publish-${index}.tar.gz`)))
  for (let index = 0; index < 4; index++) {
    const properties = {
      [`extra_${index}`]: { type: 'string', 'x-field': { type: 'text', label: both('Extra', '附加') } },
    }
    const answer = await api.admin.post('/api/metadata/publish', {
      patch: [{ kind: 'object', name: 'backup_line', patch: { properties } }],
    })
    expect(answer.status, answer.text).toBe(200)
  }
  const backups = await Promise.all(taking)
  expect(backups.every(({ content }) => content.rows > ROWS)).toBe(true)
})

import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareJobs } from '@fieldwork/automation'
import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { createDiskStore } from '@fieldwork/records'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { restoreBackup } from '../../apps/server/src/index.ts'
import { startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'
import { crashDefinitions, kinds } from '../support/crash-definitions.ts'
import type { Kind } from '../support/crash-definitions.ts'
import { wrongResults } from '../support/crash-results.ts'
import type { Item } from '../support/crash-run.ts'
import { createTestDatabase } from '../support/database.ts'
import { startReceiver } from '../support/receiver.ts'

/** Of each kind two whose approval ends well and one whose does not. */
const amounts = [1, 3, 8]
const patience = { timeout: 60_000, interval: 100 }

let api: ApiServer
let boss: Client
let folder: string
let service: Awaited<ReturnType<typeof startReceiver>>
const items = new Map<string, Item>()
/** lets the service outside answer */
let answer = (): void => undefined
let answering: Promise<void>
const hold = (): void => void (answering = new Promise((resolve) => (answer = resolve)))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldwork-amid-'))
  hold()
  service = await startReceiver(async ({ url, body }) => {
    await answering
    return { body: JSON.stringify({ id: url.includes('payments') ? 'P' : `O${JSON.parse(body).round}` }) }
  })
  api = await startApi({ settings: settings() })
  boss = await api.as('boss', ['administrator'])
  const put = crashDefinitions(service.url, 'boss')
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(published.status, published.text).toBe(200)
  await api.deps.automation.start()
}, 120_000)

afterAll(async () => {
  answer()
  await api.deps.automation.stop()
  await api.stop()
  await service.stop()
  await rm(folder, { recursive: true, force: true })
})

const settings = () => ({ DATA_DIR: folder, OUTGOING_PRIVATE_HOSTS: service.host })

async function make(kind: Kind, amount: number): Promise<Item> {
  const { body } = await api.admin.post('/api/records/item', { name: `${kind} ${amount}`, kind, amount })
  return { id: body.id, kind, amount }
}

async function count(db: Database, text: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>({ text: `select count(*)::int as n from ${text}` })
  return rows[0]!.n
}

const open = `(select id from fw_run where state in ('queued', 'running', 'waiting')
  union all select id from fw_approval where state = 'pending' union all select gen_random_uuid() from fw_outbox) o`
const outside = `fw_run_step where step = 'http' and state = 'running'`
const parked = `fw_wait where kind in ('condition', 'approval', 'event')`

/** Says what has to be said to everything, until all has ended. */
async function finish({ api, boss }: { api: ApiServer; boss: Client }): Promise<void> {
  answer()
  for (const { id, kind } of items.values())
    if (kind === 'waiting') await api.admin.patch(`/api/records/item/${id}`, { ready: true })
    else if (kind === 'hearing') await api.admin.post('/api/records/effect', { name: 'signal', item: id })
  await vi.waitFor(async () => {
    const { data } = (await boss.get('/api/approvals/tasks?state=pending&limit=50')).body
    for (const { id, about } of data) {
      const what = items.get(about.record.id)!.amount % 3 === 0 ? 'reject' : 'approve'
      await boss.post(`/api/approvals/tasks/${id}/${what}`, { comment: 'so' })
    }
    expect(await count(api.db, open)).toBe(0)
  }, patience)
}

/** Calls about items that the workspace of the backup knows. */
const wanted = () => service.received.filter(({ url }) => items.has(url.split('/').at(-1)!))

/** As if what is queued, or at work outside, had been so for a while: only then its job counts as lost. */
const letPass = (db: Database) =>
  db.query({
    text: `update fw_run_step set due_at = due_at - interval '1 minute', started_at = started_at - interval '1 minute'`,
  })

async function backUp(): Promise<string> {
  const { body } = await api.admin.post('/api/backups', {})
  await vi.waitFor(
    async () => expect((await api.admin.get(`/api/backups/${body.id}`)).body.state).toBe('done'),
    patience,
  )
  return body.id
}

async function restoreInPlace(backup: string): Promise<void> {
  const begun = await api.admin.post(`/api/backups/${backup}/restore`, { confirm: 'Fieldwork', keep: false })
  expect(begun.status, begun.text).toBe(202)
  await vi.waitFor(async () => {
    const { body } = await api.admin.get(`/api/backups/${backup}`)
    expect([body.work?.error ?? null, body.restored_at]).toEqual([null, expect.any(String)])
  }, patience)
}

/** The backup in a database of its own, with a server that has never seen it. */
async function restoreElsewhere(): Promise<{ api: ApiServer; boss: Client; stop(): Promise<void> }> {
  const [name] = (await readdir(join(folder, 'backups'))).filter((each) => each !== 'incoming')
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url })
  await restoreBackup({
    db,
    files: createDiskStore(join(folder, 'elsewhere')),
    open: async () => createReadStream(join(folder, 'backups', name!)),
    passphrase: null,
    actor: null,
    call: { actor: null, details: {} },
    signal: new AbortController().signal,
    onProgress: async () => undefined,
  })
  await prepareJobs(db)
  await letPass(db)
  await db.close()
  const other = await startApi({ database, settings: settings() })
  await other.deps.automation.start()
  return {
    api: other,
    boss: await other.as('boss', ['administrator']),
    async stop() {
      await other.deps.automation.stop()
      await other.stop()
      await database.drop()
    },
  }
}

it('goes on from a backup taken amid runs, approvals and calls: each effect once, elsewhere and in place (PLAT-49, 83)', async () => {
  for (const kind of kinds)
    for (const amount of amounts) {
      const item = await make(kind, amount)
      items.set(item.id, item)
    }
  const each = amounts.length
  await vi.waitFor(async () => expect(await count(api.db, outside)).toBe(each), patience)
  await vi.waitFor(async () => expect(await count(api.db, parked)).toBe(3 * each), patience)
  const backup = await backUp()
  await finish({ api, boss })
  expect(await wrongResults(api.db, items, wanted())).toEqual([])

  const elsewhere = await restoreElsewhere()
  expect(await count(elsewhere.api.db, open)).toBeGreaterThan(3 * each)
  await finish(elsewhere)
  expect(await wrongResults(elsewhere.api.db, items, wanted())).toEqual([])
  await elsewhere.stop()

  // what has begun since is not there any more; its jobs and its call come back to nothing
  hold()
  const calls = service.received.length
  await Promise.all((['calling', 'waiting', 'asking'] as const).map((kind) => make(kind, 1)))
  await vi.waitFor(() => expect(service.received.length).toBeGreaterThan(calls), patience)
  await restoreInPlace(backup)
  expect(await count(api.db, open)).toBeGreaterThan(3 * each)
  await letPass(api.db)
  api.deps.automation.jobs.nudge()
  await finish({ api, boss })
  expect(await wrongResults(api.db, items, wanted())).toEqual([])
}, 240_000)

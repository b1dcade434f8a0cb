import { notify } from '@fieldwork/automation'
import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { startMailServer } from '../support/mail-server.ts'
import type { TakenMail } from '../support/mail-server.ts'
import { startProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

const count = 60
let database: Awaited<ReturnType<typeof createTestDatabase>>
let mail: Awaited<ReturnType<typeof startMailServer>>
let db: Database
let front: ServerProcess
let workers: ServerProcess[]
let admin: string

/** what is done as a mail is taken, before the answer leaves */
let onMail = (): void => undefined

const start = () => startProcess(database.url, { SMTP_URL: mail.url, MAIL_FROM: 'crm@example.com' })

beforeAll(async () => {
  database = await createTestDatabase()
  mail = await startMailServer(() => {
    onMail()
    return '250 ok'
  })
  front = await startProcess(database.url, { WORKER: '0' })
  workers = await Promise.all([start(), start()])
  db = createDatabase({ url: database.url })
  const { rows } = await db.query<{ id: string }>({ text: `select id from "user" where username = 'admin'` })
  admin = rows[0]!.id
  await front.call('PUT', '/api/notifications/choices', { addresses: { mail: 'admin@example.com' } })
}, 120_000)
afterAll(async () => {
  await db.close()
  await Promise.all([front, ...workers].map((each) => each.stop()))
  await mail.stop()
  await database.drop()
})

const tell = (word: string, which: number) =>
  notify(db, {
    to: [admin],
    kind: 'test',
    title: { en: `${word} ${which}`, 'zh-CN': `${word} ${which}` },
    channels: ['mail'],
  })
const keyOf = ({ text }: TakenMail): string => /^Message-ID: (.*)$/m.exec(text)![1]!.trim()
const tellAll = (word: string) => Promise.all(Array.from({ length: count }, (_, which) => tell(word, which)))

async function sentOf(ids: string[]): Promise<string[]> {
  const text = `select '<' || id || '@example.com>' as key from fw_delivery where notification = any($1) and state = 'sent'`
  return (await db.query<{ key: string }>({ text, values: [ids] })).rows.map(({ key }) => key)
}

const allSent = async (ids: string[]): Promise<string[]> =>
  vi.waitFor(
    async () => {
      const keys = await sentOf(ids)
      expect(keys).toHaveLength(count)
      return keys.toSorted()
    },
    { timeout: 90_000, interval: 200 },
  )

it('sends one mail each where two nodes deliver (PLAT-99)', async () => {
  const keys = await allSent((await tellAll('plain')).flat())
  expect(mail.taken.map(keyOf).toSorted()).toEqual(keys)
}, 120_000)

it('loses no mail when a node is killed while it sends, and sends none again but with the same key', async () => {
  const before = mail.taken.length
  let taken = 0
  let killing: Promise<unknown> | null = null
  onMail = () => {
    taken += 1
    if (taken === 10) killing = workers[0]!.kill()
  }
  const ids = (await tellAll('killed')).flat()
  const keys = await allSent(ids)
  await killing
  const mails = mail.taken.slice(before).map(keyOf)
  expect([...new Set(mails)].toSorted()).toEqual(keys)
  // what the killed one had under way at most
  expect(mails.length - count).toBeLessThanOrEqual(10)
  expect(killing).not.toBeNull()
}, 180_000)

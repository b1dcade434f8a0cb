import { notify, notifyAll, prepareJobs, recentNotifications } from '@fieldwork/automation'
import { createDatabase, migrate, newId } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
  await migrate(db)
  await prepareJobs(db)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

const title = { en: 'The report is due', 'zh-CN': '报表到期' }

async function toldTo(recipient: string) {
  const { rows } = await db.query({
    text: 'select kind, title, body, object, record, link, key, channels from fw_notification where recipient = $1 order by id',
    values: [recipient],
  })
  return rows
}

it('tells each person once, with what it is about', async () => {
  const [ann, ben, record] = [newId(), newId(), newId()]
  const ids = await db.transaction((tx) =>
    notify(tx, {
      to: [ann, ben, ann],
      kind: 'test',
      title,
      about: { object: 'psi', id: record },
      channels: ['app', 'mail'],
    }),
  )
  expect(ids).toHaveLength(2)
  const told = { kind: 'test', title, body: null, object: 'psi', record, link: null, key: null, channels: ['mail'] }
  expect([await toldTo(ann), await toldTo(ben)]).toEqual([[told], [told]])
})

it('does not repeat what somebody has not read, and says it again afterwards', async () => {
  const [ann, ben] = [newId(), newId()]
  const news = { to: [ann], kind: 'test', title, key: 'due:1' }
  await notify(db, news)
  expect(await notify(db, { ...news, to: [ann, ben] })).toHaveLength(1)
  expect(await toldTo(ann)).toHaveLength(1)
  await db.query({ text: 'update fw_notification set read_at = now() where recipient = $1', values: [ann] })
  expect(await notify(db, news)).toHaveLength(1)
})

it('tells nothing when the transaction does not come about', async () => {
  const ann = newId()
  const failing = db.transaction(async (tx) => {
    await notify(tx, { to: [ann], kind: 'test', title })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await toldTo(ann)).toEqual([])
})

it('tells many things with one statement, and nobody nothing', async () => {
  const ann = newId()
  const news = Array.from({ length: 50 }, (_, n) => ({ to: [ann], kind: 'test', title, key: `due:${n % 25}` }))
  expect(await notifyAll(db, news)).toHaveLength(25)
  expect(await notifyAll(db, [{ to: [], kind: 'test', title }])).toEqual([])
})

it('hears of what somebody is told while others are told very much', async () => {
  const [ann, ben] = [newId(), newId()]
  await notifyAll(
    db,
    Array.from({ length: 250 }, () => ({ to: [ann], kind: 'test', title })),
  )
  const [last] = await notify(db, { to: [ben], kind: 'test', title })
  const recent = await recentNotifications(db, [ann, ben], { seconds: 60 })
  expect(recent.filter(({ recipient }) => recipient === ann)).toHaveLength(200)
  expect(recent.at(-1)).toMatchObject({ recipient: ben, id: last })
})

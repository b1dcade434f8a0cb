import { createDatabase } from '@fieldwork/database'
import type { Database } from '@fieldwork/database'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenForRevisions } from '../../packages/database/src/publishing/revision-listener.ts'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.url })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const listening = `from pg_stat_activity where datname = current_database() and application_name like 'fw_heard %'`

/** Ends the connections that listen; returns how many, when nobody sees them any more. */
async function cut(): Promise<number> {
  const { rowCount } = await db.query({ text: `select pg_terminate_backend(pid) ${listening}` })
  while ((await db.query({ text: `select ${listening}` })).rowCount !== 0) continue
  return rowCount ?? 0
}

test('a node whose connection is cut while it finds out what there is never counts as listening', async () => {
  const seen = { cuts: 0, believed: 0 }
  const listener = listenForRevisions(db, {
    node: 'node',
    onNudge: async () => (seen.cuts += await cut()),
    onCredential: () => undefined,
  })
  while (seen.cuts < 10) {
    await turn()
    if (listener.isListening()) seen.believed += 1
  }
  await listener.close()
  expect(seen.believed).toBe(0)
})

import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { crashRun } from '../support/crash-run.ts'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/launcher.ts'
import { keepDeaf } from '../support/two-nodes.ts'

/** `ITEMS=1000 SEED=7` for a long look; the report is printed. */
const items = Number(process.env.ITEMS ?? 60)
const seed = Number(process.env.SEED ?? 20261122)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it(
  'ends every run with each effect once over two servers that do no jobs and two workers, one with a clock an hour ahead, which hear nothing of each other (PLAT-41)',
  async () => {
    const dataDir = temporaryFolder()
    const report = await crashRun({
      databaseUrl: database.url,
      dataDir,
      items,
      everyMs: 70,
      seed,
      servers: 2,
      workers: 2,
      serverJobs: 0,
      pause: [1_500, 5_000],
      trouble: keepDeaf,
      workerImports: [fileURLToPath(new URL('../support/clock-ahead.mjs', import.meta.url))],
      patienceMs: 90_000 + items * 100,
    })
    if (process.env.ITEMS) console.log(JSON.stringify({ seed, ...report }, null, 2))
    rmSync(dataDir, { recursive: true, force: true })
    expect(report.wrong).toEqual([])
  },
  240_000 + items * 1_000,
)

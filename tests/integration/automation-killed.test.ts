import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { crashRun } from '../support/crash-run.ts'
import { createTestDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { temporaryFolder } from '../support/launcher.ts'

/** `ITEMS=2000 SEED=7` for a long look; the report is printed. */
const items = Number(process.env.ITEMS ?? 200)
const seed = Number(process.env.SEED ?? 20261122)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it(
  'ends every run with each effect once while servers and workers are killed (PLAT-49)',
  async () => {
    const dataDir = temporaryFolder()
    const report = await crashRun({
      databaseUrl: database.url,
      dataDir,
      items,
      everyMs: items > 500 ? 70 : 50,
      seed,
      servers: 1,
      workers: 1,
      serverJobs: 2,
      pause: items > 500 ? [1_500, 6_000] : [800, 3_000],
      patienceMs: 60_000 + items * 100,
    })
    if (process.env.ITEMS) console.log(JSON.stringify({ seed, ...report }, null, 2))
    rmSync(dataDir, { recursive: true, force: true })
    expect(report.wrong).toEqual([])
    expect(Object.values(report.deaths).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(2)
    expect(report.calls.received).toBeGreaterThanOrEqual(report.calls.wanted)
  },
  120_000 + items * 1_000,
)

import { readFileSync, readdirSync } from 'node:fs'
import { onDatabase } from './floor-data.ts'
import type { RunningServer } from './servers.ts'

/** CPU that a server and its database connections have used up, in ms. */
export interface CpuUsed {
  node: number
  database: number
}

/** Both at one moment, by process. */
interface Reading {
  node: number
  backends: ReadonlyMap<number, number>
}

/**
 * Begins to count what a server uses. Where the machine is busy with other things, requests a second say little, and
 * the CPU of a request remains what it is.
 *
 * @returns what it has used since; null where processes cannot be looked at (no Linux, a database elsewhere)
 */
export async function countCpu(databaseUrl: string, server: RunningServer): Promise<() => Promise<CpuUsed | null>> {
  const before = await read(databaseUrl, server)
  return async () => {
    const after = await read(databaseUrl, server)
    if (!before || !after) return null
    // of connections that were closed meanwhile nothing is known
    const used = [...after.backends].map(([pid, ms]) => ms - (before.backends.get(pid) ?? 0))
    return { node: after.node - before.node, database: used.reduce((sum, ms) => sum + ms, 0) }
  }
}

const backendsText = `select pid as id from pg_stat_activity where application_name = '`

async function read(databaseUrl: string, { pid, application }: RunningServer): Promise<Reading | null> {
  const pids = await onDatabase(databaseUrl, async (client) =>
    (await client.query<{ id: number }>(`${backendsText}${application}'`)).rows.map(({ id }) => id),
  )
  try {
    return { node: processMs(pid), backends: new Map(pids.map((each) => [each, processMs(each)])) }
  } catch {
    return null
  }
}

/** Nanoseconds on the CPU are what each thread's schedstat begins with. */
function processMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const ns = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return ns.reduce((sum, each) => sum + each, 0) / 1e6
}

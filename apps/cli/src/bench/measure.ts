import autocannon from 'autocannon'
import type { CpuUsed } from './cpu.ts'
import type { BenchLine } from './lines.ts'

export interface LoadSettings {
  connections: number
  warmUpSeconds: number
  seconds: number
}

/** What one server did on one line. */
export interface Measured {
  /** requests; rows for bulk lines */
  perSecond: number
  /** of a request, µs; null where it is not known */
  cpu: CpuUsed | null
}

interface Asked {
  url: string
  token: string
  request: BenchLine['floor']
  /** see `countCpu` */
  count(): Promise<() => Promise<CpuUsed | null>>
}

/** Puts load on one server; an answer outside 2xx fails the run. */
export async function measure(
  { url, token, request, count }: Asked,
  line: BenchLine,
  settings: LoadSettings,
): Promise<Measured> {
  const rows = line.rowsPerRequest
  if (rows) return { perSecond: await measureBulk(url, token, request, rows), cpu: null }
  await fire(url, token, request, settings.connections, settings.warmUpSeconds)
  const used = await count()
  const { requests, duration } = await fire(url, token, request, settings.connections, settings.seconds)
  const cpu = await used()
  const each = (ms: number): number => (ms * 1000) / requests.total
  return {
    perSecond: requests.total / duration,
    cpu: cpu && { node: each(cpu.node), database: each(cpu.database) },
  }
}

async function fire(
  url: string,
  token: string,
  request: BenchLine['floor'],
  connections: number,
  duration: number,
): Promise<autocannon.Result> {
  const authorization = `Bearer ${token}`
  const fresh = (given: autocannon.Request): autocannon.Request => {
    const next = request()
    return { ...given, ...next, headers: { ...next.headers, authorization } }
  }
  const first = fresh({})
  const result = await autocannon({ url, connections, duration, requests: [{ ...first, setupRequest: fresh }] })
  if (result.non2xx || result.errors)
    throw new Error(`${first.method} ${first.path}: ${result.non2xx} refused, ${result.errors} failed`)
  return result
}

/** Three posts one after the other, the median: a second of load would be a handful of requests. */
async function measureBulk(url: string, token: string, request: BenchLine['floor'], rows: number): Promise<number> {
  const seconds: number[] = []
  for (let round = 0; round < 3; round++) {
    const { path, body } = request()
    const start = performance.now()
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: body as string,
    })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    seconds.push((performance.now() - start) / 1000)
  }
  return rows / seconds.sort((a, b) => a - b)[1]!
}

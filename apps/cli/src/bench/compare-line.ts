import { countCpu } from './cpu.ts'
import type { BenchLine } from './lines.ts'
import { measure, type LoadSettings, type Measured } from './measure.ts'
import type { RunningServer } from './servers.ts'

export interface CompareSettings extends LoadSettings {
  /** interleaved, the median counts */
  rounds: number
}

/** Requests a second of both servers on one line, and what a request costs where that can be measured. */
export interface Result {
  line: string
  platform: number
  floor: number
  ratio: number
  /** the hand-written server's CPU by the platform's, like `ratio` the more the better: all of it, Node's, the database's */
  cpu?: number
  cpuNode?: number
  cpuDatabase?: number
  /** µs of a request of the platform and of the hand-written server, in Node + the database */
  platformUs?: string
  floorUs?: string
}

export interface Compared {
  databaseUrl: string
  floor: RunningServer
  platform: RunningServer
  /** of who asks the platform */
  token: string
}

export async function compareLine(
  line: BenchLine,
  { databaseUrl, floor, platform, token }: Compared,
  settings: CompareSettings,
): Promise<Result> {
  const rounds: { floor: Measured; platform: Measured }[] = []
  for (let round = 0; round < settings.rounds; round++) {
    const count = (server: RunningServer) => () => countCpu(databaseUrl, server)
    rounds.push({
      floor: await measure(
        { url: floor.url, token: 'bench-token', request: line.floor, count: count(floor) },
        line,
        settings,
      ),
      platform: await measure(
        { url: platform.url, token, request: line.platform, count: count(platform) },
        line,
        settings,
      ),
    })
  }
  const result = {
    line: line.name,
    platform: Math.round(median(rounds.map((round) => round.platform.perSecond))),
    floor: Math.round(median(rounds.map((round) => round.floor.perSecond))),
    ratio: Number(median(rounds.map((round) => round.platform.perSecond / round.floor.perSecond)).toFixed(2)),
    ...cpuOf(rounds),
  }
  const { line: name, platform: its, floor: floors, ratio, cpu, platformUs = '', floorUs = '' } = result
  const cost = cpu === undefined ? '' : `  CPU ${cpu} (µs ${platformUs} / ${floorUs})`
  console.log(`${name.padEnd(20)} platform ${its}  floor ${floors}  ratio ${ratio}${cost}`)
  return result
}

function cpuOf(rounds: readonly { floor: Measured; platform: Measured }[]) {
  const known = rounds.flatMap(({ floor, platform }) =>
    floor.cpu && platform.cpu ? [{ floor: floor.cpu, platform: platform.cpu }] : [],
  )
  if (known.length === 0) return {}
  type Cpu = (typeof known)[number]['floor']
  const all = ({ node, database }: Cpu): number => node + database
  const ratio = (of: (cpu: Cpu) => number): number =>
    Number(median(known.map(({ floor, platform }) => of(floor) / of(platform))).toFixed(2))
  const us = (side: 'floor' | 'platform', part: keyof Cpu): number => median(known.map((each) => each[side][part]))
  const both = (side: 'floor' | 'platform'): string =>
    [us(side, 'node'), us(side, 'database')].map((each) => Math.round(each)).join(' + ')
  return {
    cpu: ratio(all),
    cpuNode: ratio(({ node }) => node),
    cpuDatabase: ratio(({ database }) => database),
    platformUs: both('platform'),
    floorUs: both('floor'),
  }
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}

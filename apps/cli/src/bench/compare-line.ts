import type { BenchLine } from './lines.ts'
import { measure, type LoadSettings } from './measure.ts'
import type { RunningServer } from './servers.ts'

export interface CompareSettings extends LoadSettings {
  /** interleaved, the median counts */
  rounds: number
}

/** Requests a second of both servers on one line. */
export interface Result {
  line: string
  platform: number
  floor: number
  ratio: number
}

interface Compared {
  floor: RunningServer
  platform: RunningServer
  /** of who asks the platform */
  token: string
}

export async function compareLine(
  line: BenchLine,
  { floor, platform, token }: Compared,
  settings: CompareSettings,
): Promise<Result> {
  const rounds: { floor: number; platform: number }[] = []
  for (let round = 0; round < settings.rounds; round++) {
    rounds.push({
      floor: await measure(floor.url, 'bench-token', line.floor, line, settings),
      platform: await measure(platform.url, token, line.platform, line, settings),
    })
  }
  const result = {
    line: line.name,
    platform: Math.round(median(rounds.map((round) => round.platform))),
    floor: Math.round(median(rounds.map((round) => round.floor))),
    ratio: Number(median(rounds.map((round) => round.platform / round.floor)).toFixed(2)),
  }
  console.log(`${line.name.padEnd(20)} platform ${result.platform}  floor ${result.floor}  ratio ${result.ratio}`)
  return result
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}

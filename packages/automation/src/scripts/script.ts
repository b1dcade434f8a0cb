/** A script to be run: the body of a function with one parameter, `input`. */
export interface Script {
  source: string
  /** anything that JSON can say */
  input: unknown
  /** milliseconds; 100 when left out */
  timeMs?: number | undefined
  /** 16 MB when left out */
  memoryMb?: number | undefined
  signal?: AbortSignal | undefined
}

/**
 * Why a script gave nothing: it was not a program, threw, went on for too long, took too much memory or stack, gave
 * more than may be kept, gave what cannot be kept, or its thread came to its end.
 */
export type ScriptFailure = 'syntax' | 'thrown' | 'time' | 'memory' | 'stack' | 'output' | 'unstorable' | 'broken'

/** What came of a script. The same script with the same input gives the same report. */
export type ScriptReport =
  | { ok: true; output: unknown; log: readonly string[] }
  | {
      ok: false
      kind: ScriptFailure
      /** of the error, e.g. `TypeError` */
      name: string
      message: string
      /** of the script, from 1; null: not known */
      line: number | null
      log: readonly string[]
    }

/** What scripts may use; no script can ask for more than `cap`. */
export const scriptLimits = {
  timeMs: { usual: 100, cap: 5_000 },
  memoryMb: { usual: 16, cap: 128 },
  /** characters of JSON, in and out */
  inputChars: 4_000_000,
  outputChars: 1_000_000,
  /** levels of lists and objects in each other */
  depth: 64,
  sourceChars: 50_000,
} as const

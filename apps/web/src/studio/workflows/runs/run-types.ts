import type { LocalizedText } from '@fieldwork/expressions'

/** States of runs and of their steps, as filters order them. */
export const RUN_STATES = ['queued', 'running', 'waiting', 'done', 'failed', 'cancelled'] as const

/** One of them. */
export type RunState = (typeof RUN_STATES)[number]

/** What went wrong; the message in the caller's language or in both. */
export interface RunError {
  code: string
  message: string | LocalizedText
  node?: string
  problems?: { message: string | LocalizedText; pointer?: string }[]
}

/** A run, as `GET /api/workflows/runs` lists it. */
export interface Run {
  id: string
  workflow: string
  label: LocalizedText
  version: string
  /** of the metadata in which its version was published; 0: a trial */
  revision: number | null
  object: string | null
  record: string | null
  trigger: string
  state: RunState
  identity: string
  actor: { id: string; name: string } | null
  depth: number
  root: string
  parent: { run: string; node: string; iteration: string } | null
  steps: number
  error: RunError | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

/** One execution of a step; `iteration` is the rounds of the loops around it. */
export interface RunStep {
  node: string
  iteration: string
  step: string
  state: RunState
  attempt: number
  input: unknown
  output: unknown
  branch: string | null
  error: RunError | null
  due_at: string | null
  started_at: string | null
  finished_at: string | null
  wait: { kind: string; until: string | null; key: string | null } | null
}

/** A run with every step. */
export interface RunDetail extends Run {
  vars: unknown
  data: RunStep[]
}

/** States in which nothing more happens. */
export const ENDED: ReadonlySet<RunState> = new Set(['done', 'failed', 'cancelled'])

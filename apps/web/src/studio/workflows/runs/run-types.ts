import type { LocalizedText } from '@fieldwork/expressions'

/** States of runs and of their steps. */
export type RunState = 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'cancelled'

/** A run, as `GET /api/workflows/runs` lists it. */
export interface Run {
  id: string
  workflow: string
  label: LocalizedText
  state: RunState
  created_at: string
}

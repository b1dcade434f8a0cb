/** What came of it. */
export type OperationOutcome = 'done' | 'refused' | 'failed' | 'cancelled'

/** One line to be written into the operation log. */
export interface NewLoggedOperation {
  /** e.g. `export`, `login`, `publish` */
  action: string
  outcome: OperationOutcome
  /** id of the user; null: nobody who is known */
  actor: string | null
  /** the name he came by, known or not; without it the user's own */
  account?: string | null
  /** of the network */
  address?: string | null
  /** stands for the session or token, and opens nothing */
  session?: string | null
  object?: string | null
  record?: string | null
  /** how many rows it was about */
  rows?: number | null
  details?: Record<string, unknown>
  /** default: now */
  at?: Date
  /** the last time, where it was repeated */
  until?: Date | null
  /** how often; default 1 */
  times?: number
}

/** A line of the operation log. Times are ISO 8601, UTC. */
export interface LoggedOperation {
  id: string
  at: string
  until: string | null
  times: number
  action: string
  outcome: OperationOutcome
  actor: { id: string; label: string | null } | null
  account: string | null
  address: string | null
  session: string | null
  object: string | null
  record: string | null
  rows: number | null
  details: Record<string, unknown>
}

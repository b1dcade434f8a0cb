import { newId } from '@fieldwork/database'
import type { Queryable } from '@fieldwork/database'

/** A deadline as it is stored; moments in ISO 8601, UTC. */
export interface StoredDeadline {
  id: string
  rule: string
  object: string
  record: string
  /** first day of the period; empty where the rule has none */
  period: string
  state: 'open' | 'paused' | 'met' | 'missed' | 'void'
  started_at: string
  due_at: string
  responsible: string[]
  escalated: string[]
  /** moments that are done with */
  told: string[]
  next_at: string | null
  met_at: string | null
  missed_at: string | null
  paused_at: string | null
  paused_ms: number
}

/** What has happened to a deadline. */
export interface DeadlineEvent {
  deadline: string
  kind:
    | 'begun'
    | 'moved'
    | 'reassigned'
    | 'paused'
    | 'resumed'
    | 'met'
    | 'reopened'
    | 'void'
    | 'told'
    | 'missed'
    | 'escalated'
    | 'effect_failed'
  details?: unknown
}

const utc = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

/** The columns of a stored deadline. */
export const columns = [
  'id, rule, object, record, period, state, responsible, escalated, told, paused_ms::float8 as paused_ms',
  ...['started_at', 'due_at', 'next_at', 'met_at', 'missed_at', 'paused_at'].map(utc),
].join(', ')

/** A deadline that is not stored yet. */
export const newDeadline = (
  of: Pick<StoredDeadline, 'rule' | 'object' | 'record' | 'period' | 'started_at' | 'due_at'>,
): StoredDeadline => ({
  id: newId(),
  ...of,
  state: 'open',
  responsible: [],
  escalated: [],
  told: [],
  next_at: null,
  met_at: null,
  missed_at: null,
  paused_at: null,
  paused_ms: 0,
})

const recordset = `jsonb_to_recordset($1::jsonb) as n(id uuid, rule text, object text, record uuid, period text, state text,
  started_at timestamptz, due_at timestamptz, responsible uuid[], escalated uuid[], told text[], next_at timestamptz,
  met_at timestamptz, missed_at timestamptz, paused_at timestamptz, paused_ms bigint)`

const changing = [
  'state',
  'started_at',
  'due_at',
  'responsible',
  'escalated',
  'told',
  'next_at',
  'met_at',
  'missed_at',
  'paused_at',
  'paused_ms',
]

const put = `insert into fw_deadline (id, rule, object, record, period, ${changing.join(', ')})
select id, rule, object, record, period, ${changing.join(', ')} from ${recordset} order by record, rule, period
on conflict (record, rule, period) do update set ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`

/** Stores deadlines, new ones and changed ones, with one statement. */
export async function putDeadlines(db: Queryable, deadlines: readonly StoredDeadline[]): Promise<void> {
  if (deadlines.length > 0) await db.query({ text: put, values: [JSON.stringify(deadlines)] })
}

/** Writes down what has happened. */
export async function noteEvents(db: Queryable, events: readonly DeadlineEvent[], at: Date): Promise<void> {
  if (events.length === 0) return
  await db.query({
    text: `insert into fw_deadline_event (deadline, kind, details, at) select deadline, kind, details, $2
      from jsonb_to_recordset($1::jsonb) as n(deadline uuid, kind text, details jsonb)`,
    values: [JSON.stringify(events), at.toISOString()],
  })
}

/**
 * Keeps everybody else from the deadlines of a rule and of records until the transaction ends, also from those that are
 * not there yet, and reads them.
 */
export async function lockDeadlines(
  db: Queryable,
  { rule, records }: { rule: string; records: readonly string[] },
): Promise<Map<string, StoredDeadline>> {
  await db.query({
    text: `select pg_advisory_xact_lock(hashtextextended('deadline ' || $1 || r, 0))
      from (select distinct r from unnest($2::text[]) r order by r) r`,
    values: [rule, records],
  })
  const { rows } = await db.query<StoredDeadline & Record<string, unknown>>({
    text: `select ${columns} from fw_deadline where rule = $1 and record = any($2::uuid[]) and period = '' order by id for update`,
    values: [rule, records],
  })
  return new Map(rows.map((row) => [row.record, row]))
}

import type { LocalizedText } from '@fieldwork/fields'
import { appError, isPlainObject, partsOf, pointerOf, sameJson, valueIn } from '@fieldwork/metadata'
import type { ConflictReason, Kind, Layer, UpgradeConflict } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { newId } from '../system/new-id.ts'
import { workspaceLayer } from './stored-documents.ts'
import type { DocumentChange } from './stored-documents.ts'

/** A conflict that nobody has decided yet. What does not exist on a side is absent. */
export interface Conflict {
  id: string
  kind: Kind
  name: string
  /** RFC 6901, into the document; empty for the whole of it */
  path: string
  reason: ConflictReason
  /** the workspace's part is in effect; false: it is set aside */
  applied: boolean
  base?: unknown
  theirs?: unknown
  /** null: the workspace removes what is there */
  ours: unknown
  /** RFC 6901: where the package seems to have moved it */
  target: string | null
  /** what would not compile */
  message: LocalizedText | null
  package: string
  from: string | null
  to: string | null
  /** of the upgrade */
  revision: number
  /** ISO 8601, UTC */
  at: string
}

interface ConflictRow extends Omit<Conflict, 'base' | 'theirs' | 'ours'> {
  base: string | null
  theirs: string | null
  ours: string
}

/** Texts keep apart what is null and what does not exist. */
const columns = `id, kind, name, path, reason, applied, base::text as base, theirs::text as theirs, ours::text as ours,
  target, message, package, from_version as "from", to_version as "to", revision::float8 as revision,
  to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`

/** Every conflict that is open, by document and path. */
export async function listConflicts(db: Queryable): Promise<Conflict[]> {
  const { rows } = await db.query<ConflictRow & Record<string, unknown>>({
    text: `select ${columns} from fw_conflict where resolved_at is null order by kind, name, path, created_at, id`,
  })
  return rows.map(readRow)
}

/** One open conflict. Throws not_found, also for one that is decided. */
export async function readConflict(db: Queryable, id: string): Promise<Conflict> {
  const { rows } = await db.query<ConflictRow & Record<string, unknown>>({
    text: `select ${columns} from fw_conflict where id::text = $1 and resolved_at is null`,
    values: [id],
  })
  if (rows[0] === undefined) throw appError('not_found', { name: id })
  return readRow(rows[0])
}

function readRow({ base, theirs, ours, ...rest }: ConflictRow): Conflict {
  const sides = { base: valueOf(base), theirs: valueOf(theirs) }
  return {
    ...rest,
    ...(sides.base !== undefined && { base: sides.base }),
    ...(sides.theirs !== undefined && { theirs: sides.theirs }),
    ours: valueOf(ours),
  }
}

const valueOf = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text))

/** One that is open at the same place keeps what was before, and gets what is new. */
const insertConflicts = `
insert into fw_conflict (id, kind, name, path, reason, applied, base, theirs, ours, target, message, package,
  from_version, to_version, revision)
select c.id, c.kind, c.name, c.path, c.reason, c.applied, c.base::json, c.theirs::json, c.ours::json, c.target,
  c.message::jsonb, c.package, c.from_version, c.to_version, $2
from json_to_recordset($1) as c (id uuid, kind text, name text, path text, reason text, applied boolean, base text,
  theirs text, ours text, target text, message text, package text, from_version text, to_version text)
on conflict (kind, name, path) where resolved_at is null and applied do update set
  theirs = excluded.theirs, ours = excluded.ours, reason = excluded.reason, package = excluded.package,
  to_version = excluded.to_version, revision = excluded.revision`

/** Keeps the conflicts of an upgrade until they are decided. */
export async function recordConflicts(db: Queryable, conflicts: UpgradeConflict[], revision: number): Promise<void> {
  if (conflicts.length === 0) return
  const rows = conflicts.map(({ path, isApplied, target, message, base, theirs, ours, from, to, ...rest }) => ({
    ...rest,
    id: newId(),
    path: pointerOf(...path),
    applied: isApplied,
    base: textOf(base),
    theirs: textOf(theirs),
    ours: textOf(ours),
    target: target ? pointerOf(...target) : null,
    message: textOf(message),
    from_version: from,
    to_version: to,
  }))
  await db.query({ text: insertConflicts, values: [JSON.stringify(rows), revision] })
}

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** Marks a conflict as decided. Throws not_found where an earlier transaction has decided it. */
export async function closeConflict(
  db: Queryable,
  { id, taken, actor }: { id: string; taken: 'ours' | 'theirs' | 'changed'; actor: string | null },
): Promise<void> {
  const { rowCount } = await db.query({
    text: `update fw_conflict set resolved_at = now(), resolved_by = $2, taken = $3
      where id = $1 and (resolved_at is null or resolved_at = now())`,
    values: [id, actor, taken],
  })
  if (rowCount === 0) throw appError('not_found', { name: id })
}

/** A revision that is taken back leaves nothing to decide. */
export async function closeConflictsOf(
  db: Queryable,
  { revision, actor }: { revision: number; actor: string | null },
): Promise<void> {
  await db.query({
    text: `update fw_conflict set resolved_at = now(), resolved_by = $2, taken = 'changed'
      where revision = $1 and resolved_at is null`,
    values: [revision, actor],
  })
}

interface OutdatedInput {
  changes: DocumentChange[]
  layers: Layer[]
  actor: string | null
}

/** Whoever changed or took back the workspace's value since has decided: nothing is left to ask. */
export async function closeOutdatedConflicts(db: Queryable, { changes, layers, actor }: OutdatedInput): Promise<void> {
  const changed = changes.filter(({ layer }) => layer === workspaceLayer)
  if (changed.length === 0) return
  const { rows } = await db.query<ConflictRow & Record<string, unknown>>({
    text: `select ${columns} from fw_conflict join unnest($1::text[], $2::text[]) as c (k, n) on c.k = kind and c.n = name
      where resolved_at is null and applied`,
    values: [changed.map(({ kind }) => kind), changed.map(({ name }) => name)],
  })
  const own = layers.find(({ name }) => name === workspaceLayer)?.documents ?? []
  for (const { id, kind, name, path, ours } of rows.map(readRow)) {
    const body = own.find((document) => document.kind === kind && document.name === name)?.body
    if (!stillStands(valueIn(body, partsOf(path)), ours)) await closeConflict(db, { id, taken: 'changed', actor })
  }
}

/** An overlay holds of an object only what differs from the shipped one. */
const stillStands = (value: unknown, ours: unknown): boolean =>
  isPlainObject(ours) ? value !== undefined : sameJson(value, ours)

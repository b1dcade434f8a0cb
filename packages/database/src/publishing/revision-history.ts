import type { LocalizedText } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import type { Kind } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { diffPaths } from './document-diff.ts'
import type { PathChange } from './document-diff.ts'
import type { ReleaseChange } from './releases.ts'
import type { DocumentChange } from './stored-documents.ts'

/** Who published. */
export interface RevisionActor {
  /** of the user */
  id: string
  /** the user's name; null where there is no such user */
  label: string | null
}

export interface RevisionSummary {
  revision: number
  /** ISO 8601, UTC */
  at: string
  /** null: the program itself, when it installed its packages */
  actor: RevisionActor | null
  /** a person's own words are the same in both languages */
  message: LocalizedText | null
  documents: { layer: string; kind: Kind; name: string; change: 'created' | 'changed' | 'deleted' }[]
}

export interface RevisionDetail extends Omit<RevisionSummary, 'documents'> {
  documents: { layer: string; kind: Kind; name: string; paths: PathChange[] }[]
}

export const revisionColumns = `h.revision::float8 as revision, to_char(h.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
  case when h.actor is not null then json_build_object('id', h.actor, 'label', u.name) end as actor,
  case when h.message is not null then coalesce(h.words, jsonb_build_object('en', h.message, 'zh-CN', h.message)) end
    as message`

export const revisionTables = 'fw_metadata_history h left join "user" u on u.id = h.actor'

/** The latest revisions first, those before `before` if given. */
export async function listRevisions(
  db: Queryable,
  { limit = 50, before }: { limit?: number; before?: number },
): Promise<RevisionSummary[]> {
  const { rows } = await db.query<RevisionSummary & Record<string, unknown>>({
    text: `select ${revisionColumns},
        (select coalesce(json_agg(json_build_object('layer', c->'layer', 'kind', c->'kind', 'name', c->'name', 'change',
            case when c->>'before' is null then 'created' when c->>'after' is null then 'deleted' else 'changed' end)), '[]')
          from json_array_elements(h.changes) c) as documents
      from ${revisionTables} where $1::bigint is null or h.revision < $1
      order by h.revision desc limit $2`,
    values: [before ?? null, limit],
  })
  return rows
}

/** One revision with what it changed, by path. Throws not_found. */
export async function describeRevision(db: Queryable, revision: number): Promise<RevisionDetail> {
  const { changes, releases: _releases, ...rest } = await readRevision(db, revision)
  const documents = changes.map(({ layer, kind, name, before, after }) => ({
    layer,
    kind,
    name,
    paths: diffPaths(before ?? undefined, after ?? undefined),
  }))
  return { ...rest, documents }
}

export interface StoredRevision extends Omit<RevisionSummary, 'documents'> {
  changes: DocumentChange[]
  /** null: nobody noted them then */
  releases: ReleaseChange[] | null
}

/** Throws not_found. */
export async function readRevision(db: Queryable, revision: number): Promise<StoredRevision> {
  const { rows } = await db.query<StoredRevision & Record<string, unknown>>({
    text: `select ${revisionColumns}, h.changes, h.releases from ${revisionTables} where h.revision = $1`,
    values: [revision],
  })
  if (rows[0] === undefined) throw appError('not_found', { name: `revision ${revision}` })
  return rows[0]
}

export interface NewRevision {
  /** id of the user; null: the program itself */
  actor: string | null
  /** the program's own in both languages, a person's as it is */
  message: LocalizedText | string | null
  changes: DocumentChange[]
  releases: ReleaseChange[]
}

/** Bumps the revision that every write is checked against, and says so to the other nodes once it is committed. */
export async function recordRevision(db: Queryable, channel: string, revision: NewRevision): Promise<number> {
  const { actor, message, changes, releases } = revision
  const words = typeof message === 'object' ? message : null
  const { rows } = await db.query<{ revision: number }>({
    text: `with bumped as (update fw_revision set revision = revision + 1, at = now() returning revision, at),
      noted as (insert into fw_metadata_history (revision, at, actor, message, words, changes, releases)
        select revision, at, $1, $2, $3, $4, $6 from bumped)
      select revision::float8 as revision, pg_notify($5, revision::text) from bumped`,
    values: [
      actor,
      words?.en ?? message,
      words && JSON.stringify(words),
      JSON.stringify(changes),
      channel,
      JSON.stringify(releases),
    ],
  })
  return rows[0]!.revision
}

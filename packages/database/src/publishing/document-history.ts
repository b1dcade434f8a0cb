import { appError, mergePatch } from '@fieldwork/metadata'
import type { DocumentName } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { diffPaths } from './document-diff.ts'
import type { PathChange } from './document-diff.ts'
import { revisionColumns, revisionTables } from './revision-history.ts'
import type { RevisionSummary } from './revision-history.ts'
import { workspaceLayer } from './stored-documents.ts'
import type { Body, DocumentChange } from './stored-documents.ts'

/** One revision of one document; in more than one layer it is listed once for each. */
export interface DocumentRevision extends Omit<RevisionSummary, 'documents'> {
  layer: string
  change: 'created' | 'changed' | 'deleted'
  paths: PathChange[]
}

interface HistoryRow extends Omit<DocumentRevision, 'change' | 'paths'> {
  stored: DocumentChange
}

/** What happened to a document, latest first. */
export async function listDocumentRevisions(
  db: Queryable,
  { kind, name }: DocumentName,
  { limit = 50, before }: { limit?: number; before?: number },
): Promise<DocumentRevision[]> {
  const { rows } = await db.query<HistoryRow & Record<string, unknown>>({
    text: `select ${revisionColumns}, c.value->>'layer' as layer, c.value as stored
      from ${revisionTables} cross join lateral json_array_elements(h.changes) c
      where c.value->>'kind' = $1 and c.value->>'name' = $2 and ($3::bigint is null or h.revision < $3)
      order by h.revision desc, layer limit $4`,
    values: [kind, name, before ?? null, limit],
  })
  return rows.map(({ stored, ...row }) => {
    const made = stored.before === null ? 'created' : 'changed'
    const paths = diffPaths(stored.before ?? undefined, stored.after ?? undefined)
    return { ...row, change: stored.after === null ? 'deleted' : made, paths }
  })
}

/** The revision that changed each document of a kind last, by name. */
export async function latestRevisions(db: Queryable, kind: string): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; revision: number }>({
    text: `select c.value->>'name' as name, max(h.revision)::float8 as revision
      from fw_metadata_history h cross join lateral json_array_elements(h.changes) c
      where c.value->>'kind' = $1 group by 1`,
    values: [kind],
  })
  return new Map(rows.map(({ name, revision }) => [name, revision]))
}

/** One document in two revisions, as all layers together said it; null where it was not there. */
export interface Comparison {
  from: { revision: number; definition: Body | null }
  to: { revision: number; definition: Body | null }
  paths: PathChange[]
}

const bodiesAt = `
select distinct on (c.value->>'layer') c.value->>'layer' as layer, c.value->'after' as body
from fw_metadata_history h cross join lateral json_array_elements(h.changes) c
where h.revision <= $3 and c.value->>'kind' = $1 and c.value->>'name' = $2
order by c.value->>'layer', h.revision desc`

/** Throws not_found where the document was in neither revision. */
export async function compareRevisions(
  db: Queryable,
  document: DocumentName,
  { from, to }: { from: number; to: number },
): Promise<Comparison> {
  const [before, after] = [await definitionAt(db, document, from), await definitionAt(db, document, to)]
  if (before === null && after === null) throw appError('not_found', { name: document.name })
  return {
    from: { revision: from, definition: before },
    to: { revision: to, definition: after },
    paths: diffPaths(before ?? undefined, after ?? undefined),
  }
}

async function definitionAt(db: Queryable, { kind, name }: DocumentName, revision: number): Promise<Body | null> {
  const { rows } = await db.query<{ layer: string; body: Body | null }>({
    text: bodiesAt,
    values: [kind, name, revision],
  })
  const { rows: settings } = await db.query<{ value: string[] }>({
    text: `select value from fw_setting where key = 'layers'`,
  })
  const order = [...(settings[0]?.value ?? []), workspaceLayer]
  const bodies = rows
    .toSorted((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer))
    .flatMap(({ body }) => (body === null ? [] : [body]))
  if (bodies.length === 0) return null
  return bodies.reduce<unknown>((lower, body) => mergePatch(lower, body), {}) as Body
}

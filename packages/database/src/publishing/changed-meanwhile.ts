import { titleOfDocument } from '@fieldwork/metadata'
import type { Catalog, ChangeSet, DefinitionProblem, DocumentName, Kind } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { RevisionActor } from './revision-history.ts'

/** What a publisher had before his eyes when he made his changes. */
export interface Basis {
  revision: number
  documents: DocumentName[]
}

export interface MeanwhileInput {
  basis: Basis
  catalog: Catalog | undefined
  timeZone: string
}

/** The documents a change set names. */
export function namedDocuments({ put = [], patch = [], delete: removed = [], reset = [] }: ChangeSet): DocumentName[] {
  const named = [...patch, ...removed, ...reset].map(({ kind, name }) => ({ kind, name }))
  return [...put.map(({ kind, definition }) => ({ kind, name: String(definition?.name) })), ...named]
}

interface LaterChange extends Record<string, unknown> {
  kind: Kind
  name: string
  revision: number
  at: string
  /** in the workspace's time zone, to the minute */
  time: string
  actor: RevisionActor | null
}

const laterChanges = `
select distinct on (c.kind, c.name) c.kind, c.name, h.revision::float8 as revision,
  to_char(h.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, to_char(h.at at time zone $4, 'YYYY-MM-DD HH24:MI') as time,
  case when h.actor is not null then json_build_object('id', h.actor, 'label', u.name) end as actor
from fw_metadata_history h
cross join lateral json_to_recordset(h.changes) as c (kind text, name text)
join unnest($2::text[], $3::text[]) as wanted (kind, name) on wanted.kind = c.kind and wanted.name = c.name
left join "user" u on u.id = h.actor
where h.revision > $1
order by c.kind, c.name, h.revision desc`

/** One problem for each of the documents that a later revision than the publisher's changed: which one, who and when. */
export async function changedMeanwhile(
  db: Queryable,
  { basis: { revision, documents }, catalog, timeZone }: MeanwhileInput,
): Promise<DefinitionProblem[]> {
  const [kinds, names] = [documents.map(({ kind }) => kind), documents.map(({ name }) => name)]
  const { rows } = await db.query<LaterChange>({ text: laterChanges, values: [revision, kinds, names, timeZone] })
  return rows.map((row) => {
    const definition = catalog?.documents(row.kind).get(row.name) ?? { name: row.name }
    const title = titleOfDocument(row.kind, definition, (object) => catalog?.objects.get(object)?.label)
    return { kind: row.kind, name: row.name, pointer: '', code: 'changed_meanwhile', ...said(row, title) }
  })
}

function said({ revision, at, time, actor }: LaterChange, title: ReturnType<typeof titleOfDocument>) {
  const [en, zh] = actor === null ? ['the program', '系统'] : [actor.label ?? actor.id, actor.label ?? actor.id]
  const message = {
    en: `${title.en} was changed by ${en} at ${time}, in revision ${revision}`,
    'zh-CN': `${title['zh-CN']}已由 ${zh} 于 ${time} 在版本 ${revision} 中修改`,
  }
  return { message, params: { revision, at, actor } }
}

import type { Kind, Layer, PackageInfo } from '@fieldwork/metadata'
import { sameJson } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'

export type Body = Record<string, unknown>

/** All layers of a workspace as of one revision, with the columns that hold its fields. */
export interface StoredDocuments {
  revision: number
  layers: Layer[]
  /** `object.field` -> column */
  columns: ReadonlyMap<string, string>
  /** objects of whose records some wait for approval, by chains that may be deleted since */
  awaiting: readonly string[]
}

/** The workspace's own layer is the last one and always exists. */
export const workspaceLayer = 'workspace'

const documentsQuery = `
select r.revision::float8 as revision,
  (select value from fw_setting where key = 'layers') as layers,
  (select value from fw_setting where key = 'packages') as packages,
  (select coalesce(json_agg(json_build_object('layer', layer, 'kind', kind, 'name', name, 'text', body::text)
    order by kind, name), '[]') from fw_definition) as documents,
  (select coalesce(json_agg(json_build_array(object || '.' || field, column_name)), '[]')
    from fw_column where dropped_at is null) as columns,
  (select coalesce(json_agg(distinct object), '[]') from fw_approval where state in ('pending', 'returned')) as awaiting
from fw_revision r`

interface DocumentsRow {
  revision: number
  layers: string[] | null
  packages: Record<string, PackageInfo> | null
  documents: { layer: string; kind: Kind; name: string; text: string }[]
  columns: [string, string][]
  awaiting: string[]
}

/**
 * Reads every document in one statement, so from one moment. A body that did not change since `known` is the same
 * object as there: that is how the compiler recognises what it need not compile again.
 */
export async function loadDocuments(db: Queryable, known: Layer[]): Promise<StoredDocuments> {
  const { rows } = await db.query<DocumentsRow>({ text: documentsQuery })
  const { revision, layers, packages, documents, columns, awaiting } = rows[0]!
  const bodies = knownBodies(known)
  const inLayer = (name: string): Layer => ({
    name,
    ...(packages?.[name] && { package: packages[name] }),
    documents: documents
      .filter((document) => document.layer === name)
      .map(({ kind, name: document, text }) => ({
        kind,
        name: document,
        body: bodyOf(bodies.get(key(name, kind, document)), text),
      })),
  })
  return { revision, layers: [...(layers ?? []), workspaceLayer].map(inLayer), columns: new Map(columns), awaiting }
}

const key = (layer: string, kind: string, name: string): string => `${layer}/${kind}/${name}`

function knownBodies(layers: Layer[]): Map<string, Body> {
  return new Map(
    layers.flatMap((layer) =>
      layer.documents.map(({ kind, name, body }) => [key(layer.name, kind, name), body] as const),
    ),
  )
}

function bodyOf(known: Body | undefined, text: string): Body {
  return known !== undefined && JSON.stringify(known) === text ? known : (JSON.parse(text) as Body)
}

/** One document of one layer before and after a revision; null: it does not exist there. */
export interface DocumentChange {
  layer: string
  kind: Kind
  name: string
  before: Body | null
  after: Body | null
}

/** What differs between two states of the layers, in the order of layer, kind and name. */
export function diffLayers(before: Layer[], after: Layer[]): DocumentChange[] {
  const [old, now] = [flatten(before), flatten(after)]
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort()
  return keys.flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)]
    if (was !== undefined && is !== undefined && isSameText(was.body, is.body)) return []
    const { layer, kind, name } = (is ?? was)!
    return [{ layer, kind, name, before: was?.body ?? null, after: is?.body ?? null }]
  })
}

/** The order of keys counts: it is the author's and decides the order of display. */
const isSameText = (a: Body, b: Body): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

function flatten(layers: Layer[]) {
  return new Map(
    layers.flatMap(({ name: layer, documents }) =>
      documents.map(({ kind, name, body }) => [key(layer, kind, name), { layer, kind, name, body }] as const),
    ),
  )
}

/** Whether two states of the layers are of the same releases, in the same order. */
export const sameReleases = (before: Layer[], after: Layer[]): boolean =>
  sameJson(before.map(releaseOf), after.map(releaseOf))

const releaseOf = ({ name, package: info }: Layer): unknown[] => [name, info ?? null]

/** Stores a revision's changes, the order of the layers and which releases they are. */
export async function storeDocuments(db: Queryable, changes: DocumentChange[], layers: Layer[]): Promise<void> {
  const removed = changes.filter((change) => change.after === null)
  const put = changes.filter((change) => change.after !== null)
  await db.query({
    text: `delete from fw_definition d using unnest($1::text[], $2::text[], $3::text[]) as c (layer, kind, name)
      where d.layer = c.layer and d.kind = c.kind and d.name = c.name`,
    values: columnsOf(removed),
  })
  await db.query({
    text: `insert into fw_definition (layer, kind, name, body)
      select layer, kind, name, body::json from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as c (layer, kind, name, body)
      on conflict (layer, kind, name) do update set body = excluded.body`,
    values: [...columnsOf(put), put.map((change) => JSON.stringify(change.after))],
  })
  const names = layers.map((layer) => layer.name).filter((name) => name !== workspaceLayer)
  const packages = layers.flatMap(({ name, package: info }) => (info ? [[name, info]] : []))
  await db.query({
    text: `insert into fw_setting (key, value) values ('layers', $1::jsonb), ('packages', $2::jsonb)
      on conflict (key) do update set value = excluded.value, updated_at = now() where fw_setting.value <> excluded.value`,
    values: [JSON.stringify(names), JSON.stringify(Object.fromEntries(packages))],
  })
}

const columnsOf = (changes: DocumentChange[]): string[][] => [
  changes.map((change) => change.layer),
  changes.map((change) => change.kind),
  changes.map((change) => change.name),
]

import { isAccepted } from '@fieldwork/fields'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import type { Refusals } from './bulk-check.ts'
import type { InsertInput } from './outcome.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

interface Taken {
  file: string
  record: string
  field: CompiledField
}

/**
 * Gives new rows the uploads that their fields name, each to one row only. The detail of a refusal names the fields
 * whose files cannot be had.
 */
export async function takeFilesOfRows(
  { user }: QueryContext,
  db: Queryable,
  { object, rows }: { object: CompiledObject; rows: readonly Row[] },
): Promise<Refusals> {
  const wanted = wantedFiles(object, rows)
  const refused: Refusals = new Map()
  if (wanted.length === 0) return refused
  const found = await lockUploads(db, user.id, wanted)
  const seen = new Set<string>()
  for (const taken of wanted) {
    const problem = seen.has(taken.file) ? 'file' : problemOf(found.get(taken.file), taken.field)
    seen.add(taken.file)
    if (problem === null) continue
    const detail = [...(refused.get(taken.record)?.detail ?? []), `${problem}:${taken.field.name}`]
    refused.set(taken.record, { code: 'unknown_reference', detail })
  }
  if (refused.size === 0) await take(db, object, wanted)
  return refused
}

function wantedFiles({ fields }: CompiledObject, rows: readonly Row[]): Taken[] {
  const holding = [...fields.values()].filter(({ files }) => files !== null)
  if (holding.length === 0) return []
  return rows.flatMap(({ id, values }) =>
    holding.flatMap((field) => idsIn(values[field.name]).map((file) => ({ file, record: id, field }))),
  )
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' ? [value] : []
}

interface Upload {
  type: string
  size: number
}

async function lockUploads(
  db: Queryable,
  actor: string | null,
  wanted: readonly Taken[],
): Promise<Map<string, Upload>> {
  const { rows } = await db.query<{ id: string } & Upload>({
    text:
      'select f.id, f.type, f.size::float8 as size from fw_file f where f.id = any($1::uuid[]) and f.stored' +
      ' and f.deleted_at is null and f.record_id is null and f.created_by is not distinct from $2::uuid' +
      ' order by f.id for no key update of f',
    values: [wanted.map(({ file }) => file), actor],
  })
  return new Map(rows.map(({ id, ...upload }) => [id, upload]))
}

function problemOf(upload: Upload | undefined, { files }: CompiledField): 'file' | 'accept' | 'size' | null {
  if (!upload || !files) return 'file'
  if (!isAccepted(upload.type, files.accept)) return 'accept'
  return files.maxBytes !== null && upload.size > files.maxBytes ? 'size' : null
}

async function take(db: Queryable, object: CompiledObject, wanted: readonly Taken[]): Promise<void> {
  await db.query({
    text:
      'update fw_file f set object = $1, record_id = k.record, field = k.field' +
      ' from unnest($2::uuid[], $3::uuid[], $4::text[]) k (id, record, field) where f.id = k.id',
    values: [
      object.name,
      wanted.map(({ file }) => file),
      wanted.map(({ record }) => record),
      wanted.map(({ field }) => field.name),
    ],
  })
}

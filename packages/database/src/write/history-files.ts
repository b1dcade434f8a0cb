import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { fileJson } from '../query/file-json.ts'
import type { FileInfo } from '../query/file-json.ts'
import type { HistoryEntry } from '../query/context.ts'
import { isId } from '../query/get.ts'

/** Tells the files that fields held as reads give them, and not by their ids alone. */
export async function withFiles(
  db: Queryable,
  object: CompiledObject,
  entries: readonly HistoryEntry[],
): Promise<HistoryEntry[]> {
  const holds = (name: string): boolean => Boolean(object.fields.get(name)?.files)
  const values = entries.flatMap(({ changes }) =>
    Object.entries(changes).flatMap(([name, pair]) => (holds(name) ? pair : [])),
  )
  const ids = values.flat().filter((id): id is string => typeof id === 'string' && isId(id))
  if (ids.length === 0) return [...entries]
  const { rows } = await db.query<{ file: FileInfo }>({
    text: `select ${fileJson('f')} as file from fw_file f where f.id = any($1::uuid[])`,
    values: [ids],
  })
  const files = new Map(rows.map(({ file }) => [file.id, file]))
  const told = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(told) : typeof value === 'string' ? (files.get(value) ?? value) : value
  return entries.map((entry) => ({
    ...entry,
    changes: Object.fromEntries(
      Object.entries(entry.changes).map(([name, pair]) => [
        name,
        holds(name) ? (pair.map(told) as [unknown, unknown]) : pair,
      ]),
    ),
  }))
}

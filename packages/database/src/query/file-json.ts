import type { CompiledField } from '@fieldwork/metadata'
import type { SqlEnvironment } from './sql-environment.ts'

/** A file as people see it. */
export interface FileInfo {
  id: string
  name: string
  /** bytes */
  size: number
  /** media type, found by its content */
  type: string
  /** where its content is */
  url: string
}

/** `{"id","name","size","type","url"}` of a row of fw_file. */
export const fileJson = (alias: string): string =>
  `json_build_object('id', ${alias}.id, 'name', ${alias}.name, 'size', ${alias}.size, 'type', ${alias}.type,` +
  ` 'url', '/api/files/' || ${alias}.id)`

/** The files that a value names: one, or a list of them in its order. */
export function filesJson(
  env: Pick<SqlEnvironment, 'alias'>,
  { many }: NonNullable<CompiledField['files']>,
  value: string,
): string {
  const file = env.alias()
  if (!many) return `(select ${fileJson(file)} from fw_file ${file} where ${file}.id = ${value})`
  const at = env.alias()
  return (
    `(select json_agg(${fileJson(file)} order by ${at}.n) from unnest(${value}) with ordinality ${at} (id, n)` +
    ` join fw_file ${file} on ${file}.id = ${at}.id)`
  )
}

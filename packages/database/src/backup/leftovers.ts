import type { Database } from '../connection/types.ts'
import { quoteName } from '../query/sql-text.ts'
import { broughtFiles, dropSchema, takeSchema } from './restoration.ts'

const keysAtOnce = 1_000

/**
 * Removes what restorations have left: schemas that were replaced or never finished, and the files that only they knew.
 * Those that somebody works on stay.
 *
 * @param forget deletes the content of a file
 * @returns the schemas that are gone
 */
export async function clearLeftovers(db: Database, forget: (key: string) => Promise<void>): Promise<string[]> {
  const client = db.createClient()
  client.on('error', (error) => db.log.warn({ error }, 'the session that clears up after restorations was lost'))
  await client.connect()
  try {
    await client.query('set statement_timeout = 0')
    const { rows } = await client.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname ~ ('^' || $1 || '_(?:load|old)_[0-9a-f]{12}$')`,
      [db.schema],
    )
    const cleared: string[] = []
    for (const { name } of rows) {
      if (!(await takeSchema(client, name))) continue
      for await (const key of onlyKnownTo(db, name)) await forget(key)
      await dropSchema(client, name)
      cleared.push(name)
    }
    return cleared
  } finally {
    await client.end()
  }
}

/** Of a replaced workspace all its files, of a restoration those that it brought; not those that the present one has. */
async function* onlyKnownTo(db: Database, schema: string): AsyncGenerator<string> {
  const isLoad = schema.startsWith(`${db.schema}_load_`)
  const source = isLoad ? { table: broughtFiles, key: 'key' } : { table: 'fw_file', key: 'storage_key' }
  const known = await db.query({
    text: 'select to_regclass($1) is not null as known, to_regclass($2) is not null as live',
    values: [`${quoteName(schema)}.${source.table}`, `${quoteName(db.schema)}.fw_file`],
  })
  if (known.rows[0]?.known !== true) return
  const unless =
    known.rows[0]?.live === true ? 'and not exists (select from fw_file f where f.storage_key = k.key)' : ''
  for (let after = ''; ;) {
    const { rows } = await db.query<{ key: string }>({
      text: `select k.key from (select ${source.key} as key from ${quoteName(schema)}.${source.table}) k
        where k.key > $1 ${unless} order by k.key limit ${keysAtOnce}`,
      values: [after],
    })
    for (const { key } of rows) yield key
    if (rows.length < keysAtOnce) return
    after = rows.at(-1)!.key
  }
}

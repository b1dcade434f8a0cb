import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'

/** The rows of the hand-written server, in the schema `public`. */
export async function loadFloor(databaseUrl: string): Promise<void> {
  for (const file of ['schema', 'data', 'index']) {
    const path = fileURLToPath(new URL(`../../../../tests/load/${file}.sql`, import.meta.url))
    await onDatabase(databaseUrl, (client) => client.query(readFileSync(path, 'utf8')))
  }
}

/** The column `id` of what is asked for. */
export function column(databaseUrl: string, query: string): Promise<string[]> {
  return onDatabase(databaseUrl, async (client) =>
    (await client.query<{ id: string }>(query)).rows.map((row) => row.id),
  )
}

export async function onDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase, templateDatabase } from '../support/database.ts'

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('a test database is empty, encoded in UTF-8 and gone after drop', async () => {
  const database = await createTestDatabase()
  expect(await query(database.url, `select current_setting('server_encoding') as encoding`)).toEqual([
    { encoding: 'UTF8' },
  ])
  expect(await query(database.url, `select from information_schema.tables where table_schema = 'public'`)).toEqual([])
  await database.drop()
  await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist')
})

test('a template is built once for all who ask at the same time, and copies do not share rows', async () => {
  let builds = 0
  const build = async (url: string) => {
    builds++
    await query(url, 'create table item (id int); insert into item values (1)')
  }
  const names = await Promise.all([1, 2, 3].map(() => templateDatabase('items', build)))
  expect(builds).toBe(1)

  const [first, second] = await Promise.all(names.slice(0, 2).map((template) => createTestDatabase({ template })))
  await query(first!.url, 'insert into item values (2)')
  expect(await query(second!.url, 'select id from item')).toEqual([{ id: 1 }])
  await Promise.all([first!.drop(), second!.drop()])
})

import { expect } from 'vitest'
import { startApi, type ApiServer } from './api-server.ts'
import { launch, post } from './attacks.ts'
import { publishBills } from './bill-objects.ts'
import { fieldOf, putObject } from './plain-object.ts'

/** A server with records to attack. */
export interface AttackedServer {
  api: ApiServer
  /** of an administrator */
  token: string
  ids: Record<'bill' | 'line' | 'otherLine' | 'part' | 'node' | 'leaf' | 'thing', string>
}

const options = {
  a: { order: 1, label: { en: 'A', 'zh-CN': '甲' } },
  b: { order: 2, label: { en: 'B', 'zh-CN': '乙' } },
}

/** Starts it, with lines of two records, a tree, and a record with values of most kinds. */
export async function startAttacked(): Promise<AttackedServer> {
  const api = await startApi({ content: 'crm' })
  await publishBills(api)
  const duplicates = { same: { match: ['name', 'code'], action: 'block' } }
  const definitions = [
    putObject('node', { parent: fieldOf('lookup', { object: 'node' }) }, { hierarchy: 'parent' }),
    putObject(
      'thing',
      {
        code: fieldOf('text', { unique: true }),
        nodes: fieldOf('multi-lookup', { object: 'node' }),
        about: fieldOf('polymorphic-lookup', { objects: ['node', 'bill'] }),
        place: fieldOf('address'),
        spot: fieldOf('geolocation'),
        data: fieldOf('json'),
        tags: fieldOf('multi-select', { options }),
        kept: fieldOf('text', {}, { readOnly: true }),
        amount: fieldOf('money'),
      },
      { duplicates },
    ),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put: definitions, confirm: true })
  expect(published.status, published.text).toBe(200)
  const make = async (object: string, values: object) => {
    const made = await api.admin.post(`/api/records/${object}`, values)
    expect(made.status, made.text).toBe(201)
    return made.body
  }
  const lines = [
    { item: 'a', quantity: 1, price: 1, parts: [{ name: 'p' }] },
    { item: 'b', quantity: 1, price: 1 },
  ]
  const bill = await make('bill', { title: 'One', lines })
  const other = await make('bill', { title: 'Two', lines: [lines[1]] })
  const line = (await api.admin.get(`/api/records/bill_line/${bill.lines[0].id}?expand=parts`)).body
  const node = await make('node', { name: 'top' })
  const leaf = await make('node', { name: 'leaf', parent: node.id })
  const thing = await make('thing', { name: 'one', code: 'taken' })
  const { token } = (await api.admin.post('/api/tokens', { name: 'attacker' })).body
  const once = { 'idempotency-key': 'used' }
  expect((await launch(api, token, post('/api/records/node', { name: 'once' }, once), 'en')).status).toBe(201)
  const ids = {
    bill: bill.id,
    line: line.id,
    otherLine: other.lines[0].id,
    part: line.parts[0].id,
    node: node.id,
    leaf: leaf.id,
    thing: thing.id,
  }
  return { api, token, ids }
}

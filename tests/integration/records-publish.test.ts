import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertRecord, insertRecords, newId, writeRecord } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import type { ChangeSet } from '@fieldwork/metadata'
import { listOf, openRecords, parsed } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
beforeAll(async () => {
  fixture = await openRecords()
})
afterAll(() => fixture.close())

const label = (en: string) => ({ en, 'zh-CN': en })
const addField = (name: string, field: object): ChangeSet => ({
  patch: [{ kind: 'object', name: 'region', patch: { properties: { [name]: field } } }],
})
const publish = (changes: ChangeSet) => fixture.registry.publish(changes, { id: fixture.admin.id })
const contextOf = (catalog: QueryContext['catalog']): QueryContext => ({
  db: fixture.db,
  catalog,
  access: () => ({ kind: 'all' }),
  accessKey: 'all',
  user: { id: fixture.admin.id, name: 'Ada', username: 'ada' },
  timeZone: 'Asia/Shanghai',
})

describe('a publish', () => {
  it('makes every kind of write with the older catalog stop before it stores anything', async () => {
    const { id } = await fixture.records.create(fixture.admin, { object: 'region', values: { name: 'kept' } })
    const ctx = contextOf(fixture.registry.catalog())
    await publish(addField('x_a', { 'x-field': { type: 'text', label: label('A') } }))
    const values = { name: 'late' }
    expect((await insertRecord(ctx, { object: 'region', id: newId(), values })).code).toBe('stale_revision')
    for (const operation of ['update', 'delete', 'restore'] as const) {
      expect((await writeRecord(ctx, { object: 'region', id, operation, values })).code).toBe('stale_revision')
    }
    const many = insertRecords(ctx, { object: 'region', count: 1, rows: [{ id: newId(), values }] })
    await expect(many).rejects.toMatchObject({ code: 'stale_revision' })
    const { data } = await listOf(fixture.records, fixture.admin, { object: 'region' })
    expect(data.map(({ name, version }) => [name, version])).toEqual([['kept', 1]])
  })

  it('is noticed by another process at its next write, which then succeeds', async () => {
    const other = await fixture.join()
    const revision = other.registry.catalog().revision
    await publish(addField('x_b', { default: 'new', 'x-field': { type: 'text', label: label('B') } }))
    const values = { name: 'after' }
    const made = await other.records.create(fixture.admin, { object: 'region', values })
    expect(parsed(made)).toMatchObject({ name: 'after', x_b: 'new' })
    expect(other.registry.catalog().revision).toBeGreaterThan(revision)
  })

  it('shows new fields in the very next read', async () => {
    await publish(addField('x_t', { 'x-field': { type: 'formula', expression: 'name + "!"', label: label('T') } }))
    const { data } = await listOf(fixture.records, fixture.admin, { object: 'region', filter: 'x_t == "after!"' })
    expect(data).toMatchObject([{ name: 'after', x_t: 'after!' }])
  })
})

describe('fields that are called like words of SQL or of the statements', () => {
  const names = [
    't',
    'o',
    'a',
    'pre',
    'upd',
    'ins',
    'code',
    'select',
    'user_',
    'k0',
    'c0',
    'l0',
    'j',
    'changes',
    'one',
    'data',
  ]

  it('are written, read, filtered, sorted, grouped and kept in the history', async () => {
    const properties = Object.fromEntries(
      names.map((name) => [name, { 'x-field': { type: 'text', label: label(name) } }]),
    )
    const definition = {
      name: 'order',
      type: 'object',
      'x-object': { label: label('Order'), nameField: 't' },
      properties,
    }
    await publish({ put: [{ kind: 'object', definition }] })
    const { records, admin } = fixture
    const values = Object.fromEntries(names.map((name) => [name, `v_${name}`]))
    const { id } = await records.create(admin, { object: 'order', values })
    const changed = Object.fromEntries(names.map((name) => [name, `w_${name}`]))
    expect(parsed(await records.update(admin, { object: 'order', id, values: changed }))).toMatchObject(changed)
    expect(parsed(await records.get(admin, { object: 'order', id }))).toMatchObject(changed)
    for (const name of names) {
      const input = { object: 'order', filter: `${name} == "w_${name}"`, sort: `-${name}`, fields: [name] }
      expect((await listOf(records, admin, input)).data).toEqual([{ [name]: `w_${name}` }])
      const figures = await records.aggregate(admin, {
        object: 'order',
        measures: ['count()'],
        group: [name],
        sort: name,
      })
      expect(JSON.parse(figures)).toEqual({ data: [{ [name]: `w_${name}`, 'count()': 1 }] })
    }
    const { data } = await records.history(admin, { object: 'order', id })
    expect(Object.keys(data[0]!.changes)).toHaveLength(names.length)
    await records.remove(admin, { object: 'order', id })
    expect(await records.recycleBin(admin, {})).toContain('w_t')
    expect(parsed(await records.undelete(admin, { object: 'order', id }))).toMatchObject(changed)
  })
})

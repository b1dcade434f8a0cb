import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Records } from '@fieldwork/records'
import { listOf, openRecords, parsed, refusalOf } from './records-fixture.ts'
import type { RecordsFixture } from './records-fixture.ts'

let fixture: RecordsFixture
let records: Records
let seller: Actor
const ids: Record<string, string> = {}

beforeAll(async () => {
  fixture = await openRecords()
  ;({ records, seller } = fixture)
  const create = async (key: string, object: string, values: Record<string, unknown>) => {
    ids[key] = (await records.create(fixture.admin, { object, values })).id
    return ids[key]
  }
  const region = await create('north', 'region', { name: 'North' })
  const mine = await create('mine', 'customer', { name: 'Mine', owner: seller.id, level: 'gold' })
  const theirs = await create('theirs', 'customer', {
    name: 'Theirs',
    owner: fixture.other.id,
    level: 'silver',
    region,
  })
  await create('open', 'deal', { title: 'open', amount: 10, customer: mine })
  await create('foreign', 'deal', { title: 'foreign', amount: 20, customer: theirs, partner: theirs })
  await create('secret', 'deal', { title: 'secret', amount: 30, customer: mine, is_private: true })
})
afterAll(() => fixture.close())

const titles = async (actor: Actor, input: object = {}) =>
  (await listOf(records, actor, { object: 'deal', fields: ['title'], sort: 'title', ...input })).data.map(
    (r) => r.title,
  )
const secret = () => ({ object: 'deal', id: ids.secret! })

describe('a row rule', () => {
  it('hides rows from lists, counts, figures and reads by id', async () => {
    expect(await titles(seller)).toEqual(['foreign', 'open'])
    for (const count of ['exact', 'estimated'] as const) {
      expect((await listOf(records, seller, { object: 'deal', count })).page.count).toBe(2)
    }
    const figures = await records.aggregate(seller, { object: 'deal', measures: ['count()', 'sum(amount)'] })
    expect(JSON.parse(figures)).toEqual({ data: [{ 'count()': 2, 'sum(amount)': 30 }] })
    expect(await refusalOf(records.get(seller, secret()))).toMatchObject({ code: 'not_found', status: 404 })
    expect(await refusalOf(records.history(seller, secret()))).toMatchObject({ code: 'not_found' })
  })

  it('cannot be asked around by filters, sorts, searches or groups', async () => {
    expect(await titles(seller, { filter: 'title == "secret" || is_private' })).toEqual([])
    expect(await titles(seller, { q: 'secret' })).toEqual([])
    expect(await titles(seller, { sort: '-amount' })).toEqual(['foreign', 'open'])
    const groups = await records.aggregate(seller, { object: 'deal', measures: ['count()'], group: ['title'] })
    expect(groups).not.toContain('secret')
  })

  it('makes every kind of write answer as if the row did not exist', async () => {
    const { version } = await records.get(fixture.admin, secret())
    const tries = [
      () => records.update(seller, { ...secret(), values: { title: 'mine now' } }),
      () => records.remove(seller, secret()),
      () => records.transition(seller, { ...secret(), transition: 'open' }),
      () => records.restore(seller, { ...secret(), version: 1 }),
    ]
    for (const attempt of tries) expect(await refusalOf(attempt())).toMatchObject({ code: 'not_found', status: 404 })
    expect((await records.get(fixture.admin, secret())).version).toBe(version)
  })

  it('refuses rows that would leave it, new ones too', async () => {
    const away = records.update(seller, { object: 'deal', id: ids.open!, values: { is_private: true } })
    expect(await refusalOf(away)).toEqual({ code: 'forbidden', status: 403, problems: ['outside_scope'] })
    const born = records.create(seller, { object: 'deal', values: { title: 'x', is_private: true } })
    expect(await refusalOf(born)).toMatchObject({ code: 'forbidden', problems: ['outside_scope'] })
    const rows = [{ title: 'fine' }, { title: 'x', is_private: true }]
    const many = records.createMany(seller, { object: 'deal', rows })
    expect(await refusalOf(many)).toMatchObject({ code: 'forbidden', problems: ['/1 outside_scope'] })
    expect(await titles(fixture.admin, { filter: 'title == "fine" || title == "x"' })).toEqual([])
    const nobody = records.update(seller, { object: 'deal', id: ids.open!, values: { is_private: null } })
    expect(await refusalOf(nobody)).toMatchObject({ code: 'forbidden' })
  })

  it('can follow a lookup', async () => {
    const gold = await fixture.actor('Gus', ['gold_seller'])
    expect(await titles(gold)).toEqual(['open', 'secret'])
    expect(await refusalOf(records.get(gold, { object: 'deal', id: ids.foreign! }))).toMatchObject({
      code: 'not_found',
    })
  })
})

describe('hidden records behind lookups', () => {
  it('show their id without a label, and nothing by a path', async () => {
    const fields = ['customer', 'customer.id', 'customer.name', 'customer.region.name', 'customer_level']
    expect(parsed(await records.get(seller, { object: 'deal', id: ids.foreign!, fields }))).toEqual({
      customer: { id: ids.theirs, label: null },
      'customer.id': ids.theirs,
      'customer.name': null,
      'customer.region.name': null,
      customer_level: null,
    })
  })

  it('cannot be found by filters, told apart by sorts or named by groups', async () => {
    expect(await titles(seller, { filter: 'customer.name == "Theirs"' })).toEqual([])
    expect(await titles(seller, { filter: 'customer.region.name == "North"' })).toEqual([])
    expect(await titles(seller, { filter: 'customer_level == "silver"' })).toEqual([])
    expect(await titles(seller, { sort: '-customer.name' })).toEqual(['open', 'foreign'])
    const groups = await records.aggregate(seller, {
      object: 'deal',
      measures: ['count()', 'max(customer.credit)'],
      group: ['customer', 'customer.name'],
    })
    expect(groups).not.toContain('Theirs')
  })

  it('cannot be referred to', async () => {
    const work = records.create(seller, { object: 'deal', values: { title: 'x', customer: ids.theirs } })
    expect(await refusalOf(work)).toMatchObject({ problems: ['/customer unknown_reference'] })
    const change = (customer: string | undefined) =>
      records.update(seller, { object: 'deal', id: ids.open!, values: { customer } })
    expect(await refusalOf(change(ids.theirs))).toMatchObject({ problems: ['/customer unknown_reference'] })
    const rows = [{ title: 'x', customer: ids.theirs }]
    expect((await refusalOf(records.createMany(seller, { object: 'deal', rows }))).problems).toEqual([
      '/0/customer unknown_reference',
    ])
  })

  it('may stay referred to by a record that is written for another reason', async () => {
    const kept = await records.update(seller, {
      object: 'deal',
      id: ids.foreign!,
      values: { customer: ids.theirs, quantity: 1 },
    })
    expect(kept.version).toBe(2)
  })

  it('have no label in the history', async () => {
    const { data } = await records.history(seller, { object: 'deal', id: ids.foreign! })
    expect(data.at(-1)!.changes.customer).toEqual([null, { id: ids.theirs, label: null }])
  })
})

describe('the recycle bin', () => {
  it('shows and gives back only what the actor may delete', async () => {
    const { id } = await records.create(fixture.admin, { object: 'deal', values: { title: 'gone', is_private: true } })
    await records.remove(fixture.admin, { object: 'deal', id })
    const bin = async (actor: Actor) => records.recycleBin(actor, { object: 'deal' })
    expect(await bin(fixture.admin)).toContain(id)
    expect(await bin(seller)).not.toContain(id)
    expect(await refusalOf(records.undelete(seller, { object: 'deal', id }))).toMatchObject({ code: 'not_found' })
    expect(await refusalOf(bin(fixture.reader))).toMatchObject({ code: 'forbidden' })
    expect(JSON.parse(await records.recycleBin(fixture.reader, {}))).toEqual({ data: [], page: { after: null } })
  })
})

describe('operations', () => {
  it('are added up over roles, and each implies reading', async () => {
    const clerk = await fixture.actor('Cleo', ['clerk'])
    const both = await fixture.actor('Bo', ['clerk', 'reader', 'unknown'])
    expect(records.rights(clerk)).toEqual({ user: ['read'], region: ['read', 'update'] })
    expect(records.rights(both)).toMatchObject({ deal: ['read'], region: ['read', 'update'] })
    const renamed = await records.update(clerk, { object: 'region', id: ids.north!, values: { name: 'Nord' } })
    expect(parsed(renamed)).toMatchObject({ name: 'Nord' })
    expect(await titles(both)).toEqual(['foreign', 'open', 'secret'])
  })

  it('join the conditions of several roles by or', async () => {
    const twice = await fixture.actor('Tia', ['seller', 'reader'])
    const names = (await listOf(records, twice, { object: 'customer', sort: 'name' })).data.map(({ name }) => name)
    expect(names).toEqual(['Mine', 'Theirs'])
    const change = records.update(twice, { object: 'customer', id: ids.theirs!, values: { name: 'x' } })
    expect(await refusalOf(change)).toMatchObject({ code: 'forbidden', status: 403 })
  })

  it('that are missing are forbidden for the object as a whole', async () => {
    const { reader } = fixture
    const tries = [
      () => records.list(reader, { object: 'region' }),
      () => records.get(reader, { object: 'region', id: ids.north! }),
      () => records.aggregate(reader, { object: 'region', measures: ['count()'] }),
      () => records.create(reader, { object: 'deal', values: { title: 'x' } }),
      () => records.createMany(reader, { object: 'deal', rows: [{ title: 'x' }] }),
      () => records.update(reader, { object: 'deal', id: ids.open!, values: { title: 'x' } }),
      () => records.remove(reader, { object: 'deal', id: ids.open! }),
      () => records.transition(reader, { object: 'deal', id: ids.open!, transition: 'open' }),
      () => records.restore(reader, { object: 'deal', id: ids.open!, version: 1 }),
    ]
    for (const attempt of tries) expect(await refusalOf(attempt())).toMatchObject({ code: 'forbidden', status: 403 })
  })

  it('on people are reading only, for everybody, administrators too', async () => {
    expect(records.rights(fixture.admin).user).toEqual(['read', 'export'])
    const people = await listOf(records, fixture.reader, { object: 'user', fields: ['name'], filter: 'name == "Sam"' })
    expect(people.data).toEqual([{ name: 'Sam' }])
    const made = records.create(fixture.admin, { object: 'user', values: { name: 'x', username: 'x' } })
    expect(await refusalOf(made)).toMatchObject({ code: 'forbidden' })
  })
})

const customerNames = async (actor: Actor) =>
  (await listOf(records, actor, { object: 'customer' })).data.map((r) => r.name)

describe('statements compiled for one actor', () => {
  it('are not used for another with the same roles', async () => {
    expect(await customerNames(seller)).toEqual(['Mine'])
    expect(await customerNames(fixture.other)).toEqual(['Theirs'])
  })
})

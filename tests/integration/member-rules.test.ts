import { nudgeTasks, recomputeMembers } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectedMembers, openMemberRules, rules, storedMembers, toldMembers } from '../support/member-rule-world.ts'
import type { MemberRuleWorld } from '../support/member-rule-world.ts'

let world: MemberRuleWorld
let ann: { employee: string; user: string }
let bob: { employee: string; user: string }
let ids: Record<'paint' | 'water' | 'resin' | 'mapping', string>

beforeAll(async () => {
  world = await openMemberRules(rules.interest, rules.sold, rules.helper)
  ann = await world.person('Ann')
  bob = await world.person('Bob')
  const paint = await world.create('category', { name: 'Paint' })
  const water = await world.create('category', { name: 'Water paint', parent: paint })
  const resin = await world.create('category', { name: 'Resin' })
  const mapping = await world.create('specialist', { name: 'paint', category: paint, people: [ann.employee] })
  ids = { paint, water, resin, mapping }
}, 60_000)

afterAll(() => world?.close())

const exact = async () => {
  const stored = await storedMembers(world)
  expect(stored).toEqual(await expectedMembers(world, Object.keys(rules)))
  expect(await toldMembers(world)).toEqual(stored)
}

describe('members by rule (PLAT-50)', () => {
  it('come with a record whose value is mapped, below it too, and go when it changes', async () => {
    const id = await world.create('deal', { name: 'a', interests: [ids.water] })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await world.update('deal', id, { note: 'nothing that matters' })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await world.update('deal', id, { interests: [ids.resin] })
    expect(await world.members(id)).toEqual([])
    await exact()
  })

  it('follow the mapping: another value, other people, deleted and back', async () => {
    const id = await world.create('deal', { name: 'b', interests: [ids.resin] })
    await world.update('specialist', ids.mapping, { category: ids.resin })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await world.update('specialist', ids.mapping, { people: [ann.employee, bob.employee] })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest', 'Bob 2 rule:interest'])
    await world.records.remove(world.admin, { object: 'specialist', id: ids.mapping })
    expect(await world.members(id)).toEqual([])
    await world.records.undelete(world.admin, { object: 'specialist', id: ids.mapping })
    expect(await world.members(id)).toHaveLength(2)
    await world.update('specialist', ids.mapping, { category: ids.paint, people: [ann.employee] })
    await exact()
  })

  it('follow a move in the hierarchy', async () => {
    const id = await world.create('deal', { name: 'c', interests: [ids.water] })
    await world.update('category', ids.water, { parent: ids.resin })
    expect(await world.members(id)).toEqual([])
    await world.update('category', ids.water, { parent: ids.paint })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await exact()
  })

  it('follow lines and what they refer to, where all keys match and the condition holds', async () => {
    const product = await world.create('product', { name: 'p', category: ids.paint, is_new: false })
    await world.update('specialist', ids.mapping, { grade: 'a' })
    const id = await world.create('deal', { name: 'd', grade: 'a', lines: [{ name: 'l', product }] })
    expect(await world.members(id)).toEqual([])
    await world.update('product', product, { is_new: true })
    expect(await world.members(id)).toEqual(['Ann 1 rule:sold'])
    await world.update('deal', id, { grade: 'b' })
    expect(await world.members(id)).toEqual([])
    await world.update('deal', id, { grade: 'a' })
    await world.update('product', product, { category: ids.resin })
    expect(await world.members(id)).toEqual([])
    await world.update('product', product, { category: ids.paint })
    expect(await world.members(id)).toEqual(['Ann 1 rule:sold'])
    await world.update('deal', id, { lines: [] })
    expect(await world.members(id)).toEqual([])
    await exact()
  })

  it('follow the owner, and whom his own record names', async () => {
    const cid = await world.person('Cid')
    await world.update('employee', cid.employee, { helper: bob.employee })
    const id = await world.create('deal', { name: 'e', owner: cid.user })
    expect(await world.members(id)).toEqual(['Bob 2 rule:helper'])
    await world.update('employee', cid.employee, { helper: ann.employee })
    expect(await world.members(id)).toEqual(['Ann 2 rule:helper'])
    await world.records.assign(world.admin, { object: 'deal', id, owner: ann.user })
    expect(await world.members(id)).toEqual([])
    await exact()
  })

  it('leave those alone whom people added, and keep whom both did until both let go', async () => {
    const id = await world.create('deal', { name: 'f', interests: [ids.paint] })
    const change = (add: string[], remove: string[]) =>
      world.records.changeMembers(world.admin, { object: 'deal', id, add, remove, level: 'read' })
    await change([ann.user, bob.user], [])
    expect(await world.members(id)).toEqual(['Ann 1 manual', 'Ann 2 rule:interest', 'Bob 1 manual'])
    await world.update('deal', id, { interests: null })
    expect(await world.members(id)).toEqual(['Ann 1 manual', 'Bob 1 manual'])
    await world.update('deal', id, { interests: [ids.paint] })
    await change([], [ann.user, bob.user])
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await exact()
  })

  it('are told in the history of the record with the rule, by whom and with what was written', async () => {
    const id = await world.create('deal', { name: 'g', interests: [ids.paint] })
    const { rows } = await world.db.query({
      text: 'select op, actor, changes, at from fw_event where record_id = $1 order by id',
      values: [id],
    })
    expect(rows.map(({ op, actor }) => [op, actor])).toEqual([
      ['create', world.admin.id],
      ['members', world.admin.id],
    ])
    const member = { user: { id: ann.user, label: 'Ann' }, level: 'edit', rule: 'interest' }
    expect(rows[1]?.changes).toEqual({ '@members': [[], [member]] })
    expect(rows[0]?.at).toEqual(rows[1]?.at)
  })

  it('come with bulk writes, an undelete and a restore as with a single one', async () => {
    const rows = [1, 2, 3].map((n) => ({ name: `bulk ${n}`, interests: [n === 2 ? ids.resin : ids.paint] }))
    const made = await world.records.createMany(world.admin, { object: 'deal', rows })
    const members = await Promise.all(made.ids.map((id) => world.members(id)))
    expect(members.map(({ length }) => length)).toEqual([1, 0, 1])
    const [id] = made.ids as [string]
    await world.records.remove(world.admin, { object: 'deal', id })
    await world.update('specialist', ids.mapping, { people: [bob.employee] })
    await world.records.undelete(world.admin, { object: 'deal', id })
    expect(await world.members(id)).toEqual(['Bob 2 rule:interest'])
    await world.update('deal', id, { interests: null })
    await world.records.restore(world.admin, { object: 'deal', id, version: 1 })
    expect(await world.members(id)).toEqual(['Bob 2 rule:interest'])
    await world.update('specialist', ids.mapping, { people: [ann.employee] })
    await exact()
  })

  it('end when a person leaves or his account does, and when a write is refused nothing stays', async () => {
    const dan = await world.person('Dan')
    await world.update('specialist', ids.mapping, { people: [ann.employee, dan.employee] })
    const id = await world.create('deal', { name: 'h', interests: [ids.paint] })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest', 'Dan 2 rule:interest'])
    await world.update('employee', dan.employee, { employment_state: 'left' })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await world.update('employee', dan.employee, { employment_state: 'active' })
    await world.db.query({ text: 'update "user" set active = false where id = $1', values: [dan.user] })
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await expect(
      world.db.transaction(async (tx) => {
        await tx.query({ text: `update deal set interests = '{}' where id = $1`, values: [id] })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
    await exact()
  })

  it('are made by a task where many records are concerned', async () => {
    const kind = await world.create('category', { name: 'Many' })
    const rows = Array.from({ length: 2_100 }, (_, n) => ({ name: `m${n}`, interests: [kind] }))
    await world.records.createMany(world.admin, { object: 'deal', rows })
    const mapping = await world.create('specialist', { name: 'many', category: kind, people: [bob.employee] })
    nudgeTasks(world.db)
    await world.tasksDone()
    await exact()
    expect((await storedMembers(world)).length).toBeGreaterThan(2_100)
    const text = `select 1 from fw_access a join deal d on d.id = a.record_id where d.created_at <> a.created_at`
    expect((await world.db.query({ text })).rowCount).toBe(0)
    await world.records.remove(world.admin, { object: 'specialist', id: mapping })
    await world.tasksDone()
    await exact()
  })

  it('are made anew when rows were changed behind the back of the rules', async () => {
    const id = await world.create('deal', { name: 'i', interests: [ids.paint] })
    await world.db.query({ text: `delete from fw_access where record_id = $1`, values: [id] })
    await recomputeMembers(world.db, world.registry.catalog(), { rule: 'interest', actor: null })
    nudgeTasks(world.db)
    await world.tasksDone()
    expect(await world.members(id)).toEqual(['Ann 2 rule:interest'])
  })

  it('follow the rule itself: changed, removed, reverted', async () => {
    const id = await world.create('deal', { name: 'j', interests: [ids.water] })
    await world.publish({ ...rules.interest, level: 'read' } as never)
    await world.tasksDone()
    expect(await world.members(id)).toEqual(['Ann 1 rule:interest'])
    await world.remove('interest')
    await world.tasksDone()
    expect(await world.members(id)).toEqual([])
    await world.update('deal', id, { note: 'goes on' })
    await world.registry.revert(world.registry.catalog().revision, { id: world.admin.id })
    await world.tasksDone()
    expect(await world.members(id)).toEqual(['Ann 1 rule:interest'])
    await world.publish(rules.interest)
    await world.tasksDone()
    await exact()
  })

  it('cost an object without rules nothing: it has no trigger of theirs', async () => {
    const { rows } = await world.db.query<{ table: string }>({
      text: `select distinct c.relname as table from pg_trigger g join pg_class c on c.oid = g.tgrelid
        where g.tgname like 'fw\\_mr\\_%' order by 1`,
    })
    expect(rows.map(({ table }) => table)).toEqual([
      'category',
      'deal',
      'deal_line',
      'employee',
      'product',
      'specialist',
      'user',
    ])
    await world.remove('sold')
    const after = await world.db.query({
      text: `select from pg_trigger g join pg_class c on c.oid = g.tgrelid
      where g.tgname like 'fw\\_mr\\_%' and c.relname in ('product', 'deal_line')`,
    })
    expect(after.rowCount).toBe(0)
  })
})

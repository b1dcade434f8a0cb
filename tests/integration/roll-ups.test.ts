import { setTimeout as sleep } from 'node:timers/promises'
import { getTask, nudgeTasks, recomputeRollUp } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { account, differences, field, line, object, openRollUps, order } from '../support/roll-up-workspace.ts'
import type { RollUpWorkspace } from '../support/roll-up-workspace.ts'

let workspace: RollUpWorkspace
let ids: { account: string; order: string; other: string; line: string }

const create = async (name: string, values: Record<string, unknown>): Promise<string> =>
  (await workspace.records.create(workspace.admin, { object: name, values })).id
const update = (name: string, id: string, values: Record<string, unknown>) =>
  workspace.records.update(workspace.admin, { object: name, id, values })
const read = async (name: string, id: string): Promise<Record<string, unknown>> =>
  JSON.parse((await workspace.records.get(workspace.admin, { object: name, id })).json) as Record<string, unknown>

beforeAll(async () => {
  workspace = await openRollUps(account, order, line)
  const owner = await create('account', { name: 'Acme' })
  const [first, other] = [
    await create('order', { name: 'A1', account: owner, status: 'done', placed: '2026-01-05' }),
    await create('order', { name: 'A2', account: owner, placed: '2026-01-06' }),
  ]
  const part = { name: 'p', order: first, amount: 10.5, quantity: 3, active: true, kind: 'part', due: '2026-02-01' }
  ids = { account: owner, order: first, other, line: await create('line', part) }
})

afterAll(() => workspace?.close())

describe('roll-ups (PLAT-14)', () => {
  it('are 0 or empty on a record that nothing refers to', async () => {
    expect(await read('order', ids.other)).toMatchObject({
      lines: 0,
      total: 0,
      least: null,
      mean: null,
      last_kind: null,
    })
  })

  it('follow a new record, up every level, without a new version', async () => {
    expect(await read('order', ids.order)).toMatchObject({
      version: 1,
      lines: 1,
      parts: 1,
      dated: 1,
      total: 10.5,
      pieces: 3,
      weight: 10.5,
      least: 10.5,
      most: 10.5,
      first_due: '2026-02-01',
      mean: 10.5,
      last_kind: 'part',
      last_amount: 10.5,
    })
    expect(await read('account', ids.account)).toMatchObject({
      version: 1,
      turnover: 10.5,
      biggest: 10.5,
      mean: 10.5,
      orders: 2,
      latest: 0,
    })
  })

  it('follow changes, conditions that begin or cease to hold, moves, deletions and their undoing', async () => {
    const { records, admin } = workspace
    const { id } = await records.create(admin, { object: 'line', values: { name: 'q', order: ids.order, amount: 99 } })
    expect(await read('order', ids.order)).toMatchObject({ lines: 2, total: 10.5, most: 10.5, mean: 54.75 })
    await update('line', id, { active: true, quantity: 5, kind: 'work', due: '2026-03-01' })
    expect(await read('order', ids.order)).toMatchObject({ total: 109.5, most: 99, last_kind: 'work' })
    await update('line', id, { order: ids.other })
    expect(await read('order', ids.order)).toMatchObject({ lines: 1, total: 10.5, most: 10.5, last_kind: 'part' })
    expect(await read('order', ids.other)).toMatchObject({ lines: 1, total: 99, most: 99, last_kind: 'work' })
    await records.remove(admin, { object: 'line', id })
    expect(await read('order', ids.other)).toMatchObject({
      lines: 0,
      total: 0,
      most: null,
      last_kind: null,
      mean: null,
    })
    await records.undelete(admin, { object: 'line', id })
    expect(await read('order', ids.other)).toMatchObject({ lines: 1, total: 99, most: 99, last_kind: 'work' })
    await update('order', ids.other, { status: 'done' })
    expect(await read('account', ids.account)).toMatchObject({ turnover: 109.5, latest: 99 })
    expect(await differences(workspace)).toEqual([])
  })

  it('follow what is stored in bulk and what is written past the platform', async () => {
    const { records, admin, db } = workspace
    const rows = Array.from({ length: 300 }, (_, n) => ({
      name: `b${n}`,
      order: n % 2 ? ids.order : ids.other,
      amount: n / 4,
      quantity: n % 7,
      active: n % 3 === 0,
      due: `2026-01-${String((n % 28) + 1).padStart(2, '0')}`,
      kind: n % 5 ? 'part' : 'work',
    }))
    await records.createMany(admin, { object: 'line', rows })
    expect(await differences(workspace)).toEqual([])
    await db.query({ text: `update line set amount = amount + 1, active = not active where name like 'b1%'` })
    expect(await differences(workspace)).toEqual([])
    await db.query({ text: `delete from line where name like 'b2%'` })
    expect(await differences(workspace)).toEqual([])
    expect(await read('order', ids.order)).toMatchObject({ version: 1 })
  })

  it('follow records that stand below others, wherever these are moved', async () => {
    const top = await create('account', { name: 'Top' })
    const below = await create('account', { name: 'Middle', group: top })
    const lowest = await create('account', { name: 'Bottom', group: below })
    const placed = await create('order', { name: 'B', account: lowest, status: 'done', placed: '2026-04-01' })
    await create('line', { name: 'l', order: placed, amount: 40, active: true, quantity: 1 })
    const of = async (id: string) => {
      const { all_orders, all_turnover, all_biggest, members } = await read('account', id)
      return [all_orders, all_turnover, all_biggest, members]
    }
    expect([await of(top), await of(below), await of(lowest)]).toEqual([
      [1, 40, 40, 2],
      [1, 40, 40, 1],
      [1, 40, 40, 0],
    ])
    await update('account', below, { group: ids.account })
    expect(await of(top)).toEqual([0, 0, null, 0])
    expect(await read('account', ids.account)).toMatchObject({ members: 2, version: 1, all_orders: 3 })
    await expect(update('account', below, { group: lowest })).rejects.toMatchObject({ code: 'validation_failed' })
    await workspace.records.remove(workspace.admin, { object: 'account', id: below })
    expect(await read('account', lowest)).toMatchObject({ group: null, all_orders: 1 })
    expect(await read('account', ids.account)).toMatchObject({ members: 0 })
    expect(await differences(workspace)).toEqual([])
    // several at once, past the platform, below each other before and after
    await workspace.db.query({
      text: `update account set "group" = case id when $1 then $2::uuid when $2 then $3::uuid else null end where id in ($1, $2, $3)`,
      values: [lowest, top, ids.account],
    })
    expect(await differences(workspace)).toEqual([])
    await workspace.db.query({
      text: `update account set "group" = case id when $1 then null when $2 then $1::uuid else $2::uuid end where id in ($1, $2, $3)`,
      values: [lowest, top, ids.account],
    })
    expect(await differences(workspace)).toEqual([])
    expect(await of(lowest)).toMatchObject([3, expect.any(Number), expect.any(Number), 2])
    await workspace.db.query({ text: `update account set "group" = null` })
    expect(await differences(workspace)).toEqual([])
  })

  it('leave no trace in the history of the record', async () => {
    const { data } = await workspace.records.history(workspace.admin, { object: 'order', id: ids.order })
    expect(data.map(({ op }) => op)).toEqual(['create'])
  })

  it('filter, sort, group and count in lists and figures', async () => {
    const { records, admin } = workspace
    const list = await records.list(admin, {
      object: 'order',
      filter: 'lines > 1 && total != null',
      sort: '-mean,name',
    })
    expect((JSON.parse(list) as { data: unknown[] }).data).toHaveLength(2)
    const page = await records.list(admin, { object: 'order', sort: '-total', limit: 1, fields: ['name', 'total'] })
    const { after } = (JSON.parse(page) as { page: { after: string } }).page
    const next = await records.list(admin, { object: 'order', sort: '-total', limit: 1, fields: ['name'], after })
    expect((JSON.parse(next) as { data: unknown[] }).data).toHaveLength(1)
    const sums = await records.aggregate(admin, { object: 'order', measures: ['sum(total)', 'max(first_due)'] })
    expect((JSON.parse(sums) as { data: unknown[] }).data).toHaveLength(1)
  })

  it('cannot be written', async () => {
    await expect(update('order', ids.order, { total: 5 })).rejects.toMatchObject({ code: 'validation_failed' })
  })

  it('need no steps when nothing has changed', async () => {
    const put = [account, order, line].map((definition) => ({ kind: 'object' as const, definition }))
    expect((await workspace.registry.plan({ put })).steps).toEqual([])
  })
})

const withTotal = (options: Record<string, unknown>) => ({
  ...order,
  properties: { ...order.properties, ...(options.function ? { extra: field('roll-up', options) } : {}) },
})

describe('a change of roll-ups (PLAT-24)', () => {
  it('fills a new one from the records there are', async () => {
    const extra = { object: 'line', via: 'order', function: 'sum', field: 'quantity', where: 'active' }
    const plan = await workspace.registry.plan({ put: [{ kind: 'object', definition: withTotal(extra) }] })
    expect(plan.steps.map((step) => `${step.class}: ${step.summary.en}`)).toEqual([
      'safe: Add field Extra (extra) to Order (order)',
      expect.stringMatching(/^safe: Keep roll-ups of Order \(order\) right with every write of Line \(line\): .*extra/),
      'safe: Make Extra (extra) of Order (order) from the records of Line (line) there are',
    ])
    await workspace.publish(withTotal(extra))
    const { rows } = await workspace.db.query({
      text: `select count(*)::int as wrong from "order" o where extra is distinct from
        (select coalesce(sum(quantity), 0) from line l where l."order" = o.id and active and deleted_at is null)`,
    })
    expect(rows).toEqual([{ wrong: 0 }])
  })

  it('makes it anew when its condition changes, and stops when it is removed', async () => {
    const extra = { object: 'line', via: 'order', function: 'sum', field: 'quantity', where: 'not_yet' }
    await expect(workspace.publish(withTotal(extra))).rejects.toMatchObject({ code: 'validation_failed' })
    await workspace.publish(withTotal({ ...extra, where: '!active' }))
    const idle = async () => {
      const text = `select coalesce(sum(quantity), 0)::float8 as pieces from line
        where "order" = $1 and not active and deleted_at is null`
      const { rows } = await workspace.db.query({ text, values: [ids.order] })
      return rows[0]?.pieces as number
    }
    const before = await idle()
    expect(await read('order', ids.order)).toMatchObject({ extra: before })
    await workspace.publish(order)
    await create('line', { name: 'z', order: ids.order, quantity: 4, active: false })
    expect(await idle()).toBe(before + 4)
    await workspace.publish(withTotal({ ...extra, where: '!active' }))
    expect(await read('order', ids.order)).toMatchObject({ extra: before + 4 })
    await workspace.publish(order)
  })

  it('follows a formula that changes', async () => {
    const changed = {
      ...line,
      properties: { ...line.properties, weight: field('formula', { expression: 'amount + 1' }) },
    }
    const plan = await workspace.registry.plan({ put: [{ kind: 'object', definition: changed }] })
    expect(plan.steps.map((step) => step.summary.en)).toEqual([
      expect.stringContaining('Keep roll-ups'),
      'Make Weight (weight) of Order (order) from the records of Line (line) there are',
    ])
    await workspace.publish(changed)
    const { rows } = await workspace.db.query({
      text: `select count(*)::int as wrong from "order" o where weight is distinct from
        (select coalesce(sum(amount + 1), 0) from line l where l."order" = o.id and deleted_at is null)`,
    })
    expect(rows).toEqual([{ wrong: 0 }])
    await workspace.publish(line)
  })

  it('follows a field that gets another type, and takes nothing over that people entered', async () => {
    const finer = { ...line, properties: { ...line.properties, amount: field('money', { scale: 4 }) } }
    await workspace.publish(finer)
    const { property, type } = workspace.registry.catalog().object('order').fields.get('most')!
    expect(type.column(property)?.type).toBe('numeric(20,4)')
    expect(await differences(workspace)).toEqual([])
    await workspace.publish(line)
    expect(await differences(workspace)).toEqual([])

    const entered = { ...order, properties: { ...order.properties, extra: field('money') } }
    await workspace.publish(entered)
    await update('order', ids.order, { extra: 77 })
    const most = { object: 'line', via: 'order', function: 'max', field: 'amount' }
    const plan = await workspace.registry.plan({ put: [{ kind: 'object', definition: withTotal(most) }] })
    expect(plan.steps[0]).toMatchObject({ class: 'confirm', summary: { en: expect.stringContaining('kept aside') } })
    await workspace.publish(withTotal(most))
    expect(await read('order', ids.order)).not.toMatchObject({ extra: 77 })
    const { registry } = workspace
    await registry.revert(registry.catalog().revision, null, { confirm: true })
    expect(await read('order', ids.order)).toMatchObject({ extra: 77 })
    await workspace.publish(order)
  })

  it('drops what keeps them with the last one', async () => {
    const plain = object('order', { account: field('lookup', { object: 'account' }) })
    const bare = object('account', { group: field('lookup', { object: 'account' }) })
    await workspace.publish(plain, bare)
    const { rows } = await workspace.db.query({
      text: `select proname from pg_proc where proname like 'fw\\_ru%' union all select tgname from pg_trigger where tgname like 'fw\\_ru%'`,
    })
    expect(rows).toEqual([])
    await workspace.publish(account, order)
    expect(await differences(workspace)).toEqual([])
  })

  it('counts records of the same object', async () => {
    const tree = {
      ...account,
      properties: {
        ...account.properties,
        members: field('roll-up', { object: 'account', via: 'group', function: 'count' }),
      },
    }
    await workspace.publish(tree)
    await create('account', { name: 'Child', group: ids.account })
    expect(await read('account', ids.account)).toMatchObject({ members: 1 })
    await workspace.publish(account)
  })
})

describe('making a roll-up anew (PLAT-24)', () => {
  it('repairs what was changed past the platform, as a task', async () => {
    const { db, registry, admin } = workspace
    const columnOf = (name: string) => registry.catalog().object('order').fields.get(name)!.column
    await db.query({ text: `update "order" set "${columnOf('total')}" = 1, "${columnOf('lines')}" = 0` })
    const input = { object: 'order', field: 'total', actor: admin.id }
    const id = await recomputeRollUp(db, registry.catalog(), input)
    nudgeTasks(db)
    const task = await finished(id)
    expect(task).toMatchObject({ state: 'done', label: { en: 'Make roll-up Total of Order anew' } })
    const wrong = (await differences(workspace)) as { stored_and_expected: Record<string, [number, number]> }[]
    expect(wrong.some(({ stored_and_expected: { lines } }) => lines![0] !== lines![1])).toBe(true)
    for (const { stored_and_expected: values } of wrong) expect(values.total![0]).toBe(values.total![1])

    await recomputeRollUp(db, registry.catalog(), { ...input, field: 'lines' }).then(finished)
    expect(await differences(workspace)).toEqual([])
  })

  it('is refused for what is no roll-up', async () => {
    const { db, registry } = workspace
    const ask = (field: string) => recomputeRollUp(db, registry.catalog(), { object: 'order', field, actor: null })
    await expect(ask('placed')).rejects.toMatchObject({ code: 'validation_failed' })
    await expect(ask('nothing')).rejects.toMatchObject({ code: 'unknown_field' })
  })
})

async function finished(id: string) {
  nudgeTasks(workspace.db)
  for (;;) {
    const task = await getTask(workspace.db, id)
    if (task.state !== 'queued' && task.state !== 'running') return task
    await sleep(20)
  }
}

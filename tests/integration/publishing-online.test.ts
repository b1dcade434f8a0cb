import { setTimeout as sleep } from 'node:timers/promises'
import { getTask, cancelTask, enqueueTask, retryTask, nudgeTasks } from '@fieldwork/database'
import type { Plan } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { admin, object, openWorkspace, put, refusal, steps } from './publishing-fixture.ts'
import type { Fields, Workspace } from './publishing-fixture.ts'

let w: Workspace

beforeAll(async () => {
  w = await openWorkspace()
})

afterAll(() => w.close())

const largeRows = 12_000

/** A table that is too large to be read while others wait. */
async function large(name: string, fields: Fields, values: string): Promise<void> {
  await w.registry.publish(put(object(name, fields)), admin)
  await w.rows(`insert into main.${name} (id, ${values.split(' = ')[0]})
    select gen_random_uuid(), ${values.split(' = ')[1]} from generate_series(1, ${largeRows}) i`)
}

const publish = (name: string, fields: Fields, confirm = false) =>
  w.registry.publish({ ...put(object(name, fields)), confirm }, admin)

const ends = (id: string, state: string) =>
  vi.waitFor(async () => expect(await getTask(w.db, id)).toMatchObject({ state }), { timeout: 20_000, interval: 30 })

const indexes = async (table: string): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (
      await w.rows(`select indexrelid::regclass::text as name, indisvalid as valid from pg_index
        where indrelid = 'main.${table}'::regclass and indexrelid::regclass::text like '%fw\\_%x\\_%'`)
    ).map(({ name, valid }) => [name, valid]),
  )

const fieldOf = (name: string, field: string) => w.registry.catalog().object(name).fields.get(field)!
const background = (plan: Plan) => plan.steps.filter((step) => step.background).map((step) => step.summary.en)

describe('an index of a large table', () => {
  it('is built by a task, while the definition is in effect at once', async () => {
    await large('wide', { a: { type: 'text' } }, 'a = i::text')
    const changes = put(object('wide', { a: { type: 'text', indexed: true } }))
    const plan = await w.registry.plan(changes)
    expect(background(plan)).toEqual(['Add index fw_ix_wide__a to wide (wide)'])
    expect(plan.steps[0]!.sql).toContain('create index concurrently')
    const { revision, tasks } = await w.registry.publish(changes, admin)
    expect(revision).toBe(w.registry.catalog().revision)
    expect(tasks).toMatchObject([
      { kind: 'build-index', label: { en: 'Add index fw_ix_wide__a to wide (wide)' }, revision },
    ])
    await ends(tasks[0]!.id, 'done')
    expect(await indexes('wide')).toMatchObject({ fw_ix_wide__a: true })
    expect(steps(await w.registry.plan({}))).toEqual([])
  })

  it('of a small table is there when the publish answers', async () => {
    await w.registry.publish(put(object('narrow', { a: { type: 'text' } })), admin)
    const { tasks } = await publish('narrow', { a: { type: 'text', indexed: true } })
    expect(tasks).toEqual([])
    expect(await indexes('narrow')).toMatchObject({ fw_ix_narrow__a: true })
  })

  it('that nobody wants any more is given up', async () => {
    await large('waits', { a: { type: 'text' } }, 'a = i::text')
    const reader = await w.db.pool.connect()
    await reader.query('begin; lock table main.waits in row exclusive mode')
    const { tasks } = await publish('waits', { a: { type: 'text', indexed: true } })
    await vi.waitFor(async () => expect((await getTask(w.db, tasks[0]!.id)).state).toBe('running'))
    const giving = publish('waits', { a: { type: 'text' } })
    await vi.waitFor(async () => expect((await getTask(w.db, tasks[0]!.id)).cancelling).toBe(true))
    await reader.query('rollback')
    reader.release()
    await giving
    expect(await getTask(w.db, tasks[0]!.id)).toMatchObject({ state: 'cancelled' })
    expect(Object.keys(await indexes('waits'))).toEqual(['fw_ix_waits__created_at'])
    expect(steps(await w.registry.plan({}))).toEqual([])
  })
})

describe('uniqueness of a large table', () => {
  it('is refused where values are repeated', async () => {
    await large('codes', { code: { type: 'text' } }, 'code = (i % 11000)::text')
    const error = await refusal(publish('codes', { code: { type: 'text', unique: true } }))
    expect(error.problems).toMatchObject([{ code: 'duplicates_exist', params: { rows: 1_000 } }])
  })

  it('waits for who is writing, and is refused for what they repeat', async () => {
    await large('keys', { code: { type: 'text' } }, 'code = i::text')
    const writer = await w.db.pool.connect()
    await writer.query(`begin; insert into main.keys (id, code) values (gen_random_uuid(), '77')`)
    const refused = refusal(publish('keys', { code: { type: 'text', unique: true } }))
    await sleep(200)
    await writer.query('commit')
    writer.release()
    expect((await refused).problems).toMatchObject([{ code: 'duplicates_exist', params: { rows: 1 } }])
    await w.rows(`delete from main.keys where ctid = (select max(ctid) from main.keys where code = '77')`)
  })

  it('fails with the values that came past the platform, and succeeds once they differ', async () => {
    const { tasks } = await publish('keys', { code: { type: 'text', unique: true } })
    await ends(tasks[0]!.id, 'done')
    await w.rows('drop index main.fw_ux_keys__code')
    await w.rows(`insert into main.keys (id, code) values (gen_random_uuid(), '77')`)
    const { kind, label } = tasks[0]!
    const [{ args } = { args: null }] = await w.rows(`select args from fw_task where id = '${tasks[0]!.id}'`)
    const id = await enqueueTask(w.db, { kind, label, args })
    nudgeTasks(w.db)
    await ends(id, 'failed')
    const { error } = await getTask(w.db, id)
    expect(error).toMatchObject({ code: 'duplicate', problems: [{ params: { value: '77', rows: 2 } }] })
    expect(fieldOf('keys', 'code').property['x-field'].unique).toBe(true)
    expect(await indexes('keys')).not.toHaveProperty('fw_ux_keys__code')
    // other changes are not held up by it
    expect(steps(await w.registry.plan({}))).toEqual([])

    await w.rows(`delete from main.keys where ctid = (select max(ctid) from main.keys where code = '77')`)
    await retryTask(w.db, id)
    nudgeTasks(w.db)
    await ends(id, 'done')
    expect(await indexes('keys')).toMatchObject({ fw_ux_keys__code: true })
    await expect(w.rows(`insert into main.keys (id, code) values (gen_random_uuid(), '77')`)).rejects.toMatchObject({
      code: '23505',
    })
  })
})

describe('a lookup of a large table', () => {
  it('is checked for new values at once and for old ones by a task', async () => {
    await large('visit', { n: { type: 'integer' } }, 'n = i')
    const { tasks } = await publish('visit', { n: { type: 'integer' }, account: { type: 'lookup', object: 'account' } })
    expect(tasks.map(({ kind }) => kind).sort()).toEqual(['build-index', 'check-references'])
    await expect(
      w.rows(`insert into main.visit (id, account) values (gen_random_uuid(), gen_random_uuid())`),
    ).rejects.toMatchObject({ code: '23503' })
    for (const { id } of tasks) await ends(id, 'done')
    expect(await w.rows(`select convalidated from pg_constraint where conname = 'fw_fk_visit__account'`)).toEqual([
      { convalidated: true },
    ])
    expect(steps(await w.registry.plan({}))).toEqual([])
  })
})

describe('a change of type of a large table', () => {
  it('publishes everything else at once, keeps the old type until the values are ready, and then the new one', async () => {
    await large('orders', { amount: { type: 'text' } }, 'amount = i::text')
    const changes = put(object('orders', { amount: { type: 'integer', indexed: true }, note: { type: 'text' } }))
    expect(background(await w.registry.plan(changes))[0]).toContain('until it is done the field keeps its present type')

    const { revision, tasks } = await w.registry.publish(changes, admin)
    expect(revision).toBe(w.registry.catalog().revision)
    expect(fieldOf('orders', 'note').type.name).toBe('text')
    expect(fieldOf('orders', 'amount').type.name).toBe('text')
    const old = fieldOf('orders', 'amount').column!
    await w.rows(`insert into main.orders (id, ${old}) values (gen_random_uuid(), '-5')`)
    await w.rows(`update main.orders set ${old} = '-7' where ${old} = '7'`)

    await ends(tasks.at(-1)!.id, 'done')
    expect(w.registry.catalog().revision).toBe(revision + 1)
    const now = fieldOf('orders', 'amount')
    expect([now.type.name, now.column === old]).toEqual(['integer', false])
    const found = await w.rows(`select count(*)::int as n, sum(${now.column})::int as total,
      count(*) filter (where ${now.column}::text is distinct from ${old})::int as wrong from main.orders`)
    expect(found).toEqual([{ n: largeRows + 1, total: (largeRows * (largeRows + 1)) / 2 - 14 - 5, wrong: 0 }])
    expect(
      await w.rows(`select tgname from pg_trigger where tgrelid = 'main.orders'::regclass and tgname like 'fw_sync%'`),
    ).toEqual([])
    expect(await indexes('orders')).toMatchObject({ [`fw_ix_orders__${now.column}`]: true })
    expect(steps(await w.registry.plan({}))).toEqual([])
    expect((await w.registry.revisions({ limit: 1 }))[0]).toMatchObject({ actor: { id: admin.id } })
  })

  it('comes back with exactly the old values when it is reverted', async () => {
    const { revision } = w.registry.catalog()
    const { tasks } = await w.registry.revert(revision, admin, { confirm: true })
    await ends(tasks.at(-1)!.id, 'done')
    const field = fieldOf('orders', 'amount')
    expect(field.type.name).toBe('text')
    expect(
      await w.rows(
        `select ${field.column} as v from main.orders where ${field.column} in ('-5', '-7', '8') order by 1`,
      ),
    ).toEqual([{ v: '-5' }, { v: '-7' }, { v: '8' }])
    expect(steps(await w.registry.plan({}))).toEqual([])
  })

  it('is published as a whole later where the rest makes no sense without it', async () => {
    await large('quotes', { price: { type: 'text' } }, 'price = i::text')
    const rule = {
      rules: { positive: { when: 'price < 0', message: { en: 'P', 'zh-CN': 'P' } } },
    }
    const before = w.registry.catalog().revision
    const changes = put(object('quotes', { price: { type: 'integer' } }, rule))
    const plan = await w.registry.plan(changes)
    expect(plan.problems).toEqual([])
    expect(background(plan).at(-1)).toContain('all of them take effect together')
    const { revision, tasks } = await w.registry.publish(changes, admin)
    expect(revision).toBe(before)
    await ends(tasks[0]!.id, 'done')
    expect(w.registry.catalog().revision).toBe(before + 1)
    expect(fieldOf('quotes', 'price').type.name).toBe('integer')
    expect(Object.keys(w.registry.catalog().object('quotes').rules ?? {})).toHaveLength(1)
  })

  it('keeps what others publish meanwhile, and cannot be started twice', async () => {
    await large('parts', { size: { type: 'text' } }, 'size = i::text')
    const held = await w.db.pool.connect()
    await held.query(`begin; lock table main.parts in share mode`)
    const { tasks } = await publish('parts', { size: { type: 'integer' } })
    const again = await refusal(publish('parts', { size: { type: 'decimal' } }))
    expect(again.problems).toMatchObject([{ code: 'change_under_way', params: { task: tasks[0]!.id } }])
    await w.registry.publish(
      {
        patch: [
          { kind: 'object', name: 'parts', patch: { 'x-object': { label: { en: 'Pieces', 'zh-CN': 'Pieces' } } } },
        ],
      },
      admin,
    )
    await held.query('commit')
    held.release()
    await ends(tasks[0]!.id, 'done')
    expect(w.registry.catalog().object('parts').label.en).toBe('Pieces')
    expect(fieldOf('parts', 'size').type.name).toBe('integer')
  })

  it('leaves nothing behind when it is cancelled, or when the field is removed', async () => {
    await large('boxes', { size: { type: 'text' }, weight: { type: 'text' } }, 'size = i::text')
    const before = await w.rows(
      `select attname from pg_attribute where attrelid = 'main.boxes'::regclass and attnum > 0 and not attisdropped`,
    )
    const held = await w.db.pool.connect()
    await held.query(`begin; select count(*) from main.boxes`)
    const first = await publish('boxes', { size: { type: 'integer' }, weight: { type: 'text' } })
    await cancelTask(w.db, first.tasks[0]!.id)
    nudgeTasks(w.db)
    await held.query('commit')
    await ends(first.tasks[0]!.id, 'cancelled')
    const left = await w.rows(
      `select attname from pg_attribute where attrelid = 'main.boxes'::regclass and attnum > 0 and not attisdropped`,
    )
    expect(left).toEqual(before)

    await held.query(`begin; lock table main.boxes in share mode`)
    const second = await publish('boxes', { size: { type: 'integer' }, weight: { type: 'text' } })
    const removing = publish('boxes', { weight: { type: 'text' } })
    await vi.waitFor(async () => expect((await getTask(w.db, second.tasks[0]!.id)).cancelling).toBe(true), {
      timeout: 5_000,
    })
    await held.query('commit')
    held.release()
    await removing
    expect(await getTask(w.db, second.tasks[0]!.id)).toMatchObject({ state: 'cancelled' })
    expect(w.registry.catalog().object('boxes').fields.has('size')).toBe(false)
    expect(
      await w.rows(`select tgname from pg_trigger where tgrelid = 'main.boxes'::regclass and tgname like 'fw_sync%'`),
    ).toEqual([])
  })

  it('stops where values came that do not fit, which nobody agreed to lose', async () => {
    await large('tanks', { level: { type: 'text' } }, 'level = i::text')
    const held = await w.db.pool.connect()
    await held.query(`begin; lock table main.tanks in share mode`)
    const { tasks } = await publish('tanks', { level: { type: 'integer' } })
    const writing = w.rows(`insert into main.tanks (id, level) values (gen_random_uuid(), 'full')`)
    await held.query('commit')
    held.release()
    await writing
    await ends(tasks[0]!.id, 'failed')
    expect((await getTask(w.db, tasks[0]!.id)).error).toMatchObject({
      problems: [{ code: 'values_do_not_fit', params: { lost: 1 } }],
    })
    expect(fieldOf('tanks', 'level').type.name).toBe('text')
    await w.rows(`update main.tanks set level = '5' where level = 'full'`)
    await retryTask(w.db, tasks[0]!.id)
    nudgeTasks(w.db)
    await ends(tasks[0]!.id, 'done')
    expect(fieldOf('tanks', 'level').type.name).toBe('integer')
  })

  it('with a finer scale goes through a task too, a wider number does not', async () => {
    await large('sums', { v: { type: 'decimal', scale: 2 } }, 'v = i')
    const finer = await publish('sums', { v: { type: 'decimal', scale: 4 } })
    expect(finer.tasks.map(({ kind }) => kind)).toEqual(['change-type'])
    await ends(finer.tasks[0]!.id, 'done')
    expect(await w.rows(`select max(${fieldOf('sums', 'v').column})::text as v from main.sums`)).toEqual([
      { v: '12000.0000' },
    ])
  })
})

describe('a publisher behind a long report', () => {
  it('is told who holds the table, since when, and nothing is changed', async () => {
    const { db, registry } = await w.join({ patienceMs: 600 })
    const reader = await w.db.pool.connect()
    await reader.query('begin; select count(*) from main.narrow')
    const { rows } = await reader.query('select pg_backend_pid() as pid')
    const error = await refusal(
      registry.publish(put(object('narrow', { a: { type: 'text', indexed: true }, late: { type: 'text' } })), admin),
    )
    expect(error).toMatchObject({ code: 'busy', status: 503 })
    expect(error.problems).toMatchObject([{ code: 'table_in_use', params: { pid: rows[0].pid, table: 'narrow' } }])
    expect(error.message).toContain(`database process ${rows[0].pid} (fieldwork)`)
    await reader.query('rollback')
    reader.release()
    expect((await registry.refresh()).object('narrow').fields.has('late')).toBe(false)
    expect(db.schema).toBe('main')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admin, object, openWorkspace, put, refusal, remove, steps } from './publishing-fixture.ts'
import type { Fields, Workspace } from './publishing-fixture.ts'

let w: Workspace

beforeAll(async () => {
  w = await openWorkspace()
})

afterAll(() => w.close())

const publish = (changes: Parameters<Workspace['registry']['publish']>[0]) => w.registry.publish(changes, admin)

const columnsOf = async (table: string) =>
  Object.fromEntries(
    (
      await w.rows(`select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = 'main.${table}'::regclass and attnum > 0 and not attisdropped order by attnum`)
    ).map(({ name, type }) => [name, type]),
  )

const indexesOf = async (table: string) =>
  (await w.rows(`select indexname as name from pg_indexes where tablename = '${table}' order by 1`)).map(
    (row) => row.name,
  )

/** Adds rows with these values of one column, and gives what the field reads as afterwards. */
async function fill(table: string, column: string, values: unknown[]): Promise<void> {
  for (const value of values) {
    await w.db.query({
      text: `insert into main."${table}" (id, "${column}") values (gen_random_uuid(), $1)`,
      values: [value],
    })
  }
}

const column = (name: string, field: string): string => w.registry.catalog().object(name).fields.get(field)!.column!

const read = async (name: string, field: string): Promise<unknown[]> =>
  (await w.rows(`select "${column(name, field)}" as value from main."${name}" order by created_at, 1`)).map(
    (r) => r.value,
  )

const flag = (value: boolean) => put(object('flags', { on: { type: 'boolean', standard: { default: value } } }))

const typed = (name: string, v: Fields[string]) => put(object(name, { v }))

describe('a new object', () => {
  it('gets a table with typed columns, the platform’s own columns, indexes and references', async () => {
    const deal = object(
      'deal',
      {
        amount: { type: 'money' },
        closes_on: { type: 'date' },
        code: { type: 'text', unique: true },
        city: { type: 'text', indexed: true },
        account: { type: 'lookup', object: 'account' },
        double: { type: 'formula', expression: 'amount * 2' },
      },
      { owner: true },
    )
    await publish(put(deal))
    expect(await columnsOf('deal')).toEqual({
      id: 'uuid',
      version: 'integer',
      created_at: 'timestamp with time zone',
      created_by: 'uuid',
      updated_at: 'timestamp with time zone',
      updated_by: 'uuid',
      deleted_at: 'timestamp with time zone',
      deleted_by: 'uuid',
      owner: 'uuid',
      title: 'text',
      amount: expect.stringMatching(/^numeric/),
      closes_on: 'date',
      code: 'text',
      city: 'text',
      account: 'uuid',
    })
    expect(await indexesOf('deal')).toEqual([
      'fw_ix_deal__account',
      'fw_ix_deal__city',
      'fw_ix_deal__created_at',
      'fw_ix_deal__owner',
      'fw_pk_deal',
      'fw_ux_deal__code',
    ])
    const keys = await w.rows(
      `select conname as name from pg_constraint where conrelid = 'main.deal'::regclass and contype = 'f' order by 1`,
    )
    expect(keys).toEqual([{ name: 'fw_fk_deal__account' }, { name: 'fw_fk_deal__owner' }])
  })

  it('fills id-less columns by itself: version 1 and the time', async () => {
    await fill('deal', 'title', ['first'])
    const [row] = await w.rows('select version, created_at = updated_at as same, deleted_at from main.deal')
    expect(row).toEqual({ version: 1, same: true, deleted_at: null })
  })

  it('of users has a column for roles that is no field', async () => {
    expect(await columnsOf('user')).toMatchObject({ roles: 'text[]', username: 'text' })
    expect(w.registry.catalog().object('user').fields.has('roles')).toBe(false)
  })

  it('that refers to an object of the same change set, in both directions, is planned in the right order', async () => {
    const a = object('ring_a', { b: { type: 'lookup', object: 'ring_b' } })
    const b = object('ring_b', { a: { type: 'lookup', object: 'ring_a' }, self: { type: 'lookup', object: 'ring_b' } })
    await publish(put(a, b))
    expect(steps(await w.registry.plan(put(a, b)))).toEqual([])
  })
})

describe('a field', () => {
  it('that is new is added without touching rows, required or not', async () => {
    await publish(put(object('plain', {})))
    await fill('plain', 'title', ['old'])
    const wanted = { ...object('plain', { note: { type: 'text' } }), required: ['note'] }
    expect(steps(await w.registry.plan(put(wanted)))).toEqual(['safe: Add field note (note) to plain (plain)'])
    await publish(put(wanted))
    expect(await read('plain', 'note')).toEqual([null])
  })

  it('that is removed keeps its column, and comes back with its data', async () => {
    const full = object('kept', {
      code: { type: 'text', unique: true },
      account: { type: 'lookup', object: 'account' },
    })
    await publish(put(full))
    await fill('kept', 'code', ['K-1'])
    const plan = await w.registry.plan(put(object('kept', {})))
    expect(steps(plan).every((step) => step.startsWith('safe'))).toBe(true)
    expect(steps(plan).join()).toContain('its data are kept')
    await publish(put(object('kept', {})))
    expect(await columnsOf('kept')).toHaveProperty('code', 'text')
    expect(await indexesOf('kept')).toEqual(['fw_ix_kept__created_at', 'fw_pk_kept'])
    expect(w.registry.catalog().object('kept').fields.has('code')).toBe(false)

    expect(steps(await w.registry.plan(put(full)))[0]).toContain('Bring back field code')
    await publish(put(full))
    expect(await read('kept', 'code')).toEqual(['K-1'])
    expect(await indexesOf('kept')).toContain('fw_ux_kept__code')
  })

  it('that comes back with another type gets a column of its own, and each type finds its data again', async () => {
    const text = object('twin', { x: { type: 'text' } })
    const integer = object('twin', { x: { type: 'integer' } })
    await publish(put(text))
    await fill('twin', 'x', ['seven'])
    await publish(put(object('twin', {})))
    await publish(put(integer))
    expect(column('twin', 'x')).toBe('x__2')
    expect(await read('twin', 'x')).toEqual([null])
    await publish(put(object('twin', {})))
    await publish(put(text))
    expect(column('twin', 'x')).toBe('x')
    expect(await read('twin', 'x')).toEqual(['seven'])
  })

  it('whose name a kept column has taken for another field gets the next free name', async () => {
    await publish(put(object('names', { a: { type: 'text' } })))
    await publish(put(object('names', { a: { type: 'integer' } })))
    await publish(put(object('names', { a: { type: 'integer' }, a__2: { type: 'text' } })))
    expect([column('names', 'a'), column('names', 'a__2')]).toEqual(['a__2', 'a__2__2'])
  })

  it('made unique is refused while values repeat, with the number of rows', async () => {
    await publish(put(object('dup', { code: { type: 'text' } })))
    await fill('dup', 'code', ['a', 'a', 'a', 'b', null, null])
    const unique = put(object('dup', { code: { type: 'text', unique: true } }))
    const plan = await w.registry.plan(unique)
    expect(plan.problems).toMatchObject([
      {
        kind: 'object',
        name: 'dup',
        code: 'duplicates_exist',
        pointer: '/properties/code/x-field/unique',
        params: { rows: 2 },
      },
    ])
    const error = await refusal(publish({ ...unique, confirm: true }))
    expect([error.code, error.status, error.problems.length]).toEqual(['validation_failed', 422, 1])

    await w.rows(
      `update main.dup set deleted_at = now() where id in (select id from main.dup where code = 'a' limit 2)`,
    )
    await publish(unique)
    await expect(fill('dup', 'code', ['b'])).rejects.toThrow(/fw_ux_dup__code/)
    await publish(put(object('dup', { code: { type: 'text' } })))
    await fill('dup', 'code', ['b'])
  })

  it('changes its default for new rows only', async () => {
    await publish(flag(false))
    await fill('flags', 'title', ['one'])
    expect(steps(await w.registry.plan(flag(true)))).toEqual([expect.stringContaining('Change the default of on')])
    await publish(flag(true))
    await fill('flags', 'title', ['two'])
    expect(await read('flags', 'on')).toEqual([false, true])
  })
})

describe('a change of type', () => {
  it('that only widens needs no new column', async () => {
    await publish(typed('wide', { type: 'text' }))
    await fill('wide', 'v', ['x'])
    expect(steps(await w.registry.plan(typed('wide', { type: 'long-text' })))).toEqual([])

    await publish(typed('scale', { type: 'decimal', scale: 2 }))
    await fill('scale', 'v', ['1.25'])
    const finer = typed('scale', { type: 'decimal', scale: 4 })
    expect(steps(await w.registry.plan(finer))).toEqual([expect.stringMatching(/^safe: Widen field v/)])
    await publish(finer)
    expect([column('scale', 'v'), await read('scale', 'v')]).toEqual(['v', ['1.2500']])
  })

  it('counts the rows that do not fit, asks, empties those, and keeps the old values aside', async () => {
    await publish(typed('loss', { type: 'text' }))
    await fill('loss', 'v', ['1', ' 2 ', 'three', '4.5', null])
    const toInteger = typed('loss', { type: 'integer' })
    expect(steps(await w.registry.plan(toInteger))).toEqual([
      'confirm: Change the type of v (v) on loss (loss) from text to bigint: 1 rows do not fit and become empty, ' +
        '1 rows are rounded; the old values are kept aside',
    ])
    const error = await refusal(publish(toInteger))
    expect([error.code, error.status]).toEqual(['plan_needs_confirmation', 409])
    expect(error.params.steps).toMatchObject([{ class: 'confirm', sql: expect.stringContaining('add column') }])
    expect(await read('loss', 'v')).toEqual(['1', ' 2 ', 'three', '4.5', null])

    await publish({ ...toInteger, confirm: true })
    expect(column('loss', 'v')).toBe('v__2')
    expect(await read('loss', 'v')).toEqual(['1', '2', null, '5', null])
  })

  it('taken back gives unchanged rows their exact old value and converts the others', async () => {
    await w.rows(`update main.loss set v__2 = 20 where v__2 = 2`)
    await publish(typed('loss', { type: 'text' }))
    expect(column('loss', 'v')).toBe('v')
    expect(await read('loss', 'v')).toEqual(['1', '20', 'three', '4.5', null])
  })

  it('is safe when every value fits', async () => {
    await publish(typed('fits', { type: 'integer' }))
    await fill('fits', 'v', [1, 2])
    expect(steps(await w.registry.plan(typed('fits', { type: 'text' })))).toEqual([
      expect.stringMatching(/^safe: Change the type .* every value fits/),
    ])
    await publish(typed('fits', { type: 'text' }))
    expect(await read('fits', 'v')).toEqual(['1', '2'])
  })

  it.each([
    ['date', 'date-time', ['2024-03-01'], ['2024-02-29 16:00:00+00']],
    ['date-time', 'date', ['2024-02-29 16:00:00+00'], ['2024-03-01']],
    ['text', 'date', ['2024-02-29', '2023-02-29', 'soon'], ['2024-02-29', null, null]],
    ['text', 'boolean', ['是', 'no', '?'], [true, false, null]],
    ['boolean', 'text', [true, false], ['true', 'false']],
    ['integer', 'money', [5], ['5.00']],
    ['money', 'integer', ['5.00', '999999999999999999.00'], ['5', '999999999999999999']],
    ['text', 'money', ['12.345', '1e30'], ['12.35', null]],
    ['boolean', 'date', [true], [null]],
  ])('from %s to %s turns %j into %j', async (from, to, values, expected) => {
    const name = `from_${from}_to_${to}`.replaceAll('-', '_')
    await publish(typed(name, { type: from }))
    await fill(name, 'v', values)
    await publish({ ...typed(name, { type: to }), confirm: true })
    expect(await read(name, 'v')).toEqual(expected)
  })

  it('of a lookup to another object keeps only ids that exist there', async () => {
    await publish(put(object('place', {})))
    await publish(typed('points', { type: 'lookup', object: 'account' }))
    await fill('account', 'title', ['acme'])
    const [account] = await w.rows('select id from main.account')
    await fill('points', 'v', [account!.id])
    const plan = await w.registry.plan(typed('points', { type: 'lookup', object: 'place' }))
    expect(steps(plan)[1]).toMatch(/^confirm: .* 1 rows do not fit/)
    await publish({ ...typed('points', { type: 'lookup', object: 'place' }), confirm: true })
    expect(await read('points', 'v')).toEqual([null])
    await publish(typed('points', { type: 'lookup', object: 'account' }))
    expect(await read('points', 'v')).toEqual([account!.id])
  })

  it('to a lookup takes texts that are ids of existing records', async () => {
    const [account] = await w.rows('select id::text from main.account')
    await publish(typed('texts', { type: 'text' }))
    await fill('texts', 'v', [account!.id, 'acme', '018f0000-0000-7000-8000-000000000000'])
    await publish({ ...typed('texts', { type: 'lookup', object: 'account' }), confirm: true })
    expect(await read('texts', 'v')).toEqual([account!.id, null, null])
  })
})

describe('an object', () => {
  it('that is removed keeps its table, and comes back with its records', async () => {
    const note = object('note', { body: { type: 'text' } })
    await publish(put(note))
    await fill('note', 'body', ['hello'])
    expect(steps(await w.registry.plan(remove('note')))).toEqual([
      expect.stringMatching(/^safe: Remove object note \(note\); its records are kept/),
    ])
    await publish(remove('note'))
    expect(w.registry.catalog().objects.has('note')).toBe(false)
    expect(steps(await w.registry.plan({}))).toEqual([])
    await publish(put(note))
    expect(await read('note', 'body')).toEqual(['hello'])
  })
})

describe('drift', () => {
  it('of every kind is planned and repaired', async () => {
    await publish(
      put(
        object('drift', {
          code: { type: 'text', unique: true },
          account: { type: 'lookup', object: 'account' },
          n: { type: 'text' },
        }),
      ),
    )
    await fill('drift', 'n', ['5'])
    await w.rows('alter table main.drift drop column code')
    await w.rows('alter table main.drift drop constraint fw_fk_drift__account')
    await w.rows('drop index main.fw_ix_drift__created_at')
    await w.rows('alter table main.drift alter column n type integer using n::integer')
    await w.rows(`update main.drift set account = gen_random_uuid()`)
    const plan = await w.registry.plan({})
    expect(steps(plan)).toEqual([
      expect.stringMatching(/^safe: Restore the column of code/),
      expect.stringMatching(/^safe: Change the type of n .* from integer to text/),
      expect.stringMatching(/^safe: Add index fw_ix_drift__created_at/),
      expect.stringMatching(/^safe: Make code .* unique/),
      expect.stringMatching(/^confirm: Let account .* 1 rows refer to nothing/),
    ])
    await publish({ confirm: true })
    expect(steps(await w.registry.plan({}))).toEqual([])
    expect(await read('drift', 'n')).toEqual(['5'])
    expect(await read('drift', 'account')).toEqual([null])
  })

  it('of a whole table is repaired with an empty one', async () => {
    await publish(put(object('gone', { code: { type: 'text' } })))
    await w.rows('drop table main.gone')
    expect(steps(await w.registry.plan({}))[0]).toMatch(/^safe: Create the table of gone/)
    await publish({})
    expect(await read('gone', 'code')).toEqual([])
  })

  it('leaves indexes and columns made by hand alone', async () => {
    await publish(put(object('byhand', { code: { type: 'text' } })))
    await w.rows('create index by_hand on main.byhand (title); alter table main.byhand add column extra int')
    expect(steps(await w.registry.plan({}))).toEqual([])
  })
})

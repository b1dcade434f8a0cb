import { describe, expect, test } from 'vitest'
import { checkExpression } from '../check/check-expression.ts'
import type { ExprType, SqlBinder, SqlRows, TypeEnvironment } from '../types.ts'
import { compileSql } from './compile-sql.ts'

const kinds: Record<string, ExprType> = {
  amount: { kind: 'decimal' },
  qty: { kind: 'integer' },
  name: { kind: 'text' },
  due_on: { kind: 'date' },
  created_at: { kind: 'datetime' },
  active: { kind: 'boolean' },
  owner: { kind: 'record', object: 'user' },
  tags: { kind: 'list', of: { kind: 'text' } },
  contacts: { kind: 'list', of: { kind: 'record', object: 'user' } },
  lines: { kind: 'list', of: { kind: 'record', object: 'user' }, collection: true },
}

const environment: TypeEnvironment = {
  object: 'deal',
  fieldType: (_, field) => kinds[field],
  fieldNames: () => Object.keys(kinds),
  variables: { user: { kind: 'record', object: 'user' }, teams: { kind: 'list', of: { kind: 'text' } } },
}

function compile(source: string, position?: 'predicate' | 'value'): { sql: string; values: unknown[] } {
  const result = checkExpression(source, environment)
  if (!result.ok) throw new Error(result.problems[0]!.message.en)
  const values: unknown[] = []
  const binder: SqlBinder = {
    column: (path) => path.join('.'),
    rows: (_root, path) => rowsOf(path.join('.')),
    variable: (path, type) => `:${path.join('.')}::${type.kind}`,
    literal: (value, type) => `$${values.push(value)}::${type.kind}`,
    now: () => 'now()',
    today: () => 'current_date',
    timeZone: () => "'Asia/Shanghai'",
  }
  return { sql: compileSql(result.expression, binder, { position }), values }
}

const rowsOf = (name: string): SqlRows => ({
  from: `${name} x`,
  where: ['x.live'],
  column: (path) => ['x', ...path].join('.'),
  rows: (path) => rowsOf(`${name}.${path.join('.')}`),
})

describe('a list', () => {
  test.each([
    ['"vip" in tags', '(tags @> array[$1::text])'],
    ['tags.exists(t, t == "vip")', '(tags && array[$1::text])'],
    ['tags.exists(t, t in ["a", "b"])', '(tags && array[$1::text, $2::text])'],
    [
      'tags.exists(t, t != "a")',
      '(exists (select 1 from unnest(tags) "each_t" (item) where ("each_t".item is distinct from $1::text)))',
    ],
    ['tags == null', 'coalesce(cardinality(tags) = 0, true)'],
    ['tags != []', '(not coalesce(cardinality(tags) = 0, true))'],
    ['tags == ["a"]', "(coalesce(tags, '{}') = array[$1::text]::text[])"],
    ['size(tags) > 1', '(coalesce(cardinality(tags), 0) > $1::integer)'],
    ['contacts.exists(c, c == user.id)', '(contacts && array[:user.id::record])'],
    ['contacts.exists(c, c.name == "x")', '(exists (select 1 from contacts x where x.live and (x.name = $1::text)))'],
    ['size(lines) > 0', '((select count(*) from lines x where x.live) > $1::integer)'],
    ['lines == null', '(not (exists (select 1 from lines x where x.live)))'],
    ['has(lines)', '(exists (select 1 from lines x where x.live))'],
    [
      'lines.all(l, l.qty > 1)',
      '(not exists (select 1 from lines x where x.live and (x.qty > $1::integer) is not true))',
    ],
    [
      'lines.sum(l, l.qty) > 1',
      '((select coalesce(sum(fw_item.value), 0) from (select (x.qty)::numeric as value from lines x where x.live) fw_item) > $1::integer)',
    ],
    [
      'lines.max(l, l.name) == "x"',
      '((select max(fw_item.value collate "C") from (select x.name as value from lines x where x.live) fw_item) = $1::text)',
    ],
    ['owner in lines', '(exists (select 1 from lines x where x.live and (x = owner)))'],
  ])('%s is %s', (source, sql) => {
    expect(compile(source).sql).toBe(sql)
  })
})

describe('a condition', () => {
  test.each([
    ['name == "x"', '(name = $1::text)'],
    ['name != "x"', '(name is distinct from $1::text)'],
    ['name == null', '(name is null)'],
    ['owner == user.id', '(owner = :user.id::record)'],
    ['amount > 100 && active', '((amount > $1::decimal) and active)'],
    ['qty > 100', '(qty > $1::integer)'],
    ['name in ["a", "b"]', '(name in ($1::text, $2::text))'],
    ['name in []', 'false'],
    ['name in teams', '(name = any(:teams::list))'],
    ['"vip" in tags', '(tags @> array[$1::text])'],
    ['name < "x"', '(name collate "C" < $1::text)'],
    ['due_on == date("2026-01-31")', '(due_on = $1::date)'],
  ])('%s is %s', (source, sql) => {
    expect(compile(source).sql).toBe(sql)
  })

  test('a day of a moment becomes a range that an index serves', () => {
    expect(compile('created_at >= today()').sql).toBe(
      "(created_at >= ((current_date)::timestamp at time zone 'Asia/Shanghai'))",
    )
    expect(compile('"2026-01-31" >= created_at').sql).toBe(
      "(created_at < (($1::date + 1)::timestamp at time zone 'Asia/Shanghai'))",
    )
  })

  test('a written part of a text becomes an escaped pattern', () => {
    expect(compile('name.startsWith("50%_\\\\")')).toEqual({ sql: '(name like $1::text)', values: ['50\\%\\_\\\\%'] })
    expect(compile('name.contains(name)').sql).toBe('(position(name in name) > 0)')
  })
})

describe('where null differs from false', () => {
  test.each([
    ['!(name == "x")', '(not (name is not distinct from $1::text))'],
    ['!(name in ["a"])', '(not coalesce((name in ($1::text)), false))'],
    ['!((name == "x") == active)', '(not ((name is not distinct from $1::text) is not distinct from active))'],
  ])('%s is %s', (source, sql) => {
    expect(compile(source).sql).toBe(sql)
  })

  test('a value says so', () => {
    expect(compile('name == "x"', 'value').sql).toBe('(name is not distinct from $1::text)')
  })

  test('a choice asks its condition as one', () => {
    expect(compile('name == "x" ? 1 : 2', 'value').sql).toBe(
      '(case when (name = $1::text) then $2::integer else $3::integer end)',
    )
  })
})

test('calculation is in numeric and division cannot raise', () => {
  expect(compile('qty / 2').sql).toBe(
    'round(div((qty)::numeric * 100000000000000000::numeric, nullif($1::decimal, 0)) * 0.00000000000000001, 16)',
  )
})

test('arguments are named once, so nesting does not blow up the statement', () => {
  const nest = (depth: number): string => (depth === 0 ? 'name' : `name.substring(size(${nest(depth - 1)}), 5)`)
  const nestDays = (depth: number): string =>
    depth === 0 ? 'due_on' : `addMonths(addDays(${nestDays(depth - 1)}, 1), 1)`
  expect(compile(nest(30)).sql.length).toBeLessThan(30 * 250)
  expect(compile(nestDays(30)).sql.length).toBeLessThan(30 * 500)
})

test('equal shapes compile to equal statements', () => {
  const pairs = [
    ['amount > 1 && name.contains("a")', 'amount > 2.50 && name.contains("%%")'],
    ['due_on in ["2026-01-01", "2026-01-02"]', 'due_on in ["2020-01-01", "2020-01-02"]'],
  ] as const
  for (const [a, b] of pairs) expect(compile(a).sql).toBe(compile(b).sql)
})

import { describe, expect, test } from 'vitest'
import { checkExpression } from '../check/check-expression.ts'
import type { ExprType, ExprValue, TypeEnvironment } from '../types.ts'
import { compileJs } from './compile-js.ts'

const kinds: Record<string, ExprType> = {
  amount: { kind: 'decimal' },
  stage: { kind: 'text' },
  due_on: { kind: 'date' },
  created_at: { kind: 'datetime' },
  active: { kind: 'boolean' },
  tags: { kind: 'list', of: { kind: 'text' } },
  customer: { kind: 'record', object: 'customer' },
}

const environment: TypeEnvironment = {
  object: 'deal',
  fieldType: (object, field) => (object === 'customer' ? { kind: 'text' } : kinds[field]),
  fieldNames: () => Object.keys(kinds),
  variables: { old: { kind: 'record', object: 'deal' } },
}

const now = new Date('2026-03-31T16:30:00Z')

function evaluate(
  source: string,
  record: Record<string, unknown> = {},
  variables: Record<string, unknown> = {},
): ExprValue {
  const result = checkExpression(source, environment)
  if (!result.ok) throw new Error(result.problems[0]!.message.en)
  return compileJs(result.expression)({ record, variables, now, timeZone: 'Asia/Shanghai' })
}

describe('numbers', () => {
  test.each<[string, ExprValue]>([
    ['0.1 + 0.2 == 0.3', true],
    ['0.1 + 0.2', 0.3],
    ['1.005 * 1000', 1005],
    ['9007199254740991 + 9007199254740991 - 9007199254740991 == 9007199254740991', true],
    ['1 / 3', 0.3333333333333333],
    ['2 / 3', 0.6666666666666667],
    ['7 / 0', null],
    ['7 % 0', null],
    ['-7 % 3', -1],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(1.005, 2)', 1.01],
    ['round(1250, -2)', 1300],
    ['floor(-1.5)', -2],
    ['ceil(-0.5)', 0],
    ['max(1, amount, 3)', 3],
    ['text(1250.50)', '1250.5'],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected)
  })

  test('decimals are read from numbers and from decimal text, and are exact', () => {
    expect(evaluate('amount == 0.30', { amount: '0.30' })).toBe(true)
    expect(evaluate('amount * 3 == 0.3', { amount: 0.1 })).toBe(true)
    expect(evaluate('amount > 100', { amount: '100.000000000000000001' })).toBe(true)
    expect(evaluate('amount + 1', { amount: 'many' })).toBe(null)
  })
})

describe('null', () => {
  test.each<[string, ExprValue]>([
    ['stage == null', true],
    ['null == null', true],
    ['stage == "x"', false],
    ['stage != "x"', true],
    ['amount > 1', null],
    ['!(amount > 1)', null],
    ['amount > 1 && false', false],
    ['amount > 1 && true', null],
    ['amount > 1 || true', true],
    ['amount > 1 ? "yes" : "no"', 'no'],
    ['stage + "x"', null],
    ['stage in ["x"]', false],
    ['stage.contains("x")', null],
    ['isBlank(stage)', true],
    ['has(stage)', false],
    ['coalesce(stage, "x")', 'x'],
    ['min(amount, 3)', 3],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected)
  })

  test('an empty text is a value, but blank', () => {
    expect(evaluate('stage == null', { stage: '' })).toBe(false)
    expect(evaluate('isBlank(stage)', { stage: ' \u3000' })).toBe(true)
  })
})

describe('text', () => {
  test.each<[string, ExprValue]>([
    ['size("公司𠮷")', 3],
    ['"a𠮷b".substring(1, 2)', '𠮷'],
    ['"abc".substring(-5)', 'abc'],
    ['"abc".substring(2, 1)', ''],
    ['upper("ab公é")', 'AB公é'],
    ['trim(" \u3000客户\\n")', '客户'],
    ['replace("a.b.c", ".", "")', 'abc'],
    ['replace("abc", "", "x")', 'abc'],
    [`size(replace("a", "a", "${'😀'.repeat(300)}"))`, 200],
    ['"\uffe5" < "𠮷"', true],
    ['"Zoe" < "adam"', true],
    ['"客户" in ["客户", "公司"]', true],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected)
  })
})

describe('dates', () => {
  test.each<[string, ExprValue]>([
    ['today()', '2026-04-01'],
    ['now()', '2026-03-31T16:30:00.000Z'],
    ['addMonths("2026-01-31", 1)', '2026-02-28'],
    ['addMonths("2024-03-31", -1)', '2024-02-29'],
    ['"2026-03-01" - 1', '2026-02-28'],
    ['daysBetween("2026-01-01", "2026-12-31")', 364],
    ['date("9999-12-31") + 1', null],
    ['weekday("2026-03-01")', 7],
    ['date(now())', '2026-04-01'],
    ['datetime("2026-04-01")', '2026-03-31T16:00:00.000Z'],
    ['datetime("2026-04-01T00:30") == now()', true],
    ['now() == "2026-04-01"', true],
    ['now() <= today()', true],
    ['hoursBetween("2026-04-01", now())', 0.5],
    ['text(now())', '2026-04-01 00:30'],
  ])('%s is %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected)
  })

  test.each(['2026-03-31T16:30:00.123456Z', '2026-04-01T00:30:00.123456+08:00', '2026-03-31 16:30:00.123456+00'])(
    'a moment is read from %s to the microsecond',
    (created_at) => {
      expect(evaluate('created_at > now()', { created_at })).toBe(true)
      expect(evaluate('created_at == "2026-03-31T16:30:00.123456Z"', { created_at })).toBe(true)
      expect(evaluate('created_at', { created_at })).toBe('2026-03-31T16:30:00.123Z')
    },
  )

  test('a clock time that is skipped or repeated is read as PostgreSQL does', () => {
    const result = checkExpression('[datetime("2026-03-08T02:30"), datetime("2026-11-01T01:30")]', environment)
    if (!result.ok) throw new Error('not checked')
    const value = compileJs(result.expression)({ record: {}, variables: {}, now, timeZone: 'America/New_York' })
    expect(value).toEqual(['2026-03-08T07:30:00.000Z', '2026-11-01T06:30:00.000Z'])
  })
})

describe('scope', () => {
  test('a lookup is a nested record or just its id', () => {
    const id = '018f3b5e-0000-7000-8000-00000000000a'
    for (const customer of [id, { id, name: 'Acme' }]) {
      expect(evaluate(`customer == "${id}" && customer.id == customer`, { customer })).toBe(true)
    }
    expect(evaluate('customer.name', { customer: { id, name: 'Acme' } })).toBe('Acme')
    expect(evaluate('customer.name', { customer: id })).toBe(null)
    expect(evaluate('customer == null', {})).toBe(true)
  })

  test('variables are read by path; a missing record reads as null', () => {
    expect(evaluate('old.amount != amount', { amount: 2 }, { old: { amount: 1 } })).toBe(true)
    expect(evaluate('old == null', { amount: 2 }, { old: null })).toBe(true)
  })

  test('a list field holds its items', () => {
    expect(evaluate('"vip" in tags && tags.size() == 2', { tags: ['vip', 'new'] })).toBe(true)
    expect(evaluate('"vip" in tags', {})).toBe(false)
  })
})

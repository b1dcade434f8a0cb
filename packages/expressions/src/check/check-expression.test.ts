import { describe, expect, test } from 'vitest'
import { limits } from '../limits.ts'
import type { CheckedExpression, ExpressionProblem, ExprType, TypeEnvironment } from '../types.ts'
import { checkExpression } from './check-expression.ts'

const user: ExprType = { kind: 'record', object: 'user' }
const fields: Record<string, Record<string, ExprType>> = {
  deal: {
    amount: { kind: 'decimal' },
    qty: { kind: 'integer' },
    stage: { kind: 'text' },
    due_on: { kind: 'date' },
    created_at: { kind: 'datetime' },
    active: { kind: 'boolean' },
    tags: { kind: 'list', of: { kind: 'text', options: ['vip', 'cold'] } },
    level: { kind: 'text', options: ['low', 'high'] },
    place: {
      kind: 'struct',
      fields: { city: { kind: 'text' }, at: { kind: 'struct', fields: { lat: { kind: 'decimal' } } } },
    },
    lines: { kind: 'list', of: { kind: 'record', object: 'line' }, collection: true },
    customer: { kind: 'record', object: 'customer' },
    owner: user,
  },
  customer: { name: { kind: 'text' }, owner: user },
  line: { qty: { kind: 'integer' }, label: { kind: 'text' }, deal: { kind: 'record', object: 'deal' } },
  user: { name: { kind: 'text' } },
}

const environment: TypeEnvironment = {
  object: 'deal',
  fieldType: (object, field) => fields[object]?.[field],
  fieldNames: (object) => Object.keys(fields[object] ?? {}),
  variables: { user, old: { kind: 'record', object: 'deal' } },
}

function check(source: string, expects?: ExprType): CheckedExpression {
  const result = checkExpression(source, environment, { expects })
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message.en).join(' '))
  return result.expression
}

function problemsOf(source: string, expects?: ExprType): ExpressionProblem[] {
  const result = checkExpression(source, environment, { expects })
  return result.ok ? [] : result.problems
}

describe('types', () => {
  test.each([
    ['amount > 100 && stage == "won"', 'boolean'],
    ['qty + 1', 'integer'],
    ['qty / 2', 'decimal'],
    ['qty * 1.5', 'decimal'],
    ['due_on - today()', 'integer'],
    ['due_on + 7', 'date'],
    ['"2026-01-01" + 7', 'date'],
    ['active ? 1 : amount', 'decimal'],
    ['coalesce(due_on, "2026-01-01")', 'date'],
    ['max(qty, 1)', 'integer'],
    ['customer.owner', 'record'],
    ['customer.owner.name', 'text'],
    ['tags', 'list'],
    ['null', 'null'],
  ])('%s is of type %s', (source, kind) => {
    expect(check(source).type.kind).toBe(kind)
  })

  test('the expected type converts what fits and refuses the rest', () => {
    expect(check('1', { kind: 'decimal' }).type.kind).toBe('decimal')
    expect(check('created_at', { kind: 'date' }).type.kind).toBe('date')
    expect(check('"2026-01-31"', { kind: 'date' }).type.kind).toBe('date')
    expect(check('null', { kind: 'boolean' }).type.kind).toBe('boolean')
    expect(problemsOf('amount', { kind: 'boolean' })).toMatchObject([{ code: 'type_mismatch' }])
    expect(problemsOf('amount', { kind: 'integer' })).toMatchObject([{ code: 'type_mismatch' }])
    expect(problemsOf('"12"', { kind: 'decimal' })).toMatchObject([{ code: 'type_mismatch' }])
    expect(problemsOf('true', { kind: 'decimal' })).toMatchObject([{ code: 'type_mismatch' }])
    expect(problemsOf('["x"]', { kind: 'list', of: { kind: 'decimal' } })).toMatchObject([{ code: 'type_mismatch' }])
    expect(problemsOf('"yesterday"', { kind: 'date' })).toMatchObject([{ code: 'type_mismatch' }])
  })

  test.each(['amount > "x"', 'stage + 1', 'active + active', 'customer == owner', '1 < null', '!stage'])(
    '%s is a type mismatch',
    (source) => {
      expect(problemsOf(source)).toMatchObject([{ code: 'type_mismatch' }])
    },
  )

  test('a list is compared by its items, and with null', () => {
    expect(check('"vip" in tags').type.kind).toBe('boolean')
    expect(check('tags == null').type.kind).toBe('boolean')
    expect(problemsOf('1 in tags')).toMatchObject([{ code: 'type_mismatch' }])
  })
})

describe('written dates, moments and ids', () => {
  test('a malformed date beside a date is a problem where it stands', () => {
    expect(problemsOf('due_on > "2026-02-30"')).toMatchObject([
      {
        code: 'type_mismatch',
        params: { value: '2026-02-30' },
        position: { offset: 9, length: 12, line: 1, column: 10 },
      },
    ])
    expect(problemsOf('addDays("soon", 1)')).toMatchObject([{ params: { value: 'soon' }, position: { offset: 8 } }])
    expect(problemsOf('due_on in ["2026-01-01", "x"]')).toMatchObject([{ params: { value: 'x' } }])
    expect(problemsOf('created_at > "noon"')).toMatchObject([{ params: { value: 'noon' } }])
  })

  test('a date beside a moment compares days, a moment compares moments', () => {
    expect(check('created_at > "2026-01-01"').shape).toBe('(date(created_at) > ?date)')
    expect(check('created_at > "2026-01-01T10:00Z"').shape).toBe('(created_at > ?datetime)')
    expect(check('created_at > "2026-01-01T10:00"').shape).toBe('(created_at > datetime(?text))')
  })

  test('a lookup is compared with ids only', () => {
    expect(check('customer == "018F3B5E-0000-7000-8000-00000000000A"').shape).toBe('(customer == ?record)')
    expect(problemsOf('customer == "Acme"')).toMatchObject([{ code: 'type_mismatch', params: { value: 'Acme' } }])
  })
})

describe('names', () => {
  test('an unknown field is told with the closest one, in both languages', () => {
    expect(problemsOf('customer.nmae == "x"')).toEqual([
      {
        code: 'unknown_field',
        message: {
          en: 'customer has no field "nmae". Did you mean "name"?',
          'zh-CN': '“customer”没有字段“nmae”。是否想用“name”？',
        },
        params: { name: 'nmae', object: 'customer', suggestion: 'name' },
        position: { offset: 9, length: 4, line: 1, column: 10 },
      },
    ])
  })

  test('an unknown function is told with the closest one', () => {
    expect(problemsOf('stage.contians("x")')).toMatchObject([
      { code: 'unknown_function', params: { suggestion: 'contains' }, position: { offset: 6, length: 8 } },
    ])
  })

  test.each(['constructor', 'toString', 'customer.constructor', 'customer.hasOwnProperty', 'user.valueOf'])(
    '%s is an unknown field',
    (source) => {
      expect(problemsOf(`${source} == "x"`)).toMatchObject([{ code: 'unknown_field' }])
    },
  )

  test('every problem is told once, with its line', () => {
    const problems = problemsOf('amuont > 1 &&\n  stage == 5 ||\n  foo(1)')
    expect(problems.map(({ code, position }) => [code, position.line, position.column])).toEqual([
      ['unknown_field', 1, 1],
      ['type_mismatch', 2, 3],
      ['unknown_function', 3, 3],
    ])
  })

  test('paths and variables are listed once; the id of a lookup is the lookup', () => {
    const { paths, variables } = check(
      'customer.id == customer && owner == user && customer.name == old.stage && user.id == owner',
    )
    expect(paths).toEqual([['customer'], ['owner'], ['customer', 'name']])
    expect(variables).toEqual([
      ['user', 'id'],
      ['old', 'stage'],
    ])
  })

  test('a variable hides a field of the same name', () => {
    const hidden = { ...environment, variables: { stage: { kind: 'integer' } as ExprType } }
    expect(checkExpression('stage + 1', hidden)).toMatchObject({ ok: true, expression: { variables: [['stage']] } })
  })

  test('without an object there are only variables', () => {
    const bare = { ...environment, object: null }
    expect(checkExpression('user.name', bare)).toMatchObject({ ok: true })
    expect(checkExpression('amount', bare)).toMatchObject({ ok: false, problems: [{ code: 'unknown_field' }] })
  })
})

describe('syntax', () => {
  test.each([
    ['stage = "x"', 'Unexpected "=". Write == instead.'],
    ['active and active', 'Unexpected "and". Write && instead.'],
    ['amount >', 'The expression ends too early: a value or a closing bracket is missing.'],
    ['"abc', 'The closing quote is missing.'],
    ['  ', 'The expression is empty.'],
    ['if', '"if" is a reserved word and cannot be used as a name.'],
    ['金额 > 1', 'Unexpected "金".'],
    ['{"a": 1}', 'A map { } cannot be used here.'],
    ['tags[0]', 'An index [ ] cannot be used here.'],
    ['1u', 'This kind of value cannot be used here.'],
    ['"\\x00"', 'A text cannot contain this character.'],
    ['9007199254740992', 'Whole numbers go up to 9007199254740991.'],
    ['1e-99999999', 'A number has at most 30 digits before and 20 after the decimal point.'],
  ])('%s: %s', (source, message) => {
    expect(problemsOf(source)).toMatchObject([{ code: 'invalid_expression', message: { en: message } }])
  })

  test.each([
    ['length', `stage == "${'x'.repeat(limits.maxLength)}"`],
    ['brackets', `${'('.repeat(500)}1${')'.repeat(500)}`],
    ['unary operators', `${'!'.repeat(limits.maxLength - 6)}active`],
    ['nested operators', `1${' + 1'.repeat(limits.maxDepth + 1)}`],
    ['nodes', `qty in [${'1,'.repeat(limits.maxNodes)}1]`],
  ])('too much %s is refused', (_, source) => {
    expect(problemsOf(source)).toMatchObject([{ code: 'expression_too_complex' }])
  })

  test('a long chain of conditions is not nesting', () => {
    expect(problemsOf(`active${' || active'.repeat(300)}`)).toEqual([])
  })
})

describe('shape', () => {
  test('literals of one type share a shape, which is plain data and survives JSON', () => {
    const a = check('amount > 100 && stage in ["a", "b"]')
    expect(a.shape).toBe(check('amount  >  2.5 && (stage in ["x", "y"])').shape)
    expect(a.shape).not.toBe(check('amount > 100 && stage in ["a"]').shape)
    expect(JSON.parse(JSON.stringify(a))).toEqual(a)
  })

  test('what is written into the statement is part of the shape', () => {
    expect(check('round(amount, 2)').shape).not.toBe(check('round(amount, 3)').shape)
    expect(check('active == true').shape).not.toBe(check('active == false').shape)
  })
})

describe('lists, collections and structs', () => {
  test.each([
    ['place.city', 'text'],
    ['place.at.lat', 'decimal'],
    ['tags.exists(t, t == "vip")', 'boolean'],
    ['lines.count(l, l.qty > 1)', 'integer'],
    ['lines.sum(l, l.qty)', 'integer'],
    ['lines.sum(l, l.qty * amount)', 'decimal'],
    ['lines.avg(l, l.qty)', 'decimal'],
    ['lines.min(l, l.label)', 'text'],
    ['size(lines)', 'integer'],
    ['lines == null', 'boolean'],
  ])('%s is of type %s', (source, kind) => {
    expect(check(source).type.kind).toBe(kind)
  })

  test.each([
    ['lines.exists(amount, true)', 'invalid_expression', '"amount" already means something here'],
    ['lines.exists(l, lines.exists(l, true))', 'invalid_expression', '"l" already means something here'],
    ['lines.exists(true)', 'invalid_expression', 'list.exists(item, condition): boolean'],
    ['exists(lines, l, true)', 'unknown_function', 'list.exists(item, condition): boolean'],
    ['lines.exists(l, l.quantity > 1)', 'unknown_field', 'line has no field "quantity"'],
    ['lines.exists(l, l.qty)', 'type_mismatch', 'Expected yes/no, but found a whole number'],
    ['lines.sum(l, l.label)', 'type_mismatch', 'Expected a number, but found text'],
    ['lines.max(l, l.deal)', 'type_mismatch', 'but found a record of deal'],
    ['amount.exists(l, true)', 'type_mismatch', 'Expected a list, but found a number'],
    ['lines.exists(l, true) && l.qty > 1', 'unknown_field', 'has no field "l"'],
    ['lines == lines', 'type_mismatch', 'cannot be used with a list and a list'],
    ['(active ? lines : null).exists(l, true)', 'type_mismatch', ''],
    ['place.town', 'unknown_field', 'The value has no part "town"'],
    ['place == place', 'type_mismatch', ''],
    ['lines.xists(l, true)', 'unknown_function', 'Did you mean "exists"?'],
  ])('%s is told as %s', (source, code, words) => {
    const [problem, ...others] = problemsOf(source)
    expect(problem).toMatchObject({ code })
    expect(problem?.message.en).toContain(words)
    expect(others).toEqual([])
  })

  test('tell what is read of each record', () => {
    const { paths, variables } = check('lines.exists(l, l.deal.customer.name == old.lines.max(o, o.label))')
    expect(paths).toEqual([['lines'], ['lines', 'deal', 'customer', 'name']])
    expect(variables).toEqual([
      ['old', 'lines'],
      ['old', 'lines', 'label'],
    ])
  })
})

describe('options of a select', () => {
  test.each([
    ['level == "hgih"', 'Did you mean "high"?'],
    ['"medium" != level', 'there are: low, high'],
    ['level in ["low", "top"]', '"top" is no option'],
    ['"warm" in tags', '"warm" is no option'],
    ['tags == ["vipp"]', 'Did you mean "vip"?'],
    ['tags.exists(t, t in ["vip", "colt"])', 'Did you mean "cold"?'],
  ])('%s is told', (source, words) => {
    expect(problemsOf(source)).toMatchObject([{ code: 'unknown_option' }])
    expect(problemsOf(source)[0]?.message.en).toContain(words)
  })

  test.each([
    'level == ""',
    'level == stage',
    'stage in [level, "any"]',
    'coalesce(level, "none") == "none"',
    'level > "a"',
  ])('%s may be any text', (source) => expect(problemsOf(source)).toEqual([]))
})

test('what costs too much is told once and alone', () => {
  const many = Array.from({ length: limits.maxLists + 1 }, () => 'lines.exists(l, l.qty > "a")').join(' || ')
  expect(problemsOf(many)).toMatchObject([{ code: 'expression_too_complex' }])
})

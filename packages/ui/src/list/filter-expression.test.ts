import { describe, expect, it } from 'vitest'

import { parseFilter, printFilter } from './filter-expression.ts'
import type { FilterCondition, FilterPart } from './filter-expression.ts'
import { PERIODS } from './filter-periods.ts'

const conditions: [FilterCondition, string][] = [
  [{ path: 'status', operator: 'is', value: 'open' }, "status == 'open'"],
  [{ path: 'status', operator: 'isNot', value: "it's \\ new" }, "status != 'it\\'s \\\\ new'"],
  [{ path: 'status', operator: 'oneOf', value: ['a', 'b'] }, "status in ['a', 'b']"],
  [{ path: 'sector', operator: 'within', value: 'it/chips' }, "startsWith(sector + '/', 'it/chips/')"],
  [{ path: 'tags', operator: 'anyOf', value: ['a', "it's"] }, "('a' in tags || 'it\\'s' in tags)"],
  [{ path: 'tags', operator: 'allOf', value: ['a', 'b'] }, "('a' in tags && 'b' in tags)"],
  [{ path: 'tags', operator: 'noneOf', value: ['a', 'b'] }, "!('a' in tags || 'b' in tags)"],
  [{ path: 'customer.name', operator: 'contains', value: '华东 && (北)' }, "contains(customer.name, '华东 && (北)')"],
  [{ path: 'name', operator: 'startsWith', value: 'A' }, "startsWith(name, 'A')"],
  [{ path: 'amount', operator: 'above', value: -1.5 }, 'amount > -1.5'],
  [{ path: 'due_on', operator: 'from', value: '2026-01-31' }, "due_on >= '2026-01-31'"],
  [{ path: 'is_key', operator: 'is', value: true }, 'is_key == true'],
  [{ path: 'phone', operator: 'empty', value: null }, 'isBlank(phone)'],
  [{ path: 'phone', operator: 'notEmpty', value: null }, '!isBlank(phone)'],
  [{ path: 'owner', operator: 'mine', value: null }, 'owner == user.id'],
  [
    { path: 'created_at', operator: 'lastDays', value: 30 },
    '(created_at >= addDays(today(), -30) && created_at <= today())',
  ],
  [{ path: 'due_on', operator: 'nextDays', value: 7 }, '(due_on >= today() && due_on <= addDays(today(), 7))'],
  [
    { path: 'due_on', operator: 'between', value: ['2026-01-01', '2026-01-31'] },
    "(due_on >= '2026-01-01' && due_on <= '2026-01-31')",
  ],
  [{ path: 'amount', operator: 'between', value: [-1.5, 10] }, '(amount >= -1.5 && amount <= 10)'],
  [
    { path: 'due_on', operator: 'period', value: 'thisMonth' },
    '(due_on >= addDays(today(), 1 - day(today())) && due_on < addMonths(addDays(today(), 1 - day(today())), 1))',
  ],
  [{ path: 'due_on', operator: 'period', value: 'past' }, 'due_on < today()'],
  [{ path: 'status', operator: 'notIn', value: ['a', "it's"] }, "!(status in ['a', 'it\\'s'])"],
  [{ path: 'name', operator: 'notContains', value: 'x' }, "!contains(coalesce(name, ''), 'x')"],
  [{ path: 'name', operator: 'endsWith', value: '公司' }, "endsWith(name, '公司')"],
  [{ path: 'region', operator: 'under', value: 'r1' }, "under(region, 'r1')"],
  [
    { path: 'about', operator: 'is', value: { object: 'lead', id: 'l1' } },
    "(about.object == 'lead' && about.id == 'l1')",
  ],
  [
    { path: 'about', operator: 'isNot', value: { object: 'lead', id: 'l1' } },
    "!(about.object == 'lead' && about.id == 'l1')",
  ],
  [{ path: 'about', operator: 'ofObject', value: ['lead', 'customer'] }, "about.object in ['lead', 'customer']"],
]

describe('filter expression', () => {
  it.each(conditions)('prints %o', (condition, text) => {
    expect(printFilter([condition])).toBe(text)
  })

  it.each(conditions)('reads back %o', (condition, text) => {
    expect(parseFilter(text)).toEqual([condition])
  })

  it('joins parts with and, and splits them again', () => {
    const parts: FilterPart[] = conditions.map(([condition]) => condition)
    expect(parseFilter(printFilter(parts))).toEqual(parts)
  })

  it('keeps what the builder cannot show as an expression', () => {
    expect(parseFilter("owner == user.id && (a == 'x' || b == 'y')")).toEqual([
      { path: 'owner', operator: 'mine', value: null },
      { expression: "a == 'x' || b == 'y'" },
    ])
  })

  it('does not split an alternative', () => {
    expect(parseFilter("a == 'x' || b == 'y' && c == 'z'")).toEqual([
      { expression: "a == 'x' || b == 'y' && c == 'z'" },
    ])
  })

  it('guards an expression with parentheses when it joins others', () => {
    const parts: FilterPart[] = [{ expression: 'a || b' }, { path: 'n', operator: 'is', value: 1 }]
    expect(printFilter(parts)).toBe('(a || b) && n == 1')
    expect(parseFilter('(a || b) && n == 1')).toEqual(parts)
  })

  it.each(PERIODS)('reads back the period %s beside other conditions', (value) => {
    const parts: FilterPart[] = [
      { path: 'customer.due_on', operator: 'period', value },
      { path: 'n', operator: 'is', value: 1 },
    ]
    expect(parseFilter(printFilter(parts))).toEqual(parts)
  })

  it('reads a range over two fields as two conditions', () => {
    expect(parseFilter("(a >= '1' && b <= '2')")).toEqual([{ expression: "a >= '1' && b <= '2'" }])
  })

  it('reads the last days without their end, too', () => {
    expect(parseFilter('created_at >= addDays(today(), -30)')).toEqual([
      { path: 'created_at', operator: 'lastDays', value: 30 },
    ])
  })

  it('has no text without parts', () => {
    expect(printFilter([])).toBeUndefined()
    expect(parseFilter('  ')).toEqual([])
  })
})

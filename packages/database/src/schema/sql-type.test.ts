import { describe, expect, it } from 'vitest'
import { canonicalType, isWidening } from './sql-type.ts'

describe('canonicalType', () => {
  it.each([
    ['int', 'integer'],
    ['NUMERIC(15, 2)', 'numeric(15,2)'],
    ['varchar(4)[]', 'character varying(4)[]'],
    ['timestamptz', 'timestamp with time zone'],
    ['text[]', 'text[]'],
  ])('spells %s as PostgreSQL does: %s', (type, expected) => {
    expect(canonicalType(type)).toBe(expected)
  })

  it('refuses what is no type', () => {
    expect(() => canonicalType('text; drop table x')).toThrow(/cannot read/)
  })
})

describe('isWidening', () => {
  it.each([
    ['numeric(10,2)', 'numeric(12,2)', true],
    ['numeric(10,2)', 'numeric(12,4)', true],
    ['numeric(10,2)', 'numeric(10,4)', false],
    ['numeric(10,2)', 'numeric(12,0)', false],
    ['numeric(10,2)', 'numeric', true],
    ['integer', 'bigint', true],
    ['bigint', 'integer', false],
    ['character varying(10)', 'character varying(20)', true],
    ['character varying(10)', 'character varying(5)', false],
    ['character varying(10)', 'text', true],
    ['text', 'character varying(10)', false],
    ['bigint', 'numeric(20,0)', false],
  ])('%s to %s: %s', (from, to, expected) => {
    expect(isWidening(from, to)).toBe(expected)
  })
})

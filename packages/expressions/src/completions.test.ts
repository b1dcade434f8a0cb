import { expect, test } from 'vitest'
import { completions } from './completions.ts'
import { functionDocs } from './function-docs.ts'
import type { ExprType, TypeEnvironment } from './types.ts'

const fields: Record<string, Record<string, ExprType>> = {
  deal: {
    amount: { kind: 'decimal' },
    name: { kind: 'text' },
    customer: { kind: 'record', object: 'customer' },
    lines: { kind: 'list', of: { kind: 'record', object: 'line' }, collection: true },
  },
  line: { qty: { kind: 'integer' }, parts: { kind: 'list', of: { kind: 'record', object: 'part' }, collection: true } },
  part: { code: { kind: 'text' }, place: { kind: 'struct', fields: { city: { kind: 'text' } } } },
  customer: { name: { kind: 'text' }, city: { kind: 'text' } },
}

const environment: TypeEnvironment = {
  object: 'deal',
  fieldType: (object, field) => fields[object]?.[field],
  fieldNames: (object) => Object.keys(fields[object] ?? {}),
  variables: { user: { kind: 'record', object: 'user' } },
}

function labelsAt(source: string): string[] {
  return completions(source, source.length, environment).map(({ label }) => label)
}

function insertedAt(source: string): string[] {
  return completions(source, source.length, environment).map(({ insert }) => insert)
}

test('fields, variables and functions complete the word before the cursor', () => {
  expect(labelsAt('amount > 1 && n')).toEqual(['name', 'number', 'now'])
  expect(labelsAt('us')).toEqual(['user'])
  expect(completions('am', 2, environment)).toEqual([
    { label: 'amount', kind: 'field', detail: 'decimal', insert: 'amount', owner: 'deal', type: { kind: 'decimal' } },
  ])
})

test('a lookup offers the fields of its object', () => {
  expect(labelsAt('customer.')).toEqual(['name', 'city'])
  expect(labelsAt('name == customer.c')).toEqual(['city'])
})

test('a value offers the functions that take it', () => {
  expect(labelsAt('customer.name.sta')).toEqual(['startsWith'])
  expect(labelsAt('amount.')).toContain('round')
  expect(labelsAt('amount.')).not.toContain('contains')
  expect(labelsAt('trim(name).con')).toEqual(['contains'])
})

test('a list offers its functions, and inside of them the fields of its items', () => {
  expect(labelsAt('lines.')).toEqual(expect.arrayContaining(['size', 'exists', 'sum']))
  expect(labelsAt('lines.exists(')).toEqual([])
  expect(labelsAt('lines.exists(l, l.')).toEqual(['qty', 'parts'])
  expect(labelsAt('lines.exists(l, l.qty > 1 && (am')).toEqual(['amount'])
  expect(labelsAt('lines.all(line_item, line_i')).toEqual(['line_item'])
  expect(labelsAt('lines.exists(l, l.parts.exists(p, p.code == "(" && p.place.')).toEqual(['city'])
  expect(labelsAt('lines.exists(l, true) && l')).not.toContain('l')
  expect(completions('lin', 3, environment)).toMatchObject([{ label: 'lines', detail: 'list of line' }])
})

test('what goes over a list is written with a name for its items that is free', () => {
  expect(insertedAt('lines.su')).toEqual(['sum(l, '])
  expect(insertedAt('lines.exists(l, l.parts.su')).toEqual(['sum(p, '])
  expect(insertedAt('lines.exists(p, p.parts.su')).toEqual(['sum(item, '])
})

test('nothing is offered inside a text', () => {
  expect(labelsAt('name == "n')).toEqual([])
  expect(labelsAt('name == "it\'s" && n')).toEqual(['name', 'number', 'now'])
})

test('every function is documented in both languages, operators are left out', () => {
  const docs = functionDocs()
  for (const { signature, doc } of docs) {
    expect(doc.en, signature).toMatch(/\.$/)
    expect(doc['zh-CN'], signature).toMatch(/。$/)
  }
  expect(docs.map(({ name }) => name)).not.toContain('+')
  expect(docs.map(({ signature }) => signature)).toContain('substring(text, start: integer, end: integer): text')
})

import type { QueryContext } from '@fieldwork/database'
import { createCatalog } from '@fieldwork/metadata'
import type { Layer } from '@fieldwork/metadata'
import { describe, expect, test } from 'vitest'
import { formSchemaOf } from './form-schema.ts'
import type { Actor } from './types.ts'
import { viewsOf } from './views.ts'

const label = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const named = (type: string, words: object, own: object = {}) => ({ 'x-field': { type, label: words, ...own } })
const name = { ...named('text', label('Name', '名称')), maxLength: 80 }
const object = (key: string, words: object, properties: object) => ({
  kind: 'object' as const,
  name: key,
  body: { name: key, 'x-object': { label: words }, properties: { name, ...properties } },
})

const user = {
  kind: 'object' as const,
  name: 'user',
  body: { name: 'user', 'x-object': { managed: true }, properties: { name: { 'x-field': { type: 'text' } } } },
}
const region = object('region', label('Region', '区域'), { note: named('long-text', label('Note', '备注')) })
const customer = object('customer', label('Customer', '客户'), {
  region: named('lookup', label('Region', '区域'), { object: 'region' }),
  credit: named('money', label('Credit', '信用额度'), { currency: 'USD' }),
  grade: named('select', label('Grade', '等级'), { options: { a: { order: 1, label: label('Top', '一级') } } }),
})
const deal = object('deal', label('Deal', '机会'), {
  customer: named('lookup', label('Customer', '客户'), { object: 'customer' }),
  signed_on: { ...named('date', label('Signed on', '签约日期')), default: 'today()' },
  stage: { ...named('text', label('Stage', '阶段')), default: 'new' },
  half: named('formula', label('Half', '一半'), { expression: '1.5 / 2', result: 'money' }),
})
const paths = [
  'name',
  'half',
  'customer.name',
  'customer.region.name',
  'customer.region.note',
  'customer.credit',
  'customer.grade',
]
const view = {
  kind: 'view' as const,
  name: 'deals',
  body: { name: 'deals', object: 'deal', columns: Object.fromEntries(paths.map((path, order) => [path, { order }])) },
}

const compiled = createCatalog([{ name: 'crm', documents: [user, region, customer, deal, view] } as Layer], {
  revision: 1,
})
if (!('catalog' in compiled)) throw new Error(JSON.stringify(compiled.problems))
const { catalog } = compiled

/** Everything may be read but the objects named. */
const contextWithout = (...hidden: string[]) =>
  ({ catalog, access: (key: string) => ({ kind: hidden.includes(key) ? 'none' : 'all' }) }) as unknown as QueryContext
const actor = { id: 'u', locale: 'zh-CN', administrator: false, roles: [] as string[] } as Actor
const columnsWithout = (...hidden: string[]) => viewsOf(contextWithout(...hidden), actor, 'deal')[0]!.columns

describe('the columns of a view', () => {
  test('say in words where their path leads; a name stands for its record', () => {
    const labels = Object.entries(columnsWithout()).map(([path, { field }]) => [path, field.label])
    expect(Object.fromEntries(labels)).toEqual({
      name: '名称',
      half: '一半',
      'customer.name': '客户',
      'customer.region.name': '客户 · 区域',
      'customer.region.note': '客户 · 区域 · 备注',
      'customer.credit': '客户 · 信用额度',
      'customer.grade': '客户 · 等级',
    })
  })

  test('bring the type, format, options and sorting of the field at the end', () => {
    const columns = columnsWithout()
    expect(columns['customer.credit']!.field).toMatchObject({
      type: 'money',
      widget: 'money',
      sortable: true,
      property: { 'x-field': { scale: 2, currency: 'USD' } },
    })
    expect(columns['customer.grade']!.field.options).toEqual([expect.objectContaining({ value: 'a', label: '一级' })])
    expect(columns.half!.field.property).toEqual({ 'x-field': { type: 'formula', result: 'money' } })
  })

  test('leave out what leads to records that the actor may not read', () => {
    expect(Object.keys(columnsWithout('region'))).not.toContain('customer.region.name')
    expect(Object.keys(columnsWithout('customer'))).toEqual(['name', 'half'])
  })
})

test('a form for a new record gets default expressions as they are written, beside constants in the schema', () => {
  const { fields, schema } = formSchemaOf(contextWithout(), actor, { object: 'deal', mode: 'create' })
  expect(fields.signed_on).toMatchObject({ defaultExpression: 'today()', required: false })
  expect(fields.stage).not.toHaveProperty('defaultExpression')
  expect(schema.properties).toMatchObject({ stage: { default: 'new' } })
  const update = formSchemaOf(contextWithout(), actor, { object: 'deal', mode: 'update' })
  expect(update.fields.signed_on).not.toHaveProperty('defaultExpression')
})

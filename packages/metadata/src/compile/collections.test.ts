import { describe, expect, test } from 'vitest'
import type { Definition } from '../catalog.ts'
import { defaultLayout } from '../pages/default-layout.ts'
import { both, catalogOf, problemsOf, sampleLayers } from '../testing/sample-layers.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, ...options } })

const line = (master: object = {}, properties: object = {}): Definition => ({
  name: 'order_line',
  'x-object': { label: both('Line') },
  properties: {
    title: field('text'),
    place: field('integer'),
    order: field('master-detail', { object: 'sales_order', ...master }),
    ...properties,
  },
})

const withObjects = (...object: Definition[]) => catalogOf(sampleLayers({ object }))

describe('collections', () => {
  const catalog = withObjects(line({ collection: 'lines', position: 'place', minLines: 1 }))

  test('are called as the referring field says', () => {
    expect(Object.fromEntries(catalog.object('sales_order').collections)).toEqual({
      lines: { name: 'lines', object: 'order_line', field: 'order', isLines: true, minLines: 1, maxLines: null },
    })
  })

  test('are called as the object when it refers once, else by its fields; who wrote a record gives none', () => {
    const task = {
      name: 'task',
      properties: {
        title: field('text'),
        asked_by: field('lookup', { object: 'customer' }),
        done_for: field('lookup', { object: 'customer' }),
        tester: field('user'),
      },
    }
    const { objects } = withObjects(task)
    const names = ['task_asked_by', 'task_done_for', 'customer', 'sales_order']
    expect([...objects.get('customer')!.collections.keys()].sort()).toEqual(names.sort())
    expect([...objects.get('user')!.collections.keys()]).toEqual(['task'])
  })

  test('give way to a field of that name', () => {
    const lead = {
      name: 'number',
      properties: { title: field('text'), of: field('lookup', { object: 'sales_order' }) },
    }
    expect([...withObjects(lead).object('sales_order').collections.keys()]).toEqual(['number_of'])
  })

  test.each([['customer'], ['id'], ['user'], ['fw_lines']])('are not called %s, which means something else', (name) => {
    expect(problemsOf(sampleLayers({ object: [line({ collection: name })] }))).toEqual([
      'object/order_line /properties/order/x-field/collection repeated_name',
    ])
  })

  test('change the hash of the object that is referred to, so that statements over it are made anew', () => {
    const renamed = withObjects(line({ collection: 'items', position: 'place', minLines: 1 }))
    expect(renamed.object('sales_order').hash).not.toBe(catalog.object('sales_order').hash)
    expect(renamed.object('user').hash).toBe(catalog.object('user').hash)
  })
})

describe('a master', () => {
  test('is required, and the position of its lines is the platform’s to write', () => {
    const object = withObjects(line({ position: 'place' })).object('order_line')
    expect(object.master).toEqual({ field: 'order', object: 'sales_order', position: 'place', reparentable: false })
    expect(object.fields.get('order')?.required).toBe(true)
    expect(object.fields.get('place')?.readOnly).toBe(true)
    expect(object.fields.get('order')?.property['x-field'].onDelete).toBe('cascade')
  })

  test.each<[string, Definition, string[]]>([
    [
      'a second one',
      line({}, { also: field('master-detail', { object: 'customer' }) }),
      ['order/x-field/type second_master'],
    ],
    ['one that people cannot change', line({ object: 'user' }), ['order/x-field/object managed_object']],
    ['itself', line({ object: 'order_line' }), ['order/x-field/object master_cycle']],
    ['a position that is no number', line({ position: 'title' }), ['order/x-field/position wrong_field_type']],
    ['a position that is not there', line({ position: 'plce' }), ['order/x-field/position unknown_field']],
    ['bounds that contradict', line({ minLines: 3, maxLines: 2 }), ['order/x-field/minLines contradicting_bounds']],
  ])('cannot be %s', (_, object, expected) => {
    const found = problemsOf(sampleLayers({ object: [object] }))
    expect(found).toEqual(expected.map((problem) => `object/order_line /properties/${problem}`))
  })
})

describe('lines on layouts (PLAT-27)', () => {
  const catalog = withObjects(line({ collection: 'lines' }))
  const order = catalog.object('sales_order')

  test('stand under the fields where no layout is defined', () => {
    for (const purpose of ['form', 'detail'] as const)
      expect(defaultLayout(order, purpose).blocks.l_lines).toMatchObject({ type: 'lines', collection: 'lines', w: 24 })
  })

  test.each<[string, object, string]>([
    ['lines that there are not', { collection: 'linse' }, 'collection unknown_name'],
    ['a column that there is not', { columns: { itm: { order: 1 } } }, 'columns/itm unknown_field'],
    [
      'a total that means nothing',
      { columns: { title: { order: 1, aggregate: 'sum' } } },
      'columns/title/aggregate unknown_measure',
    ],
  ])('cannot show %s', (_, change, expected) => {
    const block = { type: 'lines', collection: 'lines', x: 0, y: 0, w: 24, h: 4, ...change }
    const layout = { name: 'order_form', object: 'sales_order', purpose: 'form', blocks: { a: block } }
    const layers = sampleLayers({ object: [line({ collection: 'lines' })], layout: [layout] })
    expect(problemsOf(layers)).toEqual([`layout/order_form /blocks/a/${expected}`])
  })
})

import { describe, expect, test } from 'vitest'
import type { Catalog, Definition } from '../catalog.ts'
import { both, catalogOf, problemsOf, sampleLayers } from '../testing/sample-layers.ts'
import { defaultLayout } from './default-layout.ts'
import { defaultView } from './default-view.ts'
import { menuOf } from './menu.ts'
import type { LayoutDefinition } from './page-definitions.ts'
import { resolveLayout, resolveView } from './resolve-pages.ts'

const catalog = catalogOf(sampleLayers())
const order = catalog.object('sales_order')

const fieldsOf = ({ blocks }: LayoutDefinition) =>
  Object.values(blocks).flatMap((block) => (block.type === 'field' ? [block.field] : []))

/** A catalog whose own views and layouts are those given. */
const withPages = (pages: { view?: object[]; layout?: object[]; app?: object[] }): Catalog =>
  catalogOf(sampleLayers(pages as Record<string, Definition[]>))

describe('without a defined layout', () => {
  test('a form shows what is entered and what is computed from it, three beside each other, long texts across', () => {
    const { blocks } = defaultLayout(order, 'form')
    expect(fieldsOf(defaultLayout(order, 'form')).join(' ')).toBe(
      'customer quantity unit_price value ordered_on closed_on owner note',
    )
    expect(blocks.f_quantity).toEqual({ type: 'field', field: 'quantity', section: 'basic', x: 8, y: 0, w: 8, h: 1 })
    expect(blocks.f_note).toMatchObject({ section: 'more', x: 0, y: 0, w: 24 })
    expect(blocks.more).toMatchObject({ type: 'section', x: 0, y: 4, w: 24 })
  })

  test('a detail page adds who made and changed the record', () => {
    const shown = fieldsOf(defaultLayout(order, 'detail'))
    expect(shown).toEqual(expect.arrayContaining(['number', 'created_at', 'updated_by']))
    expect(shown).not.toContain('version')
  })

  test.each(['form', 'detail'] as const)('the default %s layout is a correct layout', (purpose) => {
    const layouts = [...catalog.objects.values()].map((object) => defaultLayout(object, purpose))
    expect(problemsOf(sampleLayers({ layout: layouts as unknown as Definition[] }))).toEqual([])
  })
})

describe('without a defined view', () => {
  test('a list shows name and state first, few columns, newest records on top', () => {
    const view = defaultView(order)
    const columns = ['number', 'status', 'customer', 'quantity', 'unit_price', 'value', 'ordered_on', 'owner']
    expect(Object.keys(view.columns)).toEqual(columns)
    expect([view.sort, view.columns.number?.frozen]).toEqual(['-created_at', true])
  })

  test('the default views are correct views', () => {
    const views = [...catalog.objects.values()].map(defaultView)
    expect(problemsOf(sampleLayers({ view: views as unknown as Definition[] }))).toEqual([])
  })
})

const view = (name: string, more: object) => ({ name, object: 'customer', columns: { name: { order: 1 } }, ...more })

describe('views', () => {
  const views = withPages({
    view: [view('b', { order: 2 }), view('a', { order: 1 }), view('c', { default: true, order: 9 })],
  })

  test('the default one comes first', () => {
    expect(resolveView(views, 'customer').name).toBe('c')
    expect(resolveView(views, 'customer', 'a').label).toEqual(both('A'))
  })

  test('one that does not exist is not found', () => {
    expect(() => resolveView(views, 'customer', 'd')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })

  test('columns, filters and sorts that do not fit are refused', () => {
    const wrong = view('wrong', {
      columns: { 'parent.nme': { order: 1 }, 'name.x': { order: 2 }, name: { order: 3, aggregate: 'sum' } },
      filter: 'name',
      sort: '-creditlimit',
    })
    expect(problemsOf(sampleLayers({ view: [wrong as Definition] }))).toEqual([
      'view/wrong /columns/parent.nme unknown_field',
      'view/wrong /columns/name.x unknown_field',
      'view/wrong /columns/name/aggregate unknown_measure',
      'view/wrong /filter type_mismatch',
      'view/wrong /sort unknown_field',
    ])
  })
})

const layout = (blocks: object, more = {}) => ({
  name: 'order_form',
  object: 'sales_order',
  purpose: 'form',
  blocks,
  ...more,
})
const field = (name: string, x: number, y: number, more = {}) => ({
  type: 'field',
  field: name,
  x,
  y,
  w: 8,
  h: 1,
  ...more,
})
const section = (y: number) => ({ type: 'section', label: both('Basic'), x: 0, y, w: 24, h: 4 })

describe('layouts', () => {
  test('a form gets the required fields that it forgot, in a section of their own at the bottom', () => {
    const pages = withPages({
      layout: [layout({ basic: section(0), c: field('customer', 0, 0, { section: 'basic' }) })],
    })
    const resolved = resolveLayout(pages, 'sales_order', { purpose: 'form' })
    expect(fieldsOf(resolved)).toEqual(['customer', 'quantity'])
    expect(resolved.blocks.required_fields).toMatchObject({ type: 'section', y: 4, w: 24 })
    expect(resolved.blocks.required_fields_quantity).toMatchObject({ section: 'required_fields', x: 0, y: 0 })
  })

  test('a complete form and a detail page stay as they are', () => {
    const complete = layout({ c: field('customer', 0, 0), q: field('quantity', 8, 0) })
    const pages = withPages({ layout: [complete, layout({}, { name: 'order_detail', purpose: 'detail' })] })
    expect(fieldsOf(resolveLayout(pages, 'sales_order', { purpose: 'form' }))).toEqual(['customer', 'quantity'])
    expect(resolveLayout(pages, 'sales_order', { purpose: 'detail' }).blocks).toEqual({})
  })

  test('blocks that overlap, leave the grid, repeat or name nothing are refused', () => {
    const wrong = layout({
      a: field('customer', 0, 0),
      b: field('quantity', 4, 0),
      c: field('custmer', 20, 1),
      d: field('customer', 0, 2, { section: 'basc' }),
      e: field('note', 0, 3, { visibleWhen: 'quantity', requiredWhen: 'statsu == 1' }),
      f: { type: 'related-list', object: 'sales_order', via: 'customer', x: 0, y: 5, w: 24, h: 4 },
    })
    expect(problemsOf(sampleLayers({ layout: [wrong as unknown as Definition] }))).toEqual([
      'layout/order_form /blocks/b overlapping_blocks',
      'layout/order_form /blocks/c outside_grid',
      'layout/order_form /blocks/d/field repeated_field',
      'layout/order_form /blocks/c/field unknown_field',
      'layout/order_form /blocks/d/section unknown_name',
      'layout/order_form /blocks/e/visibleWhen type_mismatch',
      'layout/order_form /blocks/e/requiredWhen unknown_field',
      'layout/order_form /blocks/f/type wrong_block',
      'layout/order_form /blocks/f/via wrong_reference',
    ])
  })

  test('blocks of different sections do not overlap', () => {
    const blocks = {
      one: section(0),
      two: section(4),
      a: field('customer', 0, 0, { section: 'one' }),
      b: field('quantity', 0, 0, { section: 'two' }),
    }
    expect(problemsOf(sampleLayers({ layout: [layout(blocks) as unknown as Definition] }))).toEqual([])
  })

  test('a related list shows the records that refer to this one', () => {
    const lists = { orders: { type: 'related-list', object: 'sales_order', via: 'customer', x: 0, y: 0, w: 24, h: 6 } }
    const detail = layout(lists, { name: 'customer_detail', object: 'customer', purpose: 'detail' })
    expect(problemsOf(sampleLayers({ layout: [detail as unknown as Definition] }))).toEqual([])
  })
})

const summary = (fields: object, purpose = 'detail') => {
  const block = { type: 'summary', label: both('Summary'), fields, x: 0, y: 0, w: 24, h: 2 }
  return { name: 'order_detail', object: 'sales_order', purpose, blocks: { sum: block } } as Definition
}

describe('a summary on a detail page (PLAT-33)', () => {
  const shown = { value: { order: 1 }, 'customer.name': { order: 2, label: both('Who') } }

  test('shows fields of the record and of those it refers to', () => {
    expect(problemsOf(sampleLayers({ layout: [summary(shown)] }))).toEqual([])
  })

  test('cannot show what there is not, and does not stand on forms', () => {
    const wrong = summary({ valeu: {}, 'customer.nmae': {}, 'note.name': {} }, 'form')
    expect(problemsOf(sampleLayers({ layout: [wrong] }))).toEqual([
      'layout/order_detail /blocks/sum/type wrong_block',
      'layout/order_detail /blocks/sum/fields/valeu unknown_field',
      'layout/order_detail /blocks/sum/fields/customer.nmae unknown_field',
      'layout/order_detail /blocks/sum/fields/note.name unknown_field',
    ])
  })
})

describe('a menu', () => {
  const app = {
    name: 'sales',
    label: both('Sales'),
    items: {
      orders: { type: 'object', object: 'sales_order', group: 'selling', order: 2, label: both('My orders') },
      selling: { type: 'group', order: 5 },
      empty: { type: 'group', order: 1 },
    },
  }
  const listed = {
    name: 'project',
    'x-object': { apps: ['sales'], icon: 'project' },
    properties: { name: { 'x-field': { type: 'text' } } },
  }
  const menus = catalogOf(sampleLayers({ app: [app], object: [listed] }))

  test('has its groups with their entries, then the objects that name the app, and no empty group', () => {
    expect(menuOf(menus, 'sales')).toEqual({
      name: 'sales',
      systems: null,
      label: both('Sales'),
      icon: 'appstore',
      order: 1000,
      items: [
        {
          key: 'selling',
          type: 'group',
          label: both('Selling'),
          icon: null,
          children: [
            { key: 'orders', type: 'object', label: both('My orders'), icon: 'file-text', object: 'sales_order' },
          ],
        },
        { key: 'project', type: 'object', label: both('Project'), icon: 'project', object: 'project' },
      ],
    })
  })

  test('entries that lead nowhere are refused', () => {
    const wrong = { name: 'sales', items: { a: { type: 'object', object: 'ordr', view: 'all', group: 'x', order: 1 } } }
    expect(problemsOf(sampleLayers({ app: [wrong as Definition] }))).toEqual([
      'app/sales /items/a/object unknown_object',
      'app/sales /items/a/view unknown_name',
      'app/sales /items/a/group unknown_name',
    ])
  })
})

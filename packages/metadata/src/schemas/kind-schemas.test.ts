import { fieldTypes } from '@fieldwork/fields'
import { describe, expect, test } from 'vitest'
import type { Definition, Kind } from '../catalog.ts'
import { normalDefinition } from '../compile/normal-definition.ts'
import { valueAt } from '../json/pointer.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { customerObject, orderObject, userObject } from '../testing/sample-layers.ts'
import { createAjv } from '../validation/ajv.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { kinds, schemaOf } from './kind-schemas.ts'

const grid = { x: 0, y: 0, w: 8, h: 1 }

/** One definition of each kind that uses every key its schema knows. */
const full: Record<Exclude<Kind, 'object'>, Definition> = {
  view: {
    name: 'orders',
    object: 'sales_order',
    label: { en: 'Orders', 'zh-CN': '订单' },
    type: 'table',
    columns: {
      number: { order: 1, width: 120, frozen: true },
      'customer.name': { order: 2 },
      value: { order: 3, aggregate: 'sum' },
    },
    filter: 'quantity > 0',
    sort: '-ordered_on,number',
    default: true,
    order: 1,
  },
  layout: {
    name: 'order_form',
    object: 'sales_order',
    purpose: 'form',
    label: { en: 'Form', 'zh-CN': '表单' },
    blocks: {
      basic: { type: 'section', label: { en: 'Basic', 'zh-CN': '基本' }, ...grid, w: 24, visibleWhen: 'true' },
      number: {
        type: 'field',
        field: 'number',
        section: 'basic',
        ...grid,
        visibleWhen: 'true',
        requiredWhen: 'true',
        readOnlyWhen: 'true',
      },
      hint: { type: 'text', text: { en: 'Hint', 'zh-CN': '提示' }, ...grid, y: 9 },
      lines: { type: 'related-list', object: 'sales_order', via: 'customer', ...grid, y: 20 },
    },
  },
  workflow: {
    name: 'remind',
    label: { en: 'Remind', 'zh-CN': '提醒' },
    description: { en: 'For', 'zh-CN': '用途' },
    order: 1,
    active: false,
    object: 'sales_order',
    trigger: {
      type: 'relative-date',
      field: 'ordered_on',
      days: -3,
      at: '09:30',
      timezone: 'Asia/Shanghai',
      when: 'true',
    },
    runAs: 'trigger-user',
    vars: {
      about: {
        type: 'record',
        object: 'customer',
        label: { en: 'About', 'zh-CN': '关于' },
        required: true,
        default: null,
      },
    },
    start: 'tell',
    nodes: {
      tell: {
        step: 'notify',
        label: { en: 'Tell', 'zh-CN': '通知' },
        options: {},
        next: 'tell',
        branches: { other: 'tell' },
        onError: { node: 'tell' },
        retry: { attempts: 3, delaySeconds: 10 },
        place: { x: 1, y: 2 },
      },
    },
    limits: { steps: 10, depth: 2, runs: 5 },
  },
  deadline: {
    name: 'delivery',
    label: { en: 'Delivery', 'zh-CN': '交付' },
    description: { en: 'For', 'zh-CN': '用途' },
    order: 1,
    active: false,
    object: 'sales_order',
    when: 'quantity > 0',
    start: { on: 'field', field: 'ordered_on' },
    length: { workdays: 3, at: '18:00' },
    cases: { big: { order: 1, when: 'quantity > 100', length: { workingHours: 80 } } },
    calendar: 'china',
    responsible: { who: 'owner', roles: ['clerk'] },
    done: 'closed_on != null',
    report: { object: 'sales_order', by: 'customer', on: 'ordered_on', when: 'quantity > 0', at: 'created_at' },
    pause: 'quantity == 0',
    reminders: {
      soon: {
        label: { en: 'Soon', 'zh-CN': '临近' },
        to: { responsible: true, superiors: 1, roles: ['clerk'] },
        channels: ['mail'],
        moment: 'before',
        span: { workdays: 1, at: '09:00' },
      },
    },
    escalation: { up: { to: { superiors: 1 }, moment: 'after', span: { hours: 24 } } },
    overdue: { set: { closed_on: 'today()' }, transition: 'close' },
  },
  connection: {
    name: 'erp',
    label: { en: 'ERP', 'zh-CN': 'ERP 系统' },
    description: { en: 'Orders', 'zh-CN': '订单' },
    order: 1,
    baseUrl: 'https://erp.example.com/api',
    auth: {
      type: 'oauth2',
      username: 'crm',
      header: 'X-Key',
      tokenUrl: 'https://erp.example.com/token',
      clientId: 'crm',
      scope: 'orders',
    },
    headers: { Accept: 'application/json' },
    timeoutMs: 5000,
  },
  calendar: {
    name: 'factory',
    label: { en: 'Factory', 'zh-CN': '工厂' },
    description: { en: 'Six days', 'zh-CN': '六天' },
    order: 1,
    default: true,
    basedOn: 'china',
    hours: [{ from: '08:00', to: '12:00' }],
    weekdays: {
      mon: true,
      tue: true,
      wed: true,
      thu: true,
      fri: true,
      sat: [{ from: '08:00', to: '24:00' }],
      sun: false,
    },
    years: {
      '2026': {
        holidays: {
          stock_taking: { label: { en: 'Stock-taking', 'zh-CN': '盘点' }, from: '2026-12-30', to: '2026-12-31' },
        },
        makeUpDays: {
          '2026-12-27': { label: { en: 'Make-up day', 'zh-CN': '补班' }, hours: [{ from: '08:00', to: '10:00' }] },
        },
      },
    },
  },
  approval: {
    name: 'big_orders',
    label: { en: 'Big orders', 'zh-CN': '大额订单' },
    description: { en: 'What is large', 'zh-CN': '大额' },
    order: 1,
    active: true,
    object: 'sales_order',
    start: { manual: true },
    when: 'quantity > 10',
    refuse: {
      empty: {
        when: 'quantity == null',
        message: { en: 'Nothing', 'zh-CN': '无' },
        field: 'quantity',
        overrideBy: ['sales'],
        order: 1,
      },
    },
    first: 'manager',
    steps: {
      manager: {
        label: { en: 'Manager', 'zh-CN': '经理' },
        kind: 'decide',
        when: 'quantity > 10',
        approvers: {
          head: { head: { of: 'owner', up: 1, where: "name != ''" }, when: 'quantity > 1', order: 1 },
          chosen: {
            chosen: { from: { role: { role: 'sales', within: 'owner' } }, minimum: 1, maximum: 2 },
            group: 'a',
          },
          table: {
            table: {
              inputs: { q: 'quantity' },
              rows: {
                big: {
                  order: 1,
                  cells: { q: { from: 1, above: 0, to: 5, below: 6, in: [1, 2] } },
                  approvers: { u: { users: ['li'] } },
                },
              },
            },
          },
          position: { position: 'Head' },
          superior: { superior: { of: 'submitter', levels: 2 } },
          field: { field: 'owner' },
          expression: { expression: 'owner' },
        },
        mode: { count: 2 },
        groups: { a: { label: { en: 'A', 'zh-CN': '甲' }, mode: { ratio: 0.5 } } },
        onReject: 'return',
        edit: ['note'],
        require: ['note'],
        comment: 'always',
        allowSubmitter: true,
        returnTo: ['manager'],
        actions: ['transfer'],
        due: {
          after: { workdays: 1 },
          special: { large: { when: 'quantity > 100', after: { days: 2 }, order: 1 } },
          calendar: 'main',
          remind: { early: { before: { hours: 4 }, order: 1 }, late: { after: { workhours: 2 } } },
          escalate: {
            up: { after: { hours: 1 }, to: { boss: { users: ['wang'] } }, replace: true, order: 1 },
            end: { outcome: 'reject' },
          },
        },
        next: 'told',
        route: { small: { when: 'quantity < 50', to: 'told', order: 1 } },
        order: 1,
      },
      told: { kind: 'notify', approvers: { u: { users: ['li'], label: { en: 'Li', 'zh-CN': '李' } } } },
    },
    recall: 'while-pending',
    resubmit: 'returned-step',
    skipRepeated: false,
    fallback: { u: { users: ['admin'] } },
    effects: {
      submit: { set: { note: "'x'" } },
      approve: { transition: 'confirm', set: { note: "'y'" } },
      reject: {},
      return: {},
      recall: {},
    },
    balance: { amount: 'quantity', object: 'sales_order', via: 'customer', value: 'quantity', where: 'true' },
  },
  conversion: {
    name: 'order_to_customer',
    label: { en: 'Convert', 'zh-CN': '转换' },
    help: { en: 'Help', 'zh-CN': '说明' },
    order: 1,
    source: 'sales_order',
    when: 'quantity > 0',
    repeat: true,
    targets: {
      customer: {
        object: 'customer',
        label: { en: 'Customer', 'zh-CN': '客户' },
        order: 1,
        optional: true,
        when: 'true',
        existing: { suggest: 'customer' },
        values: { name: 'note' },
        links: { region: 'region' },
        source: 'order',
        lines: {
          lines: {
            from: 'lines',
            to: 'items',
            when: 'true',
            values: { name: 'name' },
            source: 'line',
            quantity: { from: 'quantity', converted: 'converted', to: 'quantity' },
          },
        },
      },
    },
    writeBack: { set: { note: "'x'" }, links: { customer: 'customer' }, transition: 'close' },
  },
  'print-template': {
    name: 'order_print',
    label: { en: 'Order', 'zh-CN': '订单' },
    object: 'sales_order',
    order: 1,
    active: true,
    paper: 'A5',
    orientation: 'landscape',
    margin: 12,
    size: 10,
    language: 'zh-CN',
    fileName: { en: 'Order {{ note }}', 'zh-CN': '订单{{ note }}' },
    header: { left: { en: 'Ours', 'zh-CN': '我司' } },
    footer: { right: { en: '{{ page }}/{{ pages }}', 'zh-CN': '{{ page }}/{{ pages }}' } },
    blocks: {
      main: { type: 'section', label: { en: 'Main', 'zh-CN': '主要' }, x: 0, y: 0, w: 24, h: 2 },
      note: { type: 'field', field: 'note', section: 'main', labelPlace: 'top', bold: true, x: 0, y: 0, w: 12, h: 1 },
      lines: {
        type: 'lines',
        collection: 'lines',
        numbered: true,
        columns: { name: { order: 1, width: 3, align: 'left' }, quantity: { order: 2, total: true } },
        x: 0,
        y: 2,
        w: 24,
        h: 4,
      },
      sum: { type: 'totals', fields: { quantity: { order: 1, bold: true } }, x: 12, y: 6, w: 12, h: 2 },
      code: { type: 'barcode', value: 'note', symbology: 'code128', caption: true, x: 0, y: 6, w: 6, h: 2 },
      logo: { type: 'image', data: 'data:image/png;base64,AAAA', x: 6, y: 6, w: 6, h: 2 },
      line: { type: 'rule', x: 0, y: 8, w: 24, h: 1 },
      sign: {
        type: 'signature',
        label: { en: 'Buyer', 'zh-CN': '买方' },
        date: true,
        seal: true,
        x: 0,
        y: 9,
        w: 8,
        h: 3,
      },
      text: {
        type: 'text',
        text: { en: 'Dear {{ note }}', 'zh-CN': '{{ note }}：' },
        size: 12,
        x: 8,
        y: 9,
        w: 8,
        h: 1,
      },
    },
  },
  app: {
    name: 'sales',
    label: { en: 'Sales', 'zh-CN': '销售' },
    icon: 'fund',
    order: 1,
    items: {
      selling: { type: 'group', order: 1 },
      orders: { type: 'object', object: 'sales_order', view: 'orders', group: 'selling', order: 1 },
    },
  },
  dimension: {
    name: 'product_line',
    label: { en: 'Product line', 'zh-CN': '产品线' },
    description: { en: 'What is sold', 'zh-CN': '所售产品' },
    order: 1,
    object: 'category',
    own: 'employee.line',
  },
  'member-rule': {
    name: 'specialists',
    label: { en: 'Specialists', 'zh-CN': '专员' },
    description: { en: 'Of what is sold', 'zh-CN': '按所售产品' },
    order: 1,
    object: 'customer',
    when: 'active',
    mapping: 'specialist',
    match: { category: { path: 'product.category', below: true } },
    people: 'people',
    level: 'edit',
  },
  parameter: {
    name: 'rights_on_orders',
    label: { en: 'Rights on orders', 'zh-CN': '订单数据权限' },
    description: { en: 'Whose they are counts', 'zh-CN': '按归属限制' },
    group: { en: 'Sales', 'zh-CN': '销售' },
    order: 1,
    value: true,
  },
  role: {
    name: 'clerk',
    label: { en: 'Clerk', 'zh-CN': '文员' },
    description: { en: 'Keeps orders', 'zh-CN': '处理订单' },
    administrator: false,
    apps: ['sales'],
    related: 'read',
    dimensions: { product_line: 'below', supplier: 'none' },
    grants: {
      '*': { operations: ['read'], scope: 'own' },
      customer: {
        operations: { read: 'listed', create: 'own', update: 'department', assign: 'below', comment: 'related' },
        where: 'owner == user.id',
        related: 'none',
        dimensions: { product_line: 'all' },
        sensitive: ['phone'],
        fields: { credit_limit: 'mask', '*': 'read' },
      },
    },
  },
  translation: { name: 'english', locale: 'en', texts: { 'object/customer/x-object/label': 'Account' } },
}

describe.each([...kinds])('the schema of %s', (kind) => {
  test('is a strict JSON Schema', () => {
    expect(() => createAjv({ discriminator: true }).compile(schemaOf(kind))).not.toThrow()
  })

  test('closes every object it describes', () => {
    const open: string[] = []
    walk(schemaOf(kind), '', (schema, path) => {
      if (isPlainObject(schema.properties) && schema.type === 'object' && !isClosed(schema)) open.push(path)
    })
    expect(open).toEqual([])
  })
})

/** A choice by `type` leaves the closing to its branches. */
const isClosed = (schema: Record<string, unknown>): boolean =>
  schema.additionalProperties !== undefined || Array.isArray(schema.oneOf) || Array.isArray(schema.allOf)

function walk(schema: unknown, path: string, visit: (schema: Record<string, unknown>, path: string) => void): void {
  if (Array.isArray(schema)) schema.forEach((part, at) => walk(part, `${path}/${at}`, visit))
  if (!isPlainObject(schema)) return
  visit(schema, path)
  // a condition only looks, and the options of any type are closed by the branch of their own
  const inner = Object.entries(schema).filter(([key]) => key !== 'if' && path + key !== '/$defs/propertyproperties')
  for (const [key, part] of inner) walk(part, `${path}/${key}`, visit)
}

describe('what a schema accepts', () => {
  const definitions: [Kind, Definition][] = [
    ...Object.entries(full).map(([kind, definition]): [Kind, Definition] => [kind as Kind, definition]),
    ['object', userObject],
    ['object', customerObject],
    ['object', orderObject],
  ]

  test.each(definitions)('%s: the definition and its normal form, which is its own normal form', (kind, definition) => {
    const normal = normalDefinition(kind, definition)
    expect(validateDefinition(kind, definition)).toEqual([])
    expect(validateDefinition(kind, normal)).toEqual([])
    expect(normalDefinition(kind, normal)).toEqual(normal)
  })

  test.each(definitions.filter(([kind]) => kind !== 'object'))('%s: an unknown key is refused', (kind, definition) => {
    const problems = validateDefinition(kind, { ...definition, unknown_key: 1 })
    expect(problems).toMatchObject([{ kind, name: definition.name, pointer: '/unknown_key', code: 'unknown_key' }])
  })
})

const holder = (property: unknown): Definition => ({ name: 'holder', properties: { held: property } })

describe('the published schema of object', () => {
  const published = createAjv({ discriminator: true }).compile(schemaOf('object'))

  test.each([...fieldTypes.values()].map((type) => [type.name, type] as const))(
    'agrees with the validator about %s',
    (_, type) => {
      for (const { property } of type.conformance) {
        const options = property['x-field'] as Record<string, unknown>
        const wrong = [
          { ...property, unknown: 1 },
          { ...property, 'x-field': { ...options, unknown: 1 } },
          { ...property, 'x-field': { ...options, label: 'no label' } },
          { ...property, 'x-field': { ...options, type: 'unknown' } },
        ]
        for (const tried of [property, ...wrong]) {
          const accepts = validateDefinition('object', holder(tried)).length === 0
          expect([tried, published(holder(tried))]).toEqual([tried, accepts])
        }
        expect(published(holder(property))).toBe(true)
      }
    },
  )

  test('knows every field type and only its options', () => {
    for (const type of fieldTypes.values()) {
      const options = valueAt(schemaOf('object'), `/$defs/property-${type.name}/properties/x-field/properties`)
      const expected = ['type', 'label', 'help', 'order', ...Object.keys(type.options.properties)]
      expect(Object.keys(options as object)).toEqual(expect.arrayContaining(expected))
    }
  })
})

const blockProblems: [string, Record<string, unknown>, string][] = [
  ['an unknown type', { type: 'feild', field: 'number', ...grid }, '/blocks/a/type not_an_option'],
  ['no type', { field: 'number', ...grid }, '/blocks/a/type required'],
  ['a key of another type', { type: 'field', field: 'number', text: 'x', ...grid }, '/blocks/a/text unknown_key'],
  ['a place off the grid', { type: 'field', field: 'number', ...grid, x: 24 }, '/blocks/a/x too_large'],
]

test.each(blockProblems)('a layout block with %s gets one problem, about its own type', (_, block, expected) => {
  const layout = { name: 'broken', object: 'customer', purpose: 'form', blocks: { a: block } }
  expect(validateDefinition('layout', layout).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([expected])
})

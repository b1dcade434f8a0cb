import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { readForeignPackage } from '../support/salesforce-package.ts'

const folder = fileURLToPath(new URL('../fixtures/ebikes', import.meta.url))
const ebikes = readForeignPackage(folder, 'eb')
const changes = {
  put: [
    ...ebikes.objects.map((definition) => ({ kind: 'object', definition })),
    ...ebikes.views.map((definition) => ({ kind: 'view', definition })),
  ],
  message: 'E-bikes',
}

let api: ApiServer
const ids = new Map<string, string>()
let plan: Answer
let published: Answer

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  plan = await api.admin.post('/api/metadata/plan', changes)
  published = await api.admin.post('/api/metadata/publish', changes)
  for (const { object, ref, values } of ebikes.records) {
    const made = await api.admin.post(`/api/records/${object}`, resolve(values))
    expect(made, `${object} ${made.text}`).toMatchObject({ status: 201 })
    ids.set(`@${ref}`, made.body.id)
  }
})
afterAll(() => api.stop())

const resolve = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, ids.get(String(value)) ?? value]))

const list = async (object: string, query: Record<string, string> = {}) => {
  const answer = await api.admin.get(`/api/records/${object}?${new URLSearchParams(query)}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as { data: Record<string, Answer['body']>[]; page: { count: number } }
}

const OBJECTS = ['eb_account', 'eb_order', 'eb_order_item', 'eb_product', 'eb_product_family']

describe('the package of another platform', () => {
  test('becomes five objects, three views and their records', () => {
    expect(ebikes.objects.map(({ name }) => name).sort()).toEqual(OBJECTS)
    expect(ebikes.views.map(({ name }) => name).sort()).toEqual([
      'eb_all_orders',
      'eb_all_product_families',
      'eb_product_list',
    ])
    expect(countBy(ebikes.records.map(({ object }) => object))).toEqual({
      eb_account: 3,
      eb_product: 16,
      eb_product_family: 4,
    })
  })

  test('is planned as safe steps and published in one revision', () => {
    expect(plan.body.problems).toEqual([])
    expect(new Set(plan.body.steps.map((step: { class: string }) => step.class))).toEqual(new Set(['safe']))
    for (const name of OBJECTS) expect(JSON.stringify(plan.body.steps)).toContain(name)
    expect(published.body).toEqual({ revision: 2, tasks: [] })
  })

  test('says what had no counterpart', () => {
    expect(ebikes.unmapped.map(({ file, what }) => `${file}: ${what}`)).toEqual([
      'Order__c.field-meta.xml: relationshipOrder = 0',
      'Order__c.field-meta.xml: reparentableMasterDetail = false',
      'Order__c.field-meta.xml: writeRequiresMasterRead = false',
      'Order__c.field-meta.xml: MasterDetail becomes a required lookup',
      'Order_Item__c: sharingModel ControlledByParent',
      'Account: no definition in the package: fields taken from its records, as text',
    ])
  })

  test('published again changes nothing', async () => {
    expect((await api.admin.post('/api/metadata/plan', changes)).body).toEqual({ problems: [], steps: [] })
    expect((await api.admin.post('/api/metadata/publish', changes)).body).toEqual(published.body)
    expect((await api.admin.get('/api/metadata/revisions?limit=1')).body.data[0].revision).toBe(2)
  })

  test('stands in the menu without a restart', async () => {
    const { apps } = (await api.admin.get('/api/me')).body
    expect(JSON.stringify(apps)).toContain('eb_product_family')
  })
})

const countBy = (names: string[]): Record<string, number> =>
  names.reduce<Record<string, number>>((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {})

describe('its records', () => {
  test('are listed by the columns of its view, references by name', async () => {
    const { views } = (await api.admin.get('/api/records/eb_product/views')).body
    expect(views[0]).toMatchObject({ name: 'eb_product_list', label: 'ProductList', default: true })
    const columns = ['name', 'category', 'product_family', 'level', 'material', 'msrp']
    expect(Object.keys(views[0].columns)).toEqual(columns)
    const { data, page } = await list('eb_product', { fields: columns.join(), sort: 'name', count: 'exact' })
    expect(page.count).toBe(16)
    expect(data[0]).toEqual({
      name: 'DYNAMO X1',
      category: 'Mountain',
      product_family: { id: ids.get('@DynamoRef'), label: 'Dynamo' },
      level: 'Racer',
      material: 'Carbon',
      msrp: 7000,
    })
    expect(countBy(data.map(({ product_family: family }) => family.label))).toEqual({
      Dynamo: 4,
      Electra: 4,
      Fuse: 4,
      Volt: 4,
    })
  })

  test('hold the same values as the package', async () => {
    for (const { object, ref, values } of ebikes.records) {
      const { body } = await api.admin.get(`/api/records/${object}/${ids.get(`@${ref}`)}`)
      for (const [field, value] of Object.entries(resolve(values))) expect(body[field]?.id ?? body[field]).toBe(value)
    }
  })

  test('are filtered and sorted by fields of the records they refer to', async () => {
    const { data } = await list('eb_product', {
      filter: "product_family.category == 'Mountain' && msrp > 7000",
      sort: 'product_family.name,-msrp',
      fields: 'name,msrp,product_family.name',
    })
    expect(data).toEqual([
      { name: 'DYNAMO X4', msrp: 7800, 'product_family.name': 'Dynamo' },
      { name: 'DYNAMO X3', msrp: 7400, 'product_family.name': 'Dynamo' },
      { name: 'DYNAMO X2', msrp: 7200, 'product_family.name': 'Dynamo' },
    ])
  })

  test('are grouped by product family with their average price', async () => {
    const query = new URLSearchParams({
      measures: 'count(),avg(msrp),max(msrp)',
      group: 'product_family.name',
      sort: '-avg(msrp)',
    })
    const figures = (await api.admin.get(`/api/records/eb_product/aggregate?${query}`)).body.data
    expect(figures).toEqual(
      [
        ['Dynamo', 7350, 7800],
        ['Electra', 4450, 4900],
        ['Fuse', 2650, 2800],
        ['Volt', 1575, 1900],
      ].map(([name, average, most]) => ({
        'product_family.name': name,
        'count()': 4,
        'avg(msrp)': average,
        'max(msrp)': most,
      })),
    )
  })

  test('are found by a part of their name', async () => {
    const { data } = await list('eb_product', { q: 'dynamo', fields: 'name', sort: 'name' })
    expect(data.map(({ name }) => name)).toEqual(['DYNAMO X1', 'DYNAMO X2', 'DYNAMO X3', 'DYNAMO X4'])
  })

  test('of orders are numbered as the other platform does, and carry their items', async () => {
    const account = ids.get('@AccountRef1')
    const orders = []
    for (const _ of [1, 2]) orders.push((await api.admin.post('/api/records/eb_order', { account })).body)
    expect(orders.map(({ name }) => name)).toEqual(['O-00001', 'O-00002'])
    expect(orders[0]).toMatchObject({ status: 'Draft', account: { id: account, label: 'Wheelworks' } })
    const item = { order: orders[0].id, product: ids.get('@Product__cRef5'), price: 6500, qty_m: 3 }
    const made = await api.admin.post('/api/records/eb_order_item', item)
    expect(made.body).toMatchObject({
      name: 'OI-000001',
      order: { label: 'O-00001' },
      product: { label: 'DYNAMO X1' },
      qty_s: 1,
      qty_m: 3,
      qty_l: 1,
    })
    const { data } = await list('eb_order_item', { filter: "order.account.name == 'Wheelworks'", fields: 'name' })
    expect(data).toEqual([{ name: 'OI-000001' }])
  })

  test('keep what the other platform asks of them', async () => {
    const problemsOf = async (object: string, values: object) =>
      ((await api.admin.post(`/api/records/${object}`, values)).body.problems as { pointer: string; code: string }[])
        .map(({ pointer, code }) => `${pointer} ${code}`)
        .sort()
    expect(await problemsOf('eb_order', { status: 'Shipped' })).toEqual(['/account required', '/status not_an_option'])
    expect(await problemsOf('eb_order_item', { qty_s: 1000, qty_m: 1.5, price: 0.5 })).toEqual([
      '/order required',
      '/price too_many_decimals',
      '/qty_m wrong_type',
      '/qty_s too_large',
    ])
    const family = await api.admin.delete(`/api/records/eb_account/${ids.get('@AccountRef1')}`)
    expect([family.status, family.body.code]).toEqual([409, 'still_referenced'])
  })
})

/** Each field of the form in words: type, * when required, what it refers to or may be, what it begins with. */
const FORMS: Record<string, Record<string, string>> = {
  eb_account: {
    name: 'Name: text*',
    billing_street: 'BillingStreet: text',
    billing_city: 'BillingCity: text',
    billing_state: 'BillingState: text',
    billing_postal_code: 'BillingPostalCode: text',
    billing_country: 'BillingCountry: text',
  },
  eb_order: {
    name: 'Order Number: auto-number',
    account: 'Account: lookup* -> eb_account',
    status: 'Status: select (Draft | Submitted to Manufacturing | Approved by Manufacturing | In Production) = Draft',
  },
  eb_order_item: {
    name: 'Order Item Number: auto-number',
    order: 'Reseller Order: lookup* -> eb_order',
    price: 'Price: money',
    product: 'Product: lookup -> eb_product',
    qty_l: 'L: integer = 1',
    qty_m: 'M: integer = 1',
    qty_s: 'S: integer = 1',
  },
  eb_product: {
    name: 'Product Name: text*',
    battery: 'Battery: text',
    category: 'Category: select (Mountain | Commuter)',
    charger: 'Charger: text',
    description: 'Description: long-text',
    fork: 'Fork: text',
    frame_color: 'Frame Color: select (white | red | blue | green)',
    front_brakes: 'Front Brakes: text',
    handlebar_color: 'Handlebar Color: select (white | red | blue | green)',
    level: 'Level: select (Beginner | Enthusiast | Racer)',
    msrp: 'MSRP: money',
    material: 'Material: select (Aluminum | Carbon)',
    motor: 'Motor: text',
    picture_url: 'Picture URL: url',
    product_family: 'Product Family: lookup -> eb_product_family',
    rear_brakes: 'Rear Brakes: text',
    seat_color: 'Seat Color: select (white | red | blue | green)',
    waterbottle_color: 'Waterbottle Color: select (white | red | blue | green)',
  },
  eb_product_family: {
    name: 'Product Family Name: text*',
    category: 'Category: select (Commuter | Hybrid | Mountain)',
    description: 'Description: long-text',
  },
}

describe('its forms', () => {
  test.each(OBJECTS)('%s', async (object) => {
    const { fields, schema, layout, states } = (await api.admin.get(`/api/records/${object}/schema?mode=create`)).body
    const own = Object.entries<FormField>(fields).filter(([name]) => !SYSTEM.includes(name))
    expect(Object.fromEntries(own.map(([name, field]) => [name, inWords(field, schema.properties[name])]))).toEqual(
      FORMS[object],
    )
    const shown = Object.values<{ field?: string }>(layout.blocks).flatMap(({ field }) => field ?? [])
    expect(shown.toSorted()).toEqual(own.flatMap(([name, { writable }]) => (writable ? [name] : [])).toSorted())
    expect(states).toBeNull()
  })
})

interface FormField {
  label: string
  type: string
  required: boolean
  writable: boolean
  reference: string | null
  options?: { value: string }[]
}

const SYSTEM = ['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by']

function inWords(field: FormField, schema: { default?: unknown } = {}): string {
  const { label, type, required, reference, options } = field
  const choice = options ? ` (${options.map(({ value }) => value).join(' | ')})` : ''
  const target = reference ? ` -> ${reference}` : ''
  const start = schema.default === undefined ? '' : ` = ${String(schema.default)}`
  return `${label}: ${type}${required ? '*' : ''}${target}${choice}${start}`
}

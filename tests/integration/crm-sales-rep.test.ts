import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/api-server.ts'
import { openCrm, type CrmRecord, type CrmWorkspace } from '../support/crm-workspace.ts'
import { pages, statesOf } from '../support/shipped-crm.ts'

/** Objects of which a representative has his own records (ROLE-7), and those that he only reads. */
const OWNED = [
  'action',
  'contact',
  'customer',
  'expense_claim',
  'expense_request',
  'lead',
  'opportunity',
  'quote',
  'sales_contract',
  'sales_order',
  'sample',
  'schedule',
  'task',
  'work_report',
]
/** Of what follows his orders he reads his own. */
const FOLLOWING = ['outbound', 'receipt', 'receivable', 'shipment']
const SHARED = [
  'category_specialist',
  'competitor',
  'customer_permission_class',
  'carrier',
  'channel',
  'currency',
  'customer_class',
  'tax_rate',
  'price_entry',
  'product',
  'product_category',
  'region',
  'sales_type',
]
/** Purchasing and sales do not see each other's records (PLAT-71); agreements are the offices' (D.4). */
const UNSEEN = ['purchase_contract', 'supplier', 'warehouse', 'annual_agreement', 'psi_report']

let crm: CrmWorkspace
let rep: Client
const own: Record<string, CrmRecord> = {}
const foreign: Record<string, CrmRecord> = {}

beforeAll(async () => {
  crm = await openCrm()
  rep = await crm.api.as('rep', ['sales_rep'])
  const colleague = await crm.api.as('colleague', ['sales_rep'])
  for (const [name, client] of Object.entries({ rep, colleague }))
    crm.name(name, (await client.get('/api/me')).body.user.id)
  for (const object of [...OWNED, ...FOLLOWING]) {
    own[object] = await crm.make(object, { values: { owner: '@rep' } })
    foreign[object] = await crm.make(object, { values: { owner: '@colleague' } })
  }
})
afterAll(() => crm.stop())

const NOT_FOUND = { status: 404, body: { code: 'not_found' } }
const FORBIDDEN = { status: 403, body: { code: 'forbidden' } }
const address = (object: string, { id }: CrmRecord): string => `/api/records/${object}/${id}`

test('the role says something about every object that ships', () => {
  expect([...OWNED, ...FOLLOWING, ...SHARED, ...UNSEEN].sort()).toEqual(pages.map(({ name }) => name).sort())
})

describe.each([...OWNED, ...FOLLOWING])('of %s records a representative', (object) => {
  test('lists and counts his own', async () => {
    const { data, page } = (await rep.get(`/api/records/${object}?count=exact`)).body
    expect(data.map(({ id }: CrmRecord) => id)).toEqual([own[object]!.id])
    expect(page.count).toBe(1)
    const figures = await rep.get(`/api/records/${object}/aggregate?measures=count()&group=owner`)
    expect(figures.body.data).toMatchObject([{ 'count()': 1, owner: { label: 'rep' } }])
  })

  test('opens his own, and others’ do not exist for him', async () => {
    expect(await rep.get(address(object, own[object]!))).toMatchObject({ status: 200 })
    expect(await rep.get(address(object, foreign[object]!))).toMatchObject(NOT_FOUND)
    expect(await rep.get(`${address(object, own[object]!)}/history`)).toMatchObject({ status: 200 })
    expect(await rep.get(`${address(object, foreign[object]!)}/history`)).toMatchObject(NOT_FOUND)
  })

  test('finds no others by asking cleverly', async () => {
    const { id } = foreign[object]!
    for (const filter of [
      `id == '${id}'`,
      'owner != user.id',
      `owner.name == 'colleague'`,
      'true || owner == user.id',
    ]) {
      const url = `/api/records/${object}?filter=${encodeURIComponent(filter)}`
      expect((await rep.get(url)).text).not.toContain(id)
    }
  })

  test('deletes none', async () => {
    expect(await rep.delete(address(object, own[object]!))).toMatchObject(FORBIDDEN)
    expect((await rep.get(`/api/recycle-bin?object=${object}`)).status).toBe(403)
  })
})

describe.each(FOLLOWING)('of %s records a representative', (object) => {
  test('changes and makes none', async () => {
    expect(await rep.patch(address(object, own[object]!), {})).toMatchObject(FORBIDDEN)
    expect(await rep.post(`/api/records/${object}`, {})).toMatchObject(FORBIDDEN)
  })
})

describe.each(UNSEEN)('%s records', (object) => {
  test('do not exist for a representative', async () => {
    const record = await crm.make(object)
    expect((await rep.get(`/api/records/${object}`)).status).toBe(403)
    expect((await rep.get(address(object, record))).status).toBeGreaterThanOrEqual(403)
    expect((await rep.get(address(object, record))).text).not.toContain(record.name ?? record.doc_no)
  })
})

describe.each(OWNED)('of %s records a representative', (object) => {
  test('changes his own and cannot touch, take or restore others’', async () => {
    const change = crm.resolve({ owner: '@rep' })
    expect(await rep.patch(address(object, own[object]!), change)).toMatchObject({ status: 200 })
    expect(await rep.patch(address(object, foreign[object]!), change)).toMatchObject(NOT_FOUND)
    expect(await rep.post(`${address(object, foreign[object]!)}/restore`, { version: 1 })).toMatchObject(NOT_FOUND)
    for (const transition of Object.keys(statesOf(object)?.transitions ?? {}))
      expect(await rep.post(`${address(object, foreign[object]!)}/transitions/${transition}`)).toMatchObject(NOT_FOUND)
  })

  test('can neither give one away nor make one for a colleague', async () => {
    const { owner } = crm.resolve({ owner: '@colleague' })
    const given = await rep.patch(address(object, own[object]!), { owner })
    expect(given).toMatchObject({ ...FORBIDDEN, body: { problems: [{ code: 'needs_assign' }] } })
    expect((await rep.get(address(object, own[object]!))).body.owner.label).toBe('rep')
  })
})

describe.each(SHARED)('of %s records a representative', (object) => {
  test('reads all and writes none', async () => {
    const record = await crm.make(object)
    expect(await rep.get(address(object, record))).toMatchObject({ status: 200 })
    expect(await rep.patch(address(object, record), { name: '改名' })).toMatchObject(FORBIDDEN)
    expect(await rep.post(`/api/records/${object}`, { code: 'X', name: '新建' })).toMatchObject(FORBIDDEN)
    expect(await rep.delete(address(object, record))).toMatchObject(FORBIDDEN)
  })
})

test('a new record belongs to the representative who makes it', async () => {
  const values = {
    title: '询价防老剂',
    contact_name: '刘芳',
    mobile: '13800524523',
    source: 'phone',
    need: '6PPD 一个柜',
  }
  const made = await rep.post('/api/records/lead', values)
  expect(made).toMatchObject({ status: 201, body: { owner: { label: 'rep' }, created_by: { label: 'rep' } } })
})

describe('a record of his that refers to a colleague’s', () => {
  const NAME = '苏州金美贸易有限公司'
  let contact: CrmRecord
  let hidden: CrmRecord
  beforeAll(async () => {
    hidden = await crm.make('customer', { values: { owner: '@colleague', name: NAME, phone: '0512-69454175' } })
    crm.name('hidden', hidden.id)
    contact = await crm.make('contact', { values: { owner: '@rep', customer: '@hidden', name: '黄敏' } })
  })

  test('keeps its name to itself in records, lists, groups and history', async () => {
    const paths = 'customer,customer.name,customer.phone'
    const read = await rep.get(`${address('contact', contact)}?fields=${paths}`)
    const list = await rep.get(`/api/records/contact?fields=${paths}&sort=customer.name`)
    const groups = await rep.get('/api/records/contact/aggregate?measures=count()&group=customer')
    const history = await rep.get(`${address('contact', contact)}/history`)
    const nameless = { customer: { id: hidden.id, label: null } }
    expect(read.body).toEqual({ ...nameless, 'customer.name': null, 'customer.phone': null })
    expect(list.body.data).toContainEqual(read.body)
    expect(groups.body.data).toContainEqual({ ...nameless, 'count()': 1 })
    expect(history.body.data[0].changes.customer).toEqual([null, nameless.customer])
    for (const { text } of [read, list, groups, history]) expect(text).not.toContain(NAME)
  })

  test('is not found by what the colleague’s says', async () => {
    const filter = encodeURIComponent(`customer.phone == '${hidden.phone}'`)
    expect((await rep.get(`/api/records/contact?filter=${filter}`)).body.data).toEqual([])
    expect((await crm.api.admin.get(`/api/records/contact?filter=${filter}`)).body.data).toHaveLength(1)
  })

  test('cannot be made by the representative himself', async () => {
    const answer = await rep.post('/api/records/contact', {
      name: '黄敏',
      customer: hidden.id,
      position: '厂长',
      mobile: '13812002289',
    })
    expect(answer).toMatchObject({ status: 422, body: { problems: [{ pointer: '/customer' }] } })
  })
})

describe('definitions', () => {
  const change = { put: [{ kind: 'role', definition: { name: 'sales_rep', label: both('x'), administrator: true } }] }

  test.each(['plan', 'publish', 'revisions/1/revert'])('a representative cannot %s', async (action) => {
    expect(await rep.post(`/api/metadata/${action}`, change)).toMatchObject(FORBIDDEN)
  })

  test('a representative’s menu shows what he works with', async () => {
    const { apps, rights, user } = (await rep.get('/api/me')).body
    const shown = apps[0].items.flatMap(({ children }: { children: { object: string }[] }) => children)
    expect(shown.map(({ object }: { object: string }) => object).sort()).toEqual(
      [...OWNED, ...FOLLOWING, ...SHARED].sort(),
    )
    expect(user.administrator).toBe(false)
    expect(rights).toMatchObject({ customer: ['read', 'create', 'update', 'share', 'report'], product: ['read'] })
  })
})

function both(text: string) {
  return { en: text, 'zh-CN': text }
}

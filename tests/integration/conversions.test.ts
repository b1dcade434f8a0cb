import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}, standard: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})
const states = (...keys: string[]) => ({ options: Object.fromEntries(keys.map((key) => [key, { label: label(key) }])) })

const offer = {
  name: 'offer',
  required: ['title'],
  'x-object': {
    label: label('Offer'),
    nameField: 'title',
    states: {
      field: 'status',
      initial: 'open',
      transitions: { finish: { from: ['open'], to: 'done', requires: ['made'] } },
    },
  },
  properties: {
    title: field('text'),
    buyer: field('text'),
    total: field('roll-up', { object: 'offer_item', via: 'offer', function: 'count' }),
    status: field('select', states('open', 'done')),
    made: field('lookup', { object: 'sale' }),
    finished_on: field('date', {}, { readOnly: true }),
  },
}
const offerItem = {
  name: 'offer_item',
  'x-object': { label: label('Item'), nameField: 'name' },
  properties: {
    offer: field('master-detail', { object: 'offer', collection: 'items', position: 'no' }),
    no: field('integer'),
    name: field('text'),
    quantity: field('decimal', { scale: 2 }),
    converted: field('decimal', { scale: 2 }),
    kept: field('boolean', {}, { default: false }),
  },
}
const sale = {
  name: 'sale',
  required: ['title', 'kind'],
  'x-object': { label: label('Sale'), nameField: 'title' },
  properties: {
    title: field('text', {}, { maxLength: 20 }),
    kind: field('text'),
    offer: field('lookup', { object: 'offer' }),
    account: field('lookup', { object: 'account' }),
  },
}
const saleItem = {
  name: 'sale_item',
  'x-object': { label: label('Sale item'), nameField: 'name' },
  properties: {
    sale: field('master-detail', { object: 'sale', collection: 'items' }),
    name: field('text'),
    quantity: field('decimal', { scale: 2 }),
    from: field('lookup', { object: 'offer_item' }),
  },
}
const account = {
  name: 'account',
  required: ['name'],
  'x-object': { label: label('Account'), nameField: 'name' },
  properties: { name: field('text', { unique: true }), note: field('text') },
}
const toSale = {
  name: 'offer_to_sale',
  label: label('Make a sale'),
  source: 'offer',
  when: "status == 'open'",
  targets: {
    sale: {
      object: 'sale',
      values: { title: 'title', kind: "'from offer'" },
      source: 'offer',
      lines: {
        items: {
          from: 'items',
          to: 'items',
          when: '!kept',
          values: { name: "'>' + name" },
          source: 'from',
          quantity: { from: 'quantity', converted: 'converted', to: 'quantity' },
        },
      },
    },
  },
  writeBack: { set: { finished_on: 'today()' }, links: { made: 'sale' }, transition: 'finish' },
}
const toAccount = {
  name: 'offer_to_account',
  label: label('Make an account'),
  source: 'offer',
  targets: {
    account: { object: 'account', order: 1, existing: {}, values: { name: 'buyer', note: 'title' } },
    sale: {
      object: 'sale',
      order: 2,
      optional: true,
      when: 'buyer != null',
      values: { title: 'title', kind: "'plain'" },
      links: { account: 'account' },
    },
  },
}

let api: ApiServer
const publish = (put: object[]) => api.admin.post('/api/metadata/publish', { put, confirm: true })
const conversion = (definition: object) => ({ kind: 'conversion', definition })

beforeAll(async () => {
  api = await startApi()
  const objects = [offer, offerItem, sale, saleItem, account].map((definition) => ({ kind: 'object', definition }))
  const done = await publish([...objects, conversion(toSale), conversion(toAccount)])
  expect(done.text).toContain('revision')
})
afterAll(() => api.stop())

const items = [
  { name: 'bolt', quantity: 10 },
  { name: 'nut', quantity: 0.3 },
  { name: 'stays', quantity: 5, kept: true },
]
const makeOffer = async (values: object = { items }) =>
  (await api.admin.post('/api/records/offer', { title: 'Offer', ...values })).body.id as string
const convert = (
  id: string,
  name: string,
  body: object = {},
  client: Client = api.admin,
  headers = {},
): Promise<Answer> => client.post(`/api/records/offer/${id}/convert/${name}`, body, headers)
const read = async (object: string, id: string, expand = '') =>
  (await api.admin.get(`/api/records/${object}/${id}${expand && `?expand=${expand}`}`)).body
const linesOf = async (object: string, id: string) => (await read(object, id, 'items')).items
const problems = ({ status, body }: Answer) => [
  status,
  (body.problems ?? []).map((each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`),
]

const take = (...lines: object[]) => ({ targets: { sale: { lines: { items: lines } } } })

describe('a conversion (PLAT-23)', () => {
  test('makes the target with its lines, links back and closes the source', async () => {
    const id = await makeOffer()
    const { status, body } = await convert(id, 'offer_to_sale')
    expect([status, body]).toMatchObject([200, { complete: true, targets: { sale: { object: 'sale', isNew: true } } }])
    const made = await read('sale', body.targets.sale.id)
    expect(made).toMatchObject({ title: 'Offer', kind: 'from offer', offer: { id } })
    const rows = await linesOf('sale', made.id)
    expect(rows.map((row: { name: string; quantity: number }) => [row.name, row.quantity])).toEqual([
      ['>bolt', 10],
      ['>nut', 0.3],
    ])
    const source = await read('offer', id)
    expect(source).toMatchObject({ status: 'done', made: { id: made.id }, version: body.source.version })
    expect(source.finished_on).toMatch(/^\d{4}/)
    const converted = (await linesOf('offer', id)).map((row: { converted: number | null }) => row.converted)
    expect(converted).toEqual([10, 0.3, null])
    expect((await convert(id, 'offer_to_sale')).status).toBe(409)
  })

  test('takes parts until nothing remains, and never more', async () => {
    const id = await makeOffer()
    const [bolt, nut] = await linesOf('offer', id)
    const first = await convert(id, 'offer_to_sale', take({ id: bolt.id, quantity: 4 }, { id: nut.id, quantity: 0.1 }))
    expect(first.body.complete).toBe(false)
    expect(await read('offer', id)).toMatchObject({ status: 'open' })
    const wrong = take({ id: bolt.id, quantity: 6.5 }, { id: bolt.id }, { id: nut.id, quantity: 0 }, { id })
    expect(problems(await convert(id, 'offer_to_sale', wrong))).toEqual([
      422,
      [
        '/targets/sale/lines/items/0/quantity above_remaining',
        '/targets/sale/lines/items/2/quantity below_minimum',
        '/targets/sale/lines/items/3/id unknown_line',
      ],
    ])
    expect((await convert(id, 'offer_to_sale', take({ id: nut.id, quantity: 0.2 }))).body.complete).toBe(false)
    const rest = await convert(id, 'offer_to_sale')
    expect(rest.body.complete).toBe(true)
    expect(await linesOf('sale', rest.body.targets.sale.id)).toMatchObject([{ name: '>bolt', quantity: 6 }])
    expect((await linesOf('offer', id)).map((row: { converted: number }) => row.converted)).toEqual([10, 0.3, null])
  })

  test('never converts too much when many convert at once', async () => {
    const id = await makeOffer({ items: [{ name: 'bolt', quantity: 10 }] })
    const [bolt] = await linesOf('offer', id)
    const body = { targets: { sale: { lines: { items: [{ id: bolt.id, quantity: 4 }] } } } }
    const answers = await Promise.all(Array.from({ length: 6 }, () => convert(id, 'offer_to_sale', body)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 422, 422, 422, 422])
    expect((await linesOf('offer', id))[0].converted).toBe(8)
  })

  test('shows what it would make without making it', async () => {
    const id = await makeOffer()
    const { body } = await convert(id, 'offer_to_sale', { dry_run: true })
    expect(body.targets.sale).toMatchObject({
      object: 'sale',
      include: true,
      existing: null,
      values: { title: 'Offer', kind: 'from offer' },
      links: ['offer'],
      lines: { items: [{ remaining: 10, values: { name: '>bolt', quantity: 10 } }, { remaining: 0.3 }] },
    })
    expect(await read('offer', id)).toMatchObject({ status: 'open', version: 1 })
  })

  test('is undone as a whole when one of its records is refused, and says where', async () => {
    const id = await makeOffer({ buyer: 'Acme' })
    const body = { targets: { sale: { values: { title: 'far too long for a title' } } } }
    expect(problems(await convert(id, 'offer_to_account', body))).toEqual([
      422,
      ['/targets/sale/values/title too_long'],
    ])
    expect((await api.admin.get('/api/records/account')).body.data).toEqual([])
  })

  test('takes a record that is there instead of a new one, and leaves out what is optional', async () => {
    const one = await makeOffer({ buyer: 'Beta' })
    const made = (await convert(one, 'offer_to_account')).body
    expect(await read('sale', made.targets.sale.id)).toMatchObject({ account: { label: 'Beta' } })
    expect((await convert(one, 'offer_to_account')).body.code).toBe('conversion_not_possible')

    const other = await makeOffer({ buyer: 'Beta' })
    expect((await convert(other, 'offer_to_account')).body.code).toBe('duplicate')
    const choices = { account: { existing: made.targets.account.id }, sale: { include: false } }
    const taken = await convert(other, 'offer_to_account', { targets: choices })
    expect(taken.body.targets).toEqual({ account: { object: 'account', id: made.targets.account.id, isNew: false } })

    const gone = { account: { existing: other }, sale: { include: false } }
    expect(problems(await convert(await makeOffer(), 'offer_to_account', { targets: gone }))).toEqual([
      422,
      ['/targets/account/existing unknown_reference'],
    ])
  })

  test('tells every wrong choice at once', async () => {
    const id = await makeOffer({ buyer: 'Gamma' })
    const targets = { nope: {}, account: { include: false }, sale: { existing: id, lines: { items: [] } } }
    expect(problems(await convert(id, 'offer_to_account', { targets }))).toEqual([
      422,
      expect.arrayContaining([
        '/targets/nope unknown_name',
        '/targets/account/include needed_target',
        '/targets/sale/existing always_new',
        '/targets/sale/lines/items unknown_name',
      ]),
    ])
    expect((await convert(id, 'offer_to_account', { targets: { sale: { include: 3 } } })).status).toBe(422)
    expect((await convert(id, 'nope')).status).toBe(404)
  })

  test('is answered once for each Idempotency-Key', async () => {
    const id = await makeOffer({ buyer: 'Delta' })
    const key = { 'idempotency-key': 'once' }
    const first = await convert(id, 'offer_to_account', {}, api.admin, key)
    const again = await convert(id, 'offer_to_account', {}, api.admin, key)
    expect([again.status, again.body]).toEqual([200, first.body])
    expect((await convert(id, 'offer_to_account', {}, api.admin, { 'if-match': '"7"' })).status).toBe(409)
  })

  test('needs the rights to read the source and to create the targets, not to change the source', async () => {
    const grants = { offer: { operations: ['read'] }, offer_item: { operations: ['read'] } }
    const seller = {
      ...grants,
      sale: { operations: ['read', 'create', 'update'] },
      sale_item: { operations: ['read', 'create'] },
    }
    await publish([
      { kind: 'role', definition: { name: 'looker', grants } },
      { kind: 'role', definition: { name: 'seller', grants: seller } },
    ])
    const id = await makeOffer()
    const looker = await api.as('looker', ['looker'])
    expect((await convert(id, 'offer_to_sale', {}, looker)).status).toBe(403)
    expect((await looker.get('/api/records/offer/schema')).body.conversions).toEqual([])
    const person = await api.as('seller', ['seller'])
    expect((await convert(id, 'offer_to_sale', {}, person)).status).toBe(200)
    const history = (await api.admin.get(`/api/records/offer/${id}/history`)).body.data[0]
    expect([history.op, history.actor.label]).toEqual(['transition', 'seller'])
    expect((await convert(id, 'offer_to_sale', {}, await api.as('nobody', []))).status).toBe(403)
  })

  test('tells what has become of a record', async () => {
    const id = await makeOffer({ buyer: 'Epsilon' })
    const { targets } = (await convert(id, 'offer_to_account')).body
    const { data } = (await api.admin.get(`/api/records/offer/${id}/conversions`)).body
    expect(data).toMatchObject([
      {
        name: 'offer_to_account',
        available: false,
        made: [{ object: 'account', name: 'Epsilon' }, { object: 'sale' }],
      },
      { name: 'offer_to_sale', available: false, made: [] },
    ])
    await api.admin.delete(`/api/records/sale/${targets.sale.id}`)
    const after = (await api.admin.get(`/api/records/offer/${id}/conversions`)).body.data[0]
    expect(after.made).toMatchObject([{ object: 'account' }])
  })
})

test('what is wrong with a conversion is told at once, each with its place (PLAT-23)', async () => {
  const wrong = {
    name: 'wrong',
    source: 'offer',
    when: 'title',
    targets: {
      sale: {
        object: 'sale',
        order: 1,
        values: { nope: 'title', id: 'id', title: 'gone' },
        source: 'account',
        links: { account: 'later' },
      },
      later: { object: 'nothing', order: 2 },
      items: {
        object: 'sale',
        order: 3,
        lines: { items: { from: 'none', to: 'items', values: {} } },
      },
    },
    writeBack: { set: { status: "'done'", total: '1' }, links: { made: 'x', buyer: 'sale' }, transition: 'gone' },
  }
  const { status, body } = await publish([conversion(wrong)])
  const at = body.problems.map((each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`)
  expect(status).toBe(422)
  for (const place of [
    '/when type_mismatch',
    '/targets/sale/values/nope unknown_field',
    '/targets/sale/values/id computed_field',
    '/targets/sale/values/title unknown_field',
    '/targets/sale/source wrong_field_type',
    '/targets/sale/links/account unknown_name',
    '/targets/later/object unknown_object',
    '/targets/items/lines/items/from unknown_name',
    '/writeBack/set/status computed_field',
    '/writeBack/set/total computed_field',
    '/writeBack/links/made unknown_name',
    '/writeBack/links/buyer wrong_field_type',
    '/writeBack/transition unknown_name',
  ]) {
    expect(at).toContain(place)
  }
})

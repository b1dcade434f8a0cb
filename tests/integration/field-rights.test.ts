import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, ApiServer, Client } from '../support/api-server.ts'
import { fieldRightsWorld } from '../support/field-rights-world.ts'

let api: ApiServer
let limited: Client
let both: Client
let readers: Client
let one: string
const url = '/api/records/acc'
const own = {
  name: 'Acme',
  phone: '13812341234',
  mail: 'ann@example.com',
  credit: 100,
  secret: 'S1',
  memo: 'note',
}
const values = { ...own, items: [{ title: 'a', price: 5, cost: 3 }] }

beforeAll(async () => {
  ;({ api, limited } = await fieldRightsWorld())
  both = await api.as('both', ['limited', 'owners'])
  readers = await api.as('readers', ['readers'])
  one = (await api.admin.post(url, values)).body.id
})
afterAll(() => api.stop())

const codesOf = ({ status, body }: Answer) => [status, body.problems?.[0]?.code ?? body.code]
const escaped = (query: string) => query.replaceAll('"', '%22').replaceAll('>', '%3E').replaceAll('+', '%2B')

const found = async (client: Client, q: string) => (await client.get(`${url}?q=${q}`)).body.data.length
const twinsOf = (values: object) => limited.post(`${url}/duplicates`, { values })
const problemsOf = ({ body }: Answer) =>
  (body.problems ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)

/** What was answered, with made-up names as if they were the real ones. */
const plain = ({ body }: Answer) =>
  JSON.stringify({ ...body, requestId: 0 })
    .replaceAll('secreq', 'secret')
    .replaceAll('hidden_bosq', 'hidden_boss')
    .replaceAll('hidden_stafq', 'hidden_staff')
    .replaceAll('cosq', 'cost')

describe('reading (PLAT-69, PLAT-93)', () => {
  test('what is masked is null with a preview, what is none does not exist', async () => {
    const { body } = await limited.get(`${url}/${one}`)
    expect(body).toMatchObject({
      name: 'Acme',
      memo: 'note',
      credit: null,
      doubled: null,
      again: null,
      spoken: 'Acme!',
    })
    expect(body['_masked']).toEqual({
      phone: '138••••1234',
      mail: 'a••••@example.com',
      credit: '••••',
      doubled: '••••',
      again: '••••',
      boss_credit: '••••',
      cost: '••••',
      scan: '••••',
    })
    for (const name of ['secret', 'hidden_boss']) expect(body).not.toHaveProperty(name)
    const list = await limited.get(url)
    expect(list.body.data[0]).toEqual(body)
    const lines = (await limited.get(`${url}/${one}?expand=items`)).body.items
    expect(lines[0]).toMatchObject({ title: 'a', price: 5 })
    expect(lines[0]).not.toHaveProperty('cost')
    expect((await api.admin.get(`${url}/${one}`)).body).toMatchObject({
      ...own,
      doubled: 200,
      cost: 3,
    })
  })

  test('a person with several roles sees each record by those that grant it', async () => {
    const made = (await both.post(url, { name: 'Own', credit: 7, secret: 'mine', phone: '13900001111' })).body
    expect(made).toMatchObject({ credit: 7, doubled: 14, secret: 'mine', _masked: {} })
    const rows = (await both.get(`${url}?sort=name`)).body.data as Record<string, unknown>[]
    const acme = rows.find(({ name }) => name === 'Acme')
    const mine = rows.find(({ name }) => name === 'Own')
    expect(mine).toMatchObject({ credit: 7, again: 15, secret: 'mine', phone: '13900001111' })
    expect(acme).toMatchObject({ credit: null, again: null, secret: null, phone: null })
    expect(acme?.['_masked']).toMatchObject({ credit: '••••', again: '••••', secret: null, phone: '138••••1234' })
    for (const query of ['sort=credit', 'filter=secret == "mine"', 'filter=again > 1'])
      expect(codesOf(await both.get(`${url}?${escaped(query)}`))).toEqual([403, 'masked_field'])
    await api.admin.delete(`${url}/${made.id}`)
  })
})

const masked: [string][] = [
  ['acc?filter=credit > 5'],
  ['acc?filter=again > 5'],
  ['acc?filter=boss_credit > 5'],
  ['acc?filter=cost > 5'],
  ['acc?filter=boss.credit > 5'],
  ['acc?filter=staff.exists(s, s.credit > 5)'],
  ['acc?filter=deals.exists(d, d.seen > 5)'],
  ['acc?filter=scan != null'],
  ['acc?sort=-credit'],
  ['acc?sort=phone'],
  ['acc?expand=staff(filter:credit > 1)'],
  ['acc?expand=staff(sort:credit)'],
  ['acc/aggregate?measures=sum(credit)'],
  ['acc/aggregate?measures=count(credit)'],
  ['acc/aggregate?measures=max(boss.credit)'],
  ['acc/aggregate?measures=count()&group=phone'],
  ['acc_deal?filter=account.credit > 1'],
  ['acc_deal?filter=seen > 1'],
  ['acc_deal?sort=account.phone'],
  ['acc_deal/aggregate?measures=sum(seen)'],
]
const absent: [string][] = [
  ['acc?filter=secret == "S1"'],
  ['acc?filter=boss.secret == "S1"'],
  ['acc?filter=size(hidden_staff) > 0'],
  ['acc?filter=hidden_staff.exists(s, true)'],
  ['acc?filter=hidden_boss.name == "a"'],
  ['acc?fields=name,secret'],
  ['acc?fields=boss.secret'],
  ['acc?sort=secret'],
  ['acc?sort=hidden_boss'],
  ['acc?expand=items(fields:cost)'],
  ['acc?expand=items(filter:cost > 1)'],
  ['acc?expand=hidden_staff'],
  ['acc/aggregate?measures=count(secret)'],
  ['acc/aggregate?measures=count()&group=secret'],
  ['acc_line?filter=cost > 1'],
  ['acc_line/aggregate?measures=sum(cost)'],
  ['acc_deal?filter=account.secret == "S1"'],
  ['acc_deal?fields=account.secret'],
]

describe('no oracle', () => {
  test.each(masked)('%s is refused', async (path) => {
    expect(codesOf(await limited.get(`/api/records/${escaped(path)}`))).toEqual([403, 'masked_field'])
    expect((await api.admin.get(`/api/records/${escaped(path)}`)).status).toBe(200)
  })

  test.each(absent)('%s is answered as if there were no such field', async (path) => {
    const madeUp = path.replace(/secret|hidden_boss|hidden_staff|cost/g, (name) => `${name.slice(0, -1)}q`)
    const [asked, unknown] = await Promise.all(
      [path, madeUp].map((each) => limited.get(`/api/records/${escaped(each)}`)),
    )
    expect(asked!.status).toBeGreaterThanOrEqual(400)
    expect(plain(asked!)).toBe(plain(unknown!))
    expect((await api.admin.get(`/api/records/${escaped(path)}`)).status).toBe(200)
  })

  test('search does not look into what is hidden', async () => {
    expect([await found(limited, 'S1'), await found(limited, '13812'), await found(limited, 'note')]).toEqual([0, 0, 1])
    expect(await found(api.admin, 'S1')).toBe(1)
  })

  test('labels and groups show no more than the preview', async () => {
    const [entry] = (await limited.get(`${url}/aggregate?measures=count()&group=boss`)).body.data
    expect(JSON.stringify(entry)).not.toContain('S1')
  })

  test('the history tells that masked fields changed, and nothing of absent ones', async () => {
    const { id } = (await api.admin.post(url, { name: 'H', credit: 1, secret: 'h1' })).body
    await api.admin.patch(`${url}/${id}`, { credit: 2, secret: 'h2', memo: 'm' })
    const { text, body } = await limited.get(`${url}/${id}/history`)
    expect(body.data[0]).toMatchObject({ changes: { credit: [null, null], memo: [null, 'm'] }, masked: ['credit'] })
    expect(text).not.toMatch(/secret|h1|h2/)
    await api.admin.delete(`${url}/${id}`)
  })

  test('a unique value of an absent field is not named', async () => {
    const made = await both.post(url, { name: 'twin', secret: 'S1' })
    expect(made.status).toBe(409)
    expect(made.text).not.toContain(one)
    const foreign = await limited.post(url, { name: 'default twin' })
    expect(foreign.status).toBe(201)
  })

  test('the form, its validator, views and rules know nothing of absent fields', async () => {
    for (const path of ['schema?mode=create', 'schema?mode=update', 'validator.js?mode=create', 'views']) {
      const { text, status } = await limited.get(`${url}/${path}`)
      expect(status).toBe(200)
      expect(text).not.toMatch(/secret|hidden_boss|hidden_staff/)
    }
    const { acc, acc_create, acc_line } = (await limited.get('/api/openapi.json')).body.components.schemas
    expect(JSON.stringify([acc, acc_create])).not.toMatch(/secret|hidden_boss|hidden_staff/)
    expect(acc_line.properties).not.toHaveProperty('cost')
    const made = await limited.post(url, { name: 'x', secret: 'bad' })
    expect(made.body.problems).toEqual([
      { pointer: '/secret', code: 'unknown_field', message: expect.any(String), params: { field: 'secret' } },
    ])
  })

  test('a duplicate check takes no values of hidden fields', async () => {
    expect(codesOf(await twinsOf({ phone: '13812341234' }))).toEqual([422, 'not_writable'])
    expect(codesOf(await twinsOf({ secret: 'S1' }))).toEqual([422, 'unknown_field'])
  })

  test('an upsert is not done by a field that is hidden', async () => {
    expect(codesOf(await limited.put(`${url}?key=secret`, { secret: 'S1' }))[0]).toBe(400)
  })
})

describe('writing', () => {
  test.each([
    ['a new record', () => limited.post(url, { name: 'x', credit: 1, memo: 'm', secret: 's' })],
    [
      'a batch',
      async () => {
        const answer = await limited.post(`${url}/batch`, {
          create: [{ name: 'x', credit: 1, memo: 'm', secret: 's' }],
        })
        return {
          ...answer,
          text: answer.text,
          body: {
            problems: (answer.body.problems ?? []).map((each: { pointer: string }) => ({
              ...each,
              pointer: each.pointer.replace('/create/0', ''),
            })),
          },
        }
      },
    ],
  ])('%s with fields that may not be written is refused with all of them', async (_, send) => {
    const answer = await send()
    expect(problemsOf(answer).sort()).toEqual(['/credit not_writable', '/memo not_writable', '/secret unknown_field'])
  })

  test('a change with fields that may not be written is refused with all of them, unless nothing changes', async () => {
    const answer = await limited.patch(`${url}/${one}`, { name: 'y', credit: 1, memo: 'm2', secret: 's' })
    expect([answer.status, problemsOf(answer).sort()]).toEqual([
      422,
      ['/credit masked_field', '/memo not_writable', '/secret unknown_field'],
    ])
    expect((await limited.patch(`${url}/${one}`, { name: 'Acme', memo: 'note' })).status).toBe(200)
    expect((await api.admin.get(`${url}/${one}`)).body).toMatchObject({ credit: 100, memo: 'note', secret: 'S1' })
  })

  test('lines are no way around it', async () => {
    const answer = await limited.post(url, { name: 'x', items: [{ title: 'a', price: 1, cost: 1 }] })
    expect(problemsOf(answer).sort()).toEqual(['/items/0/cost unknown_field', '/items/0/price not_writable'])
    const [line] = (await limited.get(`${url}/${one}?expand=items`)).body.items
    const changed = await limited.patch(`${url}/${one}`, { items: [{ id: line.id, title: 'b', price: 9 }] })
    expect(problemsOf(changed)).toEqual(['/items/0/price not_writable'])
    expect((await limited.patch(`${url}/${one}`, { items: [{ id: line.id, title: 'b', price: 5 }] })).status).toBe(200)
    expect((await api.admin.get(`${url}/${one}?expand=items`)).body.items).toMatchObject([
      { title: 'b', price: 5, cost: 3 },
    ])
  })

  test('defaults and what a transition sets are the platform’s', async () => {
    const made = await limited.post(url, { name: 'moved' })
    expect([made.status, made.body.level]).toEqual([201, 'new'])
    const refused = await limited.post(`${url}/${made.body.id}/transitions/close`, { reason: 'r', memo: 'x' })
    expect(problemsOf(refused)).toEqual(['/memo not_writable'])
    const closed = await limited.post(`${url}/${made.body.id}/transitions/close`, { reason: 'r' })
    expect([closed.status, closed.body.stage]).toEqual([200, 'closed'])
    expect((await api.admin.get(`${url}/${made.body.id}`)).body.credit).toBe(0)
  })

  test('`*` is every field but those named and the platform’s own', async () => {
    expect(problemsOf(await readers.patch(`${url}/${one}`, { name: 'z', credit: 1 })).sort()).toEqual([
      '/credit not_writable',
      '/name not_writable',
    ])
    expect((await readers.patch(`${url}/${one}`, { level: 'new' })).status).toBe(200)
    expect((await readers.get(`${url}/${one}`)).body).toMatchObject({
      credit: 100,
      secret: 'S1',
      version: expect.any(Number),
    })
  })

  test('where roles differ the record decides', async () => {
    const own = (await both.post(url, { name: 'Own2', credit: 7 })).body
    expect((await both.patch(`${url}/${own.id}`, { credit: 8, memo: 'm' })).body).toMatchObject({
      credit: 8,
      memo: 'm',
    })
    const other = await both.patch(`${url}/${one}`, { credit: 8, memo: 'm', name: 'n' })
    expect([other.status, problemsOf(other).sort()]).toEqual([422, ['/credit not_writable', '/memo not_writable']])
    const many = await both.post(`${url}/batch`, {
      create: [
        { name: 'B1', credit: 1 },
        { name: 'B2', credit: 2 },
      ],
    })
    expect(many.status).toBe(200)
    const foreign = await both.post(url, { name: 'B3', credit: 1, owner: null })
    expect([foreign.status, problemsOf(foreign)]).toEqual([422, ['/credit not_writable']])
  })

  test('a record tells which fields may not be written on it, before anybody tries', async () => {
    const own = (await both.post(url, { name: 'Own3', credit: 7 })).body
    const unwritableOn = async (client: typeof both, id: string) =>
      (await client.get(`${url}/${id}?fields=id&rights=true`)).body['_unwritable']
    expect(await unwritableOn(both, own.id)).toEqual([])
    expect((await unwritableOn(both, one)).toSorted()).toEqual([
      'credit',
      'hidden_boss',
      'mail',
      'memo',
      'phone',
      'scan',
      'secret',
    ])
    // what a role opens on no record is no matter of the record
    expect(await unwritableOn(limited, one)).toEqual([])
    const { fields } = (await both.get(`${url}/schema?mode=update`)).body
    const depends = Object.keys(fields).filter((name) => fields[name].partlyWritable)
    expect(depends).toEqual(expect.arrayContaining(['credit', 'memo']))
    expect(fields.name.partlyWritable).toBeUndefined()
    expect((await both.get(`${url}/${one}`)).body).not.toHaveProperty('_unwritable')
    expect((await both.get(`${url}/${one}?rights=perhaps`)).status).toBe(400)
    expect((await both.get(`${url}/${crypto.randomUUID()}?rights=true`)).status).toBe(404)
  })

  test('an old version comes back without what may not be written', async () => {
    const { id } = (await api.admin.post(url, { name: 'v1', credit: 1, memo: 'a', secret: 'r1' })).body
    await api.admin.patch(`${url}/${id}`, { name: 'v2', credit: 2, memo: 'b', secret: 'r2' })
    expect((await limited.post(`${url}/${id}/restore`, { version: 1 })).status).toBe(200)
    expect((await api.admin.get(`${url}/${id}`)).body).toMatchObject({ name: 'v1', credit: 2, memo: 'b', secret: 'r2' })
  })
})

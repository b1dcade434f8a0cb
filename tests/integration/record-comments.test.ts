import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer
let seller: Client
let head: Client
let deal: string

const at = (id: string) => `/api/records/deal/${id}/comments`

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('deal', { amount: fieldOf('money', {}, { maximum: 1000 }) }, { owner: true }),
    {
      kind: 'role',
      definition: { name: 'seller', grants: { deal: { operations: { read: 'own', create: 'own', update: 'own' } } } },
    },
    { kind: 'role', definition: { name: 'head', grants: { deal: { operations: { read: 'all', comment: 'all' } } } } },
    { kind: 'role', definition: { name: 'looker', grants: { deal: { operations: ['read'] } } } },
    { kind: 'role', definition: { name: 'stranger', grants: {} } },
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  seller = await api.as('seller', ['seller'])
  head = await api.as('head', ['head'])
  deal = (await seller.post('/api/records/deal', { name: 'first' })).body.id
})
afterAll(() => api.stop())

describe('comments on a record', () => {
  test('are said by who may change it or comment on it, and told newest first with their authors', async () => {
    expect((await seller.post(at(deal), { text: ' Called them.\nNo answer. ' })).status).toBe(201)
    const said = await head.post(at(deal), { text: '请明天再联系' })
    expect(said.body).toMatchObject({
      text: '请明天再联系',
      by: { label: 'head' },
      at: expect.stringMatching(/^20\d\d-/),
    })
    const { body } = await seller.get(at(deal))
    expect(body.data.map(({ text, by }: { text: string; by: { label: string } }) => [by.label, text])).toEqual([
      ['head', '请明天再联系'],
      ['seller', 'Called them.\nNo answer.'],
    ])
    expect(body.page).toEqual({ after: null })
  })

  test('stand in its history, and leave the record and its version as they are', async () => {
    const { data } = (await head.get(`/api/records/deal/${deal}/history`)).body
    expect(data[0]).toMatchObject({ op: 'comment', reason: '请明天再联系', actor: { label: 'head' }, version: null })
    expect((await seller.get(`/api/records/deal/${deal}`)).headers.etag).toBe('"1"')
  })

  test('come page by page', async () => {
    const first = (await head.get(`${at(deal)}?limit=1`)).body
    expect(first.data).toHaveLength(1)
    const second = (await head.get(`${at(deal)}?limit=1&after=${encodeURIComponent(first.page.after)}`)).body
    expect([second.data[0].by.label, second.page.after]).toEqual(['seller', null])
    expect((await head.get(`${at(deal)}?after=nonsense`)).body.code).toBe('invalid_cursor')
  })

  test('are refused to who only reads it, and unknown to who does not', async () => {
    const looker = await api.as('looker', ['looker'])
    expect((await looker.get(at(deal))).body.data).toHaveLength(2)
    expect((await looker.post(at(deal), { text: 'x' })).status).toBe(403)
    const other = await api.as('other', ['seller'])
    expect((await other.get(at(deal))).status).toBe(404)
    expect((await other.post(at(deal), { text: 'x' })).status).toBe(404)
    const stranger = await api.as('stranger', ['stranger'])
    expect((await stranger.get(at(deal))).status).toBe(403)
    expect((await stranger.post(at(deal), { text: 'x' })).status).toBe(403)
    expect((await api.admin.get(at('01934f5a-7c1e-7abc-8def-0123456789ab'))).status).toBe(404)
  })

  test('that say nothing or too much are refused, and one that is sent twice is said once', async () => {
    for (const text of ['', '  \n', 'x'.repeat(10_001), 'a\u0007b'])
      expect((await seller.post(at(deal), { text })).status, JSON.stringify(text.slice(0, 5))).toBe(422)
    expect((await seller.post(at(deal), {})).status).toBe(422)
    const key = { 'idempotency-key': 'once-and-for-all' }
    const [one, two] = [
      await seller.post(at(deal), { text: 'once' }, key),
      await seller.post(at(deal), { text: 'once' }, key),
    ]
    expect([one.status, two.status, two.body.id]).toEqual([201, 201, one.body.id])
    expect((await seller.get(at(deal))).body.data).toHaveLength(3)
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const account = {
  name: 'account',
  'x-object': { label: label('Account', '账户'), nameField: 'title' },
  properties: {
    title: field('text'),
    phone: field('text', { sensitive: { mask: 'last4' } }),
  },
}
const task = {
  name: 'job',
  'x-object': {
    label: label('Job', '工作'),
    nameField: 'title',
    recordTypes: { short: { label: label('Short', '短'), order: 1, hidden: ['cost'] } },
  },
  properties: {
    title: field('text'),
    cost: field('money', { scale: 2 }),
    account: field('lookup', { object: 'account' }),
  },
}
const fields = {
  cost: { order: 1, label: label('Cost so far', '已发生费用') },
  'account.title': { order: 2 },
  'account.phone': { order: 3 },
}
const detail = {
  name: 'job_detail',
  object: 'job',
  purpose: 'detail',
  blocks: { sum: { type: 'summary', fields, x: 0, y: 0, w: 24, h: 2 } },
}
const read = { operations: ['read'] }
const roles = { clerk: { job: read, account: read }, outsider: { job: read } }
let api: ApiServer

beforeAll(async () => {
  api = await startApi()
  const put = [
    { kind: 'object', definition: account },
    { kind: 'object', definition: task },
    { kind: 'layout', definition: detail },
    ...Object.entries(roles).map(([name, grants]) => ({
      kind: 'role',
      definition: { name, label: label(name), grants },
    })),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
})
afterAll(() => api.stop())

async function summaryFor(role: 'clerk' | 'outsider', recordType = ''): Promise<Record<string, object>> {
  const caller = await api.as(`${role}${recordType}`, [role])
  const type = recordType && `&recordType=${recordType}`
  const { body } = await caller.get(`/api/records/job/schema?mode=update${type}`)
  return body.detailLayout.blocks.sum.fields
}

test('a summary says how to show each value, hidden ones as hidden (PLAT-33)', async () => {
  const shown = await summaryFor('clerk')
  expect(shown.cost).toMatchObject({ label: expect.stringMatching(/已发生费用|Cost so far/), field: { type: 'money' } })
  expect(shown['account.title']).toMatchObject({ field: { label: 'lookup', type: 'text' } })
  expect(shown['account.phone']).toMatchObject({ field: { label: 'lookup · text', filterable: false } })
})

test('a summary leaves out what leads to records that the reader may not read', async () => {
  expect(Object.keys(await summaryFor('outsider'))).toEqual(['cost'])
})

test('a summary leaves out what the type of the record does not have', async () => {
  expect(Object.keys(await summaryFor('clerk', 'short'))).toEqual(['account.title', 'account.phone'])
})

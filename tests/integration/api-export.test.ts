import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { createRandom } from '../support/random.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const objects = [
  {
    name: 'out_customer',
    'x-object': { label: label('Customer', '客户'), nameField: 'title', owner: true },
    properties: { title: field('text'), limit: field('money', { sensitive: true }) },
  },
  {
    name: 'out_deal',
    'x-object': { label: label('Deal', '商机'), nameField: 'title', owner: true },
    properties: {
      title: { ...field('text', { searchable: true, label: label('Title', '标题') }) },
      amount: field('money', { scale: 2, label: label('Amount', '金额') }),
      stage: field('select', {
        options: { open: { label: label('Open', '进行中') }, won: { label: label('Won', '赢单') } },
      }),
      margin: field('money', { sensitive: true, label: label('Margin', '毛利') }),
      customer: field('lookup', { object: 'out_customer', label: label('Customer', '客户') }),
    },
  },
]
const taking = ['read', 'create', 'export', 'print']
const wheres = [undefined, "stage == 'open'", 'amount > 40', 'amount == null || amount < 60']
const scopes = ['own', 'related', 'all']
const random = createRandom(20_261_122)

/** Roles of which an actor gets one or two. */
const restricted = Object.fromEntries(
  Array.from({ length: 8 }, (_, i) => {
    const grant = { operations: taking, scope: random.pick(scopes), where: random.pick(wheres) }
    return [`out_${i}`, { out_deal: grant, out_customer: { operations: taking, scope: random.pick(scopes) } }] as const
  }),
)
const grants: Record<string, object> = {
  ...restricted,
  out_reader: { out_deal: { operations: ['read'] } },
  out_narrow: { out_deal: { operations: { read: 'all', create: 'all', export: 'own', print: 'own' } } },
  out_few: { out_deal: { operations: taking } },
}
const limits: Record<string, object> = { out_few: { export: 3, print: 2 } }

const url = '/api/records/out_deal'
let api: ApiServer

beforeAll(async () => {
  api = await startApi({ settings: { EXPORT_ROWS: '1000' } })
  const put = [
    ...objects.map((definition) => ({ kind: 'object', definition })),
    ...Object.entries(grants).map(([name, given]) => ({
      kind: 'role',
      definition: { name, label: label(name), grants: given, limits: limits[name] },
    })),
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toContain('revision')
})
afterAll(() => api.stop())

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

async function idsOfList(client: Client, query: string): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null;) {
    const page = await client.get(`${url}?fields=id&limit=7${query}${after && `&after=${after}`}`)
    expect(page.status).toBe(200)
    ids.push(...page.body.data.map((row: { id: string }) => row.id))
    after = page.body.page.after
  }
  return ids
}

test('what anybody exports is what he sees in the list, counts and adds up', async () => {
  const actors = await Promise.all(
    Array.from({ length: 10 }, (_, i) => {
      const roles = [...new Set([random.pick(Object.keys(restricted)), random.pick(Object.keys(restricted))])]
      return api.as(`taker_${i}`, roles)
    }),
  )
  const customer = await api.admin.post('/api/records/out_customer', { title: 'Acme', limit: 5 })
  for (const [i, actor] of [api.admin, ...actors].entries()) {
    for (let n = 0; n < 6; n++) {
      const values = { title: `deal ${i} ${n}`, amount: random.integer(0, 99), stage: random.pick(['open', 'won']) }
      const made = await actor.post(url, n === 0 ? { ...values, customer: customer.body.id } : values)
      expect([201, 403, 422]).toContain(made.status)
    }
  }
  for (const actor of actors) {
    for (const query of ['', '&sort=-amount,title', `&filter=${encodeURIComponent("stage == 'won'")}`, '&q=3']) {
      const listed = await idsOfList(actor, query)
      const file = await actor.get(`${url}/export?format=ndjson${query}`)
      expect(file.status).toBe(200)
      expect(lines(file.text).map(({ id }) => id)).toEqual(listed)
      expect(file.headers['x-row-count']).toBe(String(listed.length))
      const rest = query.startsWith('&sort') ? '' : query
      const counted = await actor.get(`${url}?limit=1&count=exact${rest}`)
      expect(counted.body.page.count).toBe(listed.length)
      const figures = await actor.get(`${url}/aggregate?measures=count(),sum(amount)${rest}`)
      const sum = lines(file.text).reduce((total, { amount }) => total + Number(amount ?? 0), 0)
      expect(figures.body.data[0]).toEqual({ 'count()': listed.length, 'sum(amount)': listed.length > 0 ? sum : null })
    }
  }
})

test('exporting takes the right to, and reaches no further than it', async () => {
  const reader = await api.as('out_reader', ['out_reader'])
  expect(await reader.get(`${url}/export`)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const narrow = await api.as('out_narrow', ['out_narrow'])
  const own = await narrow.post(url, { title: 'my own' })
  expect((await idsOfList(narrow, '')).length).toBeGreaterThan(1)
  const file = await narrow.get(`${url}/export?format=ndjson`)
  expect(lines(file.text).map(({ id }) => id)).toEqual([own.body.id])
})

test('too many rows are refused, never cut off', async () => {
  const few = await api.as('out_few', ['out_few'])
  const refused = await few.get(`${url}/export`)
  expect(refused).toMatchObject({ status: 413, body: { code: 'too_many_rows' } })
  expect(refused.body.detail).toContain('3 at once')
  const some = await few.get(`${url}/export?filter=${encodeURIComponent("title == 'my own'")}`)
  expect(some.status).toBe(200)
})

test('hidden fields never leave', async () => {
  const few = await api.as('out_few', ['out_few'])
  const own = `filter=${encodeURIComponent("title == 'my own'")}`
  const file = await few.get(`${url}/export?format=ndjson&${own}`)
  expect(file.text).not.toMatch(/margin|_masked/)
  const named = await few.get(`${url}/export?fields=title,margin`)
  expect(named).toMatchObject({ status: 403, body: { problems: [{ code: 'masked_field' }] } })
  for (const query of ['sort=margin', 'filter=margin%20%3E%201'])
    expect((await few.get(`${url}/export?${query}`)).status).toBe(403)
})

test('a file has labels in the language asked for, or names', async () => {
  await api.admin.post(url, { title: '=cmd', amount: 1.5, stage: 'won' })
  const own = `filter=${encodeURIComponent("title == '=cmd'")}&fields=title,amount,stage,owner`
  const chinese = await api.admin.get(`${url}/export?${own}&locale=zh-CN&bom=true&references=label`)
  expect(chinese.headers['content-type']).toContain('text/csv')
  expect(chinese.text).toBe("\uFEFF标题,金额,select,负责人\r\n'=cmd,1.50,赢单,系统管理员\r\n")
  const names = await api.admin.get(`${url}/export?${own}&headers=name`)
  expect(names.text.split('\r\n')[0]).toBe('title,amount,stage,owner,owner.id')
  const sheet = await api.admin.get(`${url}/export?${own}&format=xlsx`)
  expect(sheet.text.startsWith('PK')).toBe(true)
})

test('mistakes are refused before anything leaves', async () => {
  for (const [query, status] of [
    ['format=pdf', 400],
    ['fields=nothing', 400],
    ['filter=nothing', 400],
    ['sort=nothing', 400],
    ['limit=5', 400],
  ] as const)
    expect((await api.admin.get(`${url}/export?${query}`)).status).toBe(status)
  expect((await api.admin.get('/api/records/nothing/export')).status).toBe(404)
})

test('every export stands in the log with its filter and its rows, every refusal too', async () => {
  const logged = await api.admin.get('/api/operation-log?action=export&q=my%20own&limit=1')
  expect(logged.body.data[0]).toMatchObject({
    action: 'export',
    outcome: 'done',
    account: 'out_few',
    object: 'out_deal',
    rows: 1,
    details: { format: 'ndjson', filter: "title == 'my own'" },
  })
  expect(logged.body.data[0].details.fields).not.toContain('margin')
})

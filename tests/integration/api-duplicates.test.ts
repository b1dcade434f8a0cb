import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { label } from '../support/definitions.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const firm = {
  name: 'firm',
  'x-object': {
    label: label('Firm', '公司'),
    nameField: 'name',
    owner: true,
    duplicates: {
      same_name: { match: [{ field: 'name', normalise: 'company' }], action: 'warn' },
      same_registration: {
        match: ['registration'],
        where: 'active',
        action: 'block',
        message: label('Registered', '已登记'),
      },
      same_contact: { match: ['phone', { field: 'site', normalise: 'domain' }], action: 'block' },
    },
  },
  required: ['name'],
  properties: {
    name: field('text'),
    registration: field('text'),
    active: field('boolean', {}),
    phone: field('phone'),
    site: field('url'),
    note: field('text'),
  },
}

const url = '/api/records/firm'
let api: ApiServer
let own: Client
beforeAll(async () => {
  api = await startApi()
  const grants = { firm: { operations: ['read', 'create', 'update'], where: 'owner == user.id' } }
  const put = [
    { kind: 'object', definition: firm },
    { kind: 'role', definition: { name: 'firm_owner', label: label('Own'), grants } },
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toContain('revision')
  own = await api.as('owner', ['firm_owner'])
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const codeOf = ({ status, body }: Answer): [number, string] => [status, body.code]
const insist = `${url}?allow_duplicates=true`

test.each([
  ['上海明德机械有限公司', '上海 明德机械 股份有限公司'],
  ['Ａｃｍｅ Ｌｔｄ', 'ACME'],
  ['Bolt Co., Ltd.', 'bolt'],
  ['Nagel GmbH & Co. KG', 'NAGEL GmbH & Co KG'],
  ['西门子（中国）有限公司', '西门子(中国)有限责任公司'],
])('“%s” and “%s” are the same company (PLAT-17)', async (one, two) => {
  expect((await api.admin.post(url, { name: one })).status).toBe(201)
  const answer = await api.admin.post(url, { name: two })
  expect(codeOf(answer)).toEqual([409, 'duplicate'])
  expect(answer.body.problems).toEqual([
    {
      pointer: '/name',
      code: 'duplicate',
      message: `“${one}” exists already`,
      params: { rule: 'same_name', can_override: true, records: [{ id: expect.any(String), label: one }] },
    },
  ])
})

test.each([
  ['Cisco', 'Cis'],
  ['Ltd', 'Co'],
  ['明德机械有限公司', '明德贸易有限公司'],
])('“%s” and “%s” are different companies', async (one, two) => {
  expect((await api.admin.post(url, { name: one })).status).toBe(201)
  expect((await api.admin.post(url, { name: two })).status).toBe(201)
})

test('who insists stores what is only warned of, never what is blocked', async () => {
  await api.admin.post(url, { name: 'Twin', registration: 'R-1', active: true })
  expect((await api.admin.post(insist, { name: 'Twin Inc' })).status).toBe(201)
  const blocked = await api.admin.post(insist, { name: 'Other', registration: 'ｒ-1 ', active: true })
  expect(blocked.body.problems[0]).toMatchObject({ pointer: '/registration', params: { can_override: false } })
  expect(blocked.body.problems[0].message).toContain('Registered: ')
  expect((await api.admin.post(url, { name: 'Inactive', registration: 'R-1', active: false })).status).toBe(201)
})

test('all fields of a rule must be the same, and one that is empty compares with nothing', async () => {
  const contact = { phone: '021-6100 2200', site: 'https://www.tools.example/contact' }
  await api.admin.post(url, { name: 'Contact A', ...contact })
  const same = { phone: '+86 21 6100 2200', site: 'http://tools.example' }
  expect(codeOf(await api.admin.post(url, { name: 'Contact B', ...same }))).toEqual([409, 'duplicate'])
  expect((await api.admin.post(url, { name: 'Contact C', phone: same.phone })).status).toBe(201)
  expect((await api.admin.post(url, { name: 'Contact D', ...same, site: 'http://b.example' })).status).toBe(201)
})

test('of a hidden record only who registered it and when is told', async () => {
  const hidden = await api.admin.post(url, { name: 'Secret Works', note: 'hush' })
  const answer = await own.post(url, { name: 'secret works ltd' })
  expect(codeOf(answer)).toEqual([409, 'duplicate'])
  expect(answer.body.problems[0].message).toMatch(/^exists already, registered by 系统管理员 on \d{4}-\d\d-\d\d$/)
  expect(Object.keys(answer.body.problems[0].params.records[0])).toEqual(['registered_by', 'registered_at'])
  for (const secret of [hidden.body.id, 'Secret', 'hush']) expect(answer.text).not.toContain(secret)
})

test('a change is compared when it changes what is compared, and a record is not its own duplicate', async () => {
  const { body: one } = await api.admin.post(url, { name: 'Change One', registration: 'C-1', active: true })
  const { body: two } = await api.admin.post(url, { name: 'Change Two', registration: 'C-1', active: false })
  const patch = (id: string, values: object) => api.admin.patch(`${url}/${id}`, values)
  expect((await patch(one.id, { name: 'Change One', registration: 'c-1' })).status).toBe(200)
  expect((await patch(two.id, { note: 'x' })).status).toBe(200)
  expect(codeOf(await patch(two.id, { active: true }))).toEqual([409, 'duplicate'])
  expect(codeOf(await patch(two.id, { name: 'Change-One' }))).toEqual([409, 'duplicate'])
  expect((await patch(two.id, { registration: 'C-2', active: true })).status).toBe(200)
})

test('a rule that blocks holds among 32 writers, whatever way they take', async () => {
  const body = { registration: 'RACE', active: true }
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      n % 8 === 0
        ? api.admin.post(`${url}/batch`, { create: [{ name: `Race ${n}`, ...body }] })
        : api.admin.post(url, { name: `Race ${n}`, ...body }),
    ),
  )
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
  expect(answers.filter(({ body: { code } }) => code === 'duplicate')).toHaveLength(31)
  const movers = await Promise.all(
    Array.from(
      { length: 12 },
      async (_, n) => (await api.admin.post(url, { name: `Mover ${n}`, active: true })).body.id,
    ),
  )
  const moved = await Promise.all(movers.map((id) => api.admin.patch(`${url}/${id}`, { registration: 'MOVED' })))
  expect(moved.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 11 }, () => 409)])
})

test('a batch is compared with what there is and with itself', async () => {
  const rows = [{ name: 'Bulk A' }, { name: 'Bulk B' }, { name: 'bulk a inc.' }]
  const answer = await api.admin.post(`${url}/batch`, { create: rows })
  expect(answer.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/create/0/name',
    '/create/2/name',
  ])
  expect((await api.admin.post(`${url}/batch?allow_duplicates=true`, { create: rows })).status).toBe(200)
})

test('a form asks while it is being filled in', async () => {
  const { body: asked } = await api.admin.post(url, { name: 'Asked Ltd' })
  const ask = (client: Client, body: object) => client.post(`${url}/duplicates`, body)
  expect((await ask(api.admin, { values: { name: 'asked' } })).body.data[0].params.records).toEqual([
    { id: asked.id, label: 'Asked Ltd' },
  ])
  expect((await ask(api.admin, { values: { name: 'asked' }, id: asked.id })).body.data).toEqual([])
  expect((await ask(own, { values: { name: 'asked' } })).text).not.toContain(asked.id)
  expect((await ask(api.admin, { values: {} })).body.data).toEqual([])
  expect((await ask(api.admin, { values: { name: 5 } })).status).toBe(422)
  expect((await ask(api.admin, {})).status).toBe(422)
  const stranger = await api.as('stranger', [])
  expect((await ask(stranger, { values: { name: 'asked' } })).status).toBe(403)
})

test('the check is a probe of an index', async () => {
  const { rows } = await api.db.query<{ indexdef: string }>({
    text: `select indexdef from pg_indexes where tablename = 'firm' and indexdef like '%fw_key_%'`,
  })
  expect(rows.map(({ indexdef }) => /\((.*)\) WHERE/.exec(indexdef)?.[1]?.replaceAll('main.', '')).sort()).toEqual([
    'fw_key_company(name)',
    'fw_key_phone(phone), fw_key_domain(site)',
    'fw_key_text(registration)',
  ])
})

test.each([
  [{ match: ['nope'], action: 'warn' }, 'unknown_field'],
  [{ match: [{ field: 'active', normalise: 'company' }], action: 'warn' }, 'wrong_field_type'],
  [{ match: ['name'], action: 'shout' }, 'not_an_option'],
  [{ match: [], action: 'warn' }, 'too_few'],
  [{ match: ['name'], where: 'nope == 1', action: 'warn' }, 'unknown_field'],
])('a rule such as %j is refused', async (rule, code) => {
  const definition = { ...firm, name: 'wrong', 'x-object': { ...firm['x-object'], duplicates: { rule } } }
  const answer = await api.admin.post('/api/metadata/plan', { put: [{ kind: 'object', definition }] })
  const problems = (answer.body.problems ?? []) as { code: string }[]
  expect(problems.map((problem) => problem.code)).toContain(code)
})

test('a record comes back from the recycle bin only while nobody else has registered it (PLAT-17)', async () => {
  const { body: gone } = await api.admin.post(url, { name: 'Gone one', registration: 'R-GONE', active: true })
  await api.admin.delete(`${url}/${gone.id}`)
  const { body: next } = await api.admin.post(url, { name: 'Next one', registration: 'r-gone', active: true })
  const refused = await api.admin.post(`/api/recycle-bin/firm/${gone.id}/restore`)
  expect(codeOf(refused)).toEqual([409, 'duplicate'])
  expect(refused.body.problems[0].params).toMatchObject({ rule: 'same_registration', can_override: false })
  await api.admin.delete(`${url}/${next.id}`)
  expect((await api.admin.post(`/api/recycle-bin/firm/${gone.id}/restore`)).status).toBe(200)
})

test('of records that come back at once and are the same, one does', async () => {
  const ids: string[] = []
  for (const name of ['Twin a', 'Twin b', 'Twin c']) {
    const { body } = await api.admin.post(url, { name, registration: 'R-TWIN', active: true })
    ids.push(body.id)
    await api.admin.delete(`${url}/${body.id}`)
  }
  const answers = await Promise.all(ids.map((id) => api.admin.post(`/api/recycle-bin/firm/${id}/restore`)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
})

test('what a transition sets by itself takes part in duplicate rules among concurrent callers', async () => {
  const options = { open: { label: label('Open') }, closed: { label: label('Closed') } }
  const definition = {
    name: 'badge',
    'x-object': {
      label: label('Badge'),
      nameField: 'name',
      duplicates: { same: { match: ['code'], action: 'block' } },
      states: {
        field: 'status',
        initial: 'open',
        transitions: { close: { from: ['open'], to: 'closed', set: { code: "'same code'" } } },
      },
    },
    properties: { name: field('text'), code: field('text'), status: field('select', { options }) },
  }
  const published = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }] })
  expect(published.body.problems).toBeUndefined()
  const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => api.admin.post('/api/records/badge', { name })))
  const answers = await Promise.all(
    made.map(({ body }) => api.admin.post(`/api/records/badge/${body.id}/transitions/close`, {})),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { ticket } from '../support/ticket-object.ts'

const url = '/api/records/ticket'
const byCode = `${url}?key=code`

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const label = { en: 'Own', 'zh-CN': '本人' }
  const grants = { ticket: { operations: ['read', 'create', 'update'], where: 'owner == user.id' } }
  const reader = { name: 'ticket_reader', label, grants: { ticket: { operations: ['read'] } } }
  const creator = { name: 'ticket_creator', label, grants: { ticket: { operations: ['read', 'create'] } } }
  const put = [
    { kind: 'object', definition: ticket },
    { kind: 'role', definition: { name: 'ticket_owner', label, grants } },
    { kind: 'role', definition: reader },
    { kind: 'role', definition: creator },
  ]
  expect((await api.admin.post('/api/metadata/publish', { put })).text).toContain('revision')
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const codeOf = ({ status, body }: Answer): [number, string] => [status, body.code]
const withCode = async (client: Client, code: string) =>
  (await client.get(`${url}?filter=${encodeURIComponent(`code == "${code}"`)}`)).body.data

test('the first creates, the second merges', async () => {
  const made = await api.admin.put(byCode, { code: 'U1', subject: 'First', amount: 5 })
  expect([made.status, made.headers.location, made.headers.etag]).toEqual([201, `${url}/${made.body.id}`, '"1"'])
  const merged = await api.admin.put(byCode, { code: 'U1', subject: 'Second' })
  expect(merged).toMatchObject({ status: 200, body: { id: made.body.id, version: 2, subject: 'Second', amount: 5 } })
})

test('a list is answered entry by entry, and a key that comes twice is one record', async () => {
  await api.admin.put(byCode, { code: 'L1', subject: 'There' })
  const answer = await api.admin.put(byCode, [
    { code: 'L1', count: 1 },
    { code: 'L2', subject: 'New' },
    { code: ' L2 ', count: 2 },
  ])
  expect(answer.body.data.map(({ status, version }: Record<string, number>) => [status, version])).toEqual([
    [200, 2],
    [201, 1],
    [200, 2],
  ])
  expect(answer.body.data[1].id).toBe(answer.body.data[2].id)
})

test('a list is stored whole or not at all, unless that is waived', async () => {
  const rows = [
    { code: 'W1', subject: 'Good' },
    { code: 'W2', subject: 5 },
  ]
  const refused = await api.admin.put(byCode, rows)
  expect([refused.status, refused.body.problems[0].pointer]).toEqual([422, '/1/subject'])
  expect(await withCode(api.admin, 'W1')).toEqual([])
  const partly = await api.admin.put(`${byCode}&atomic=false`, rows)
  expect(partly.body.data).toMatchObject([{ status: 201 }, { status: 422, problems: [{ pointer: '/1/subject' }] }])
  expect(await withCode(api.admin, 'W1')).toHaveLength(1)
})

test('32 writers of one key leave one record, with every one of their events', async () => {
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, n) => api.admin.put(byCode, { code: 'RACE', subject: `Writer ${n}` })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(31).fill(200), 201])
  const rows = await withCode(api.admin, 'RACE')
  expect(rows).toHaveLength(1)
  expect(rows[0].version).toBe(32)
  const { rows: events } = await api.db.query<{ versions: number[] }>({
    text: 'select array_agg(version order by version) as versions from fw_event where record_id = $1',
    values: [rows[0].id],
  })
  expect(events[0]!.versions).toEqual(Array.from({ length: 32 }, (_, n) => n + 1))
})

test('lists of the same keys in opposite orders do not block each other', async () => {
  const codes = Array.from({ length: 20 }, (_, n) => `ORDER-${n}`)
  const rows = codes.map((code) => ({ code, subject: code }))
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => api.admin.put(byCode, n % 2 ? rows : rows.toReversed())),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
  for (const code of codes) expect(await withCode(api.admin, code)).toHaveLength(1)
})

test('creating by another way at the same time is a duplicate for that one, never for the upsert', async () => {
  for (let round = 0; round < 5; round++) {
    const code = `MIXED-${round}`
    const [plain, ...upserts] = await Promise.all([
      api.admin.post(url, { code, subject: 'Plain' }),
      ...Array.from({ length: 6 }, () => api.admin.put(byCode, { code, subject: 'Upsert' })),
    ])
    expect([201, 409]).toContain(plain.status)
    for (const { status } of upserts) expect([200, 201]).toContain(status)
    expect(await withCode(api.admin, code)).toHaveLength(1)
  }
})

test('rules of access hold for both halves', async () => {
  const [reader, creator] = [await api.as('reader', ['ticket_reader']), await api.as('creator', ['ticket_creator'])]
  expect(codeOf(await reader.put(byCode, { code: 'ACC', subject: 'x' }))).toEqual([403, 'forbidden'])
  expect((await creator.put(byCode, { code: 'ACC', subject: 'x' })).status).toBe(201)
  expect(codeOf(await creator.put(byCode, { code: 'ACC', subject: 'y' }))).toEqual([403, 'forbidden'])
})

test('a key that a hidden record holds is a duplicate without a word about that record', async () => {
  const made = await api.admin.put(byCode, { code: 'SECRET', subject: 'Hidden thing' })
  const owner = await api.as('owner', ['ticket_owner'])
  const answer = await owner.put(byCode, { code: 'SECRET', subject: 'Mine' })
  expect(codeOf(answer)).toEqual([409, 'duplicate'])
  expect(answer.text).not.toContain('Hidden')
  expect(answer.text).not.toContain(made.body.id)
  const plain = await owner.post(url, { code: 'SECRET', subject: 'Mine' })
  expect([plain.status, plain.body.problems]).toEqual([409, answer.body.problems])
  expect((await api.admin.get(`${url}/${made.body.id}`)).body.version).toBe(1)
})

test('a record in the recycle bin does not hold its key', async () => {
  const { body } = await api.admin.put(byCode, { code: 'GONE', subject: 'x' })
  await api.admin.delete(`${url}/${body.id}`)
  const again = await api.admin.put(byCode, { code: 'GONE', subject: 'y' })
  expect([again.status, again.body.id === body.id]).toEqual([201, false])
})

test.each([
  ['no key', url, { subject: 'x' }, 400],
  ['an empty key', `${url}?key=`, { subject: 'x' }, 400],
  ['a key that is not unique', `${url}?key=subject`, { subject: 'x' }, 400],
  ['a key that is no field', `${url}?key=nope`, { subject: 'x' }, 400],
  ['a key of the prototype', `${url}?key=constructor`, { subject: 'x' }, 400],
  ['a key that nobody enters', `${url}?key=id`, { id: 1, subject: 'x' }, 400],
  ['two keys of which one is not unique', `${url}?key=code,subject`, { code: 'x', subject: 'x' }, 400],
  ['a null key', byCode, { code: null, subject: 'x' }, 422],
  ['an absent key', byCode, { subject: 'x' }, 422],
  ['a blank key', byCode, { code: '   ', subject: 'x' }, 422],
  ['a key of another type', byCode, { code: {}, subject: 'x' }, 422],
  ['a body that is a number', byCode, 5, 400],
  ['rows that are numbers', byCode, [1], 400],
  ['an unknown parameter', `${byCode}&force=1`, { code: 'x', subject: 'x' }, 400],
  ['an unknown object', '/api/records/nothing?key=code', { code: 'x' }, 404],
  ['more rows than fit', byCode, Array.from({ length: 10_001 }, () => ({ code: 'x' })), 413],
])('%s is refused', async (_, target, body, status) => {
  const answer = await api.send({
    method: 'PUT',
    url: target,
    payload: JSON.stringify(body),
    headers: { ...(await headers()), 'content-type': 'application/json' },
  })
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8'])
})

let session: Promise<Record<string, string>> | undefined
function headers(): Promise<Record<string, string>> {
  session ??= (async () => {
    const payload = { username: 'admin', password: 'admin-password-of-tests' }
    const login = await api.send({ method: 'POST', url: '/api/auth/login', payload })
    return { cookie: String(login.headers['set-cookie']).split(';')[0]!, 'x-csrf-token': login.body.csrf }
  })()
  return session
}

import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

const url = '/api/records/ticket'

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  const published = await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: ticket }] })
  expect(published.status).toBe(200)
})
afterAll(() => api.stop())

const keyed = (key: string) => ({ 'idempotency-key': key })
const named = async (subject: string): Promise<number> => {
  const found = await api.admin.get(`${url}?filter=${encodeURIComponent(`subject == "${subject}"`)}&limit=500`)
  return found.body.data.length
}
const replayed = ({ headers }: Answer) => headers['idempotency-replayed']
const codeOf = ({ status, body }: Answer): [number, string] => [status, body.code]
const keysStored = async () => {
  const { rows } = await api.db.query<{ n: number }>({ text: 'select count(*)::int as n from fw_idempotency' })
  return rows[0]!.n
}

test('a repeated create is answered byte for byte and writes nothing', async () => {
  const first = await api.admin.post(url, { subject: 'Once', amount: 5 }, keyed('k1'))
  const second = await api.admin.post(url, { subject: 'Once', amount: 5 }, keyed('k1'))
  expect([first.status, second.status, second.text]).toEqual([201, 201, first.text])
  expect([replayed(first), replayed(second)]).toEqual([undefined, 'true'])
  for (const name of ['etag', 'location', 'content-type', 'cache-control'])
    expect(second.headers[name]).toBe(first.headers[name])
  expect(await named('Once')).toBe(1)
})

test('the answer stays what it was when the record has changed since', async () => {
  const first = await api.admin.post(url, { subject: 'Then' }, keyed('k-then'))
  await api.admin.patch(`${url}/${first.body.id}`, { subject: 'Now' })
  expect((await api.admin.post(url, { subject: 'Then' }, keyed('k-then'))).text).toBe(first.text)
})

test('a key that was used for something else is refused', async () => {
  await api.admin.post(url, { subject: 'A' }, keyed('k2'))
  expect(codeOf(await api.admin.post(url, { subject: 'B' }, keyed('k2')))).toEqual([422, 'idempotency_mismatch'])
  expect(codeOf(await api.admin.post(`${url}/batch`, { create: [] }, keyed('k2')))).toEqual([
    422,
    'idempotency_mismatch',
  ])
  expect(await named('B')).toBe(0)
})

test('keys belong to a caller: the same one of somebody else is another', async () => {
  const other = await api.as('second_admin', ['administrator'])
  await api.admin.post(url, { subject: 'Mine' }, keyed('shared'))
  const theirs = await other.post(url, { subject: 'Theirs' }, keyed('shared'))
  expect([theirs.status, theirs.body.subject]).toEqual([201, 'Theirs'])
})

test('twelve at once with one key are one execution', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => api.admin.post(url, { subject: 'Storm' }, keyed('storm'))),
  )
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201))
  expect(answers.filter((answer) => replayed(answer) === undefined)).toHaveLength(1)
  expect(await named('Storm')).toBe(1)
})

test('a refusal is not kept: the same key serves the corrected request', async () => {
  expect((await api.admin.post(url, { subject: 5 }, keyed('retry'))).status).toBe(422)
  const made = await api.admin.post(url, { subject: 'Corrected' }, keyed('retry'))
  expect([made.status, replayed(made)]).toEqual([201, undefined])
})

test('batches and transitions are executed once too', async () => {
  const body = { create: [{ subject: 'Row' }, { subject: 'Row' }] }
  const [one, two] = [
    await api.admin.post(`${url}/batch`, body, keyed('rows')),
    await api.admin.post(`${url}/batch`, body, keyed('rows')),
  ]
  expect([two.text, replayed(two), await named('Row')]).toEqual([one.text, 'true', 2])
  const { id } = one.body.create[0]
  const finish = () => api.admin.post(`${url}/${id}/transitions/finish`, { due: '2026-12-01' }, keyed('finish'))
  const [done, again] = [await finish(), await finish()]
  expect([done.status, done.body.status, done.body.version]).toEqual([200, 'done', 2])
  expect([again.text, replayed(again)]).toEqual([done.text, 'true'])
})

test('a batch that is not atomic keeps what went through, and its answer', async () => {
  const body = { atomic: false, create: [{ subject: 'Part' }, { subject: 1 }, { subject: 'Part' }] }
  const first = await api.admin.post(`${url}/batch`, body, keyed('parts'))
  expect(first.body.create.map(({ status }: { status: number }) => status)).toEqual([201, 422, 201])
  expect((await api.admin.post(`${url}/batch`, body, keyed('parts'))).text).toBe(first.text)
  expect(await named('Part')).toBe(2)
})

test('the answer is in the transaction of the write: without one there is not the other', async () => {
  await api.db.query({
    text: `create function refuse_answers() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$`,
  })
  await api.db.query({
    text: `create trigger crash before update on fw_idempotency for each row execute function refuse_answers()`,
  })
  const stored = await keysStored()
  const crashed = await api.admin.post(url, { subject: 'Crash' }, keyed('crash'))
  expect([crashed.status, await named('Crash'), await keysStored()]).toEqual([500, 0, stored])
  await api.db.query({ text: 'drop trigger crash on fw_idempotency' })
  const made = await api.admin.post(url, { subject: 'Crash' }, keyed('crash'))
  expect([made.status, replayed(made), await named('Crash')]).toEqual([201, undefined, 1])
})

test('after a day a key is free again', async () => {
  await api.admin.post(url, { subject: 'Old' }, keyed('old'))
  await api.db.query({ text: `update fw_idempotency set created_at = now() - interval '25 hours' where key = 'old'` })
  const made = await api.admin.post(url, { subject: 'New' }, keyed('old'))
  expect([made.status, made.body.subject]).toEqual([201, 'New'])
})

test('without the header nothing is stored', async () => {
  const stored = await keysStored()
  await api.admin.post(url, { subject: 'Plain' })
  await api.admin.post(url, { subject: 'Plain' })
  expect([await named('Plain'), await keysStored()]).toEqual([2, stored])
})

test.each(['', ' ', 'a b', 'ключ', 'x'.repeat(256)])('the key “%s” is refused', async (key) => {
  const answer = await api.send({
    method: 'POST',
    url,
    payload: { subject: 'Never' },
    headers: { authorization: await bearer(), 'idempotency-key': Buffer.from(key).toString('latin1') },
  })
  expect(codeOf(answer)).toEqual([400, 'invalid_parameter'])
})

async function bearer(): Promise<string> {
  const login = await api.send({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: 'admin', password: 'admin-password-of-tests' },
  })
  const cookie = String(login.headers['set-cookie']).split(';')[0]!
  const headers = { cookie, 'x-csrf-token': login.body.csrf }
  const made = await api.send({ method: 'POST', url: '/api/tokens', headers, payload: { name: 'k' } })
  return `Bearer ${made.body.token}`
}

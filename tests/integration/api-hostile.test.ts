import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_PASSWORD, sessionHeaders, startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { ticket } from '../support/ticket-object.ts'

const url = '/api/records/ticket'
const nowhere = '01900000-0000-7000-8000-000000000000'
const encode = encodeURIComponent

let api: ApiServer
let token = ''
let session: Record<string, string> = {}
let record = { id: '', version: 0 }
let before = ''

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
  await api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition: ticket }] })
  record = (await api.admin.post(url, { subject: 'Untouched', count: 1, code: 'taken' })).body
  token = (await api.admin.post('/api/tokens', { name: 'attacker' })).body.token
  session = sessionHeaders(
    await api.send({
      method: 'POST',
      url: '/api/auth/login',
      payload: { username: 'admin', password: ADMIN_PASSWORD },
    }),
  )
  before = await everythingStored()
})
afterAll(() => api.stop())

/** What no refused request may change: rows, events, sequences, definitions, revisions, users. */
async function everythingStored(): Promise<string> {
  const tables = [
    'ticket',
    'customer',
    '"user"',
    'fw_event',
    'fw_sequence',
    'fw_definition',
    'fw_revision',
    'fw_metadata_history',
    'fw_column',
    'fw_setting',
    'fw_token',
  ]
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await api.db.query<{ state: string }>({
        text: `select count(*) || ':' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as state from (
          select to_jsonb(x) - 'last_used_at' as t from ${table} x) s`,
      })
      return `${table} ${rows[0]!.state}`
    }),
  )
  const { rows } = await api.db.query<{ columns: string }>({
    text: `select string_agg(table_name || '.' || column_name, ',' order by 1) as columns
      from information_schema.columns where table_schema = current_schema()`,
  })
  return [...counts, rows[0]!.columns].join('\n')
}

type Attack = () => Partial<InjectOptions> & { raw?: string | Buffer; json?: unknown; query?: never }

const post =
  (json: unknown, to = url): Attack =>
  () => ({ method: 'POST', url: to, json })
const raw =
  (body: string | Buffer, to = url): Attack =>
  () => ({ method: 'POST', url: to, raw: body })
const patch =
  (json: unknown, headers = {}): Attack =>
  () => ({ method: 'PATCH', url: `${url}/${record.id}`, json, headers })
const get =
  (path: string, headers = {}): Attack =>
  () => ({ method: 'GET', url: path, headers })
const list = (query: string): Attack => get(`${url}?${query}`)
const filter = (expression: string): Attack => list(`filter=${encode(expression)}`)
const publish = (...definitions: object[]): Attack =>
  post(
    { put: definitions.map((definition) => ({ kind: 'object', definition })), confirm: true },
    '/api/metadata/publish',
  )
const objectWith = (change: object): object => ({ ...ticket, name: 'attack', ...change })
const field = (name: string, property: object): object =>
  objectWith({ properties: { ...ticket.properties, [name]: property } })
const textField = { type: 'string', 'x-field': { type: 'text' } }
const formula = (expression: string) => ({ type: 'number', readOnly: true, 'x-field': { type: 'formula', expression } })

const attacks: [name: string, attack: Attack, status: number | readonly number[], code?: string][] = [
  // values
  ['a number where text belongs', post({ subject: 5 }), 422, 'validation_failed'],
  ['an object where text belongs', post({ subject: { $ne: null } }), 422, 'validation_failed'],
  ['an array where text belongs', post({ subject: ['a'] }), 422, 'validation_failed'],
  ['text where a number belongs', post({ subject: 'a', count: '1 or 1=1' }), 422, 'validation_failed'],
  ['text for a boolean', post({ subject: 'a', urgent: 'yes' }), 422, 'validation_failed'],
  ['a day that does not exist', post({ subject: 'a', due: '2026-02-30' }), 422, 'validation_failed'],
  [
    'a year that no database knows',
    post({ subject: 'a', seen_at: '+999999-01-01T00:00:00Z' }),
    422,
    'validation_failed',
  ],
  ['a whole number that JSON cannot hold exactly', post({ subject: 'a', count: 1e17 }), 422, 'validation_failed'],
  ['a number with 300 digits', raw(`{"subject":"a","count":${'9'.repeat(300)}}`), 422],
  ['a number that is no number', raw('{"subject":"a","amount":1e999}'), [400, 422]],
  ['an amount beyond money', post({ subject: 'a', amount: 1e20 }), 422],
  ['text that is too long', post({ subject: 'a'.repeat(300_000) }), 422, 'validation_failed'],
  ['an option that does not exist', post({ subject: 'a', status: 'done; drop table ticket' }), 422],
  ['a field that does not exist', post({ subject: 'a', nope: 1 }), 422, 'validation_failed'],
  ['a field that only the platform writes', post({ subject: 'a', version: 99 }), 422],
  ['an id of one’s own', post({ subject: 'a', id: nowhere }), 422],
  ['a creator of one’s own', post({ subject: 'a', created_by: nowhere }), 422],
  ['a formula', post({ subject: 'a', twice: 5 }), 422],
  ['a required field emptied', patch({ subject: null }), 422, 'validation_failed'],
  ['a lookup that is no id', post({ subject: 'a', parent: 'x' }), 422, 'validation_failed'],
  ['a lookup of nothing', post({ subject: 'a', parent: nowhere }), 422],
  ['an owner who does not exist', post({ subject: 'a', owner: nowhere }), 422],
  ['a value that a rule refuses', post({ subject: 'a', amount: 2_000_000 }), 422, 'validation_failed'],
  ['a value that is taken', post({ subject: 'a', code: 'taken' }), 409, 'duplicate'],
  ['nothing at all', post({}), 422, 'validation_failed'],

  // bodies
  ['an array as body', post([{ subject: 'a' }]), 400, 'invalid_request'],
  ['null as body', raw('null'), 400],
  ['half a JSON', raw('{"subject":"a"'), 400, 'invalid_json'],
  ['JSON of 10,000 levels', raw(`{"subject":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 400, 'invalid_json'],
  ['objects of 10,000 levels', raw('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)), 400, 'invalid_json'],
  [
    'broken UTF-8',
    raw(Buffer.from([...Buffer.from('{"subject":"'), 0xff, 0xfe, ...Buffer.from('"}')])),
    400,
    'invalid_json',
  ],
  ['UTF-16', raw(Buffer.from('{"subject":"a"}', 'utf16le')), 400, 'invalid_json'],
  ['a NUL character', raw('{"subject":"a\\u0000b"}'), 400, 'invalid_text'],
  ['half a surrogate pair', raw('{"subject":"\\ud800"}'), 400, 'invalid_text'],
  ['an own __proto__', raw('{"subject":"a","__proto__":{"administrator":true}}'), 400, 'invalid_json'],
  ['constructor.prototype', raw('{"subject":"a","constructor":{"prototype":{"x":1}}}'), 400, 'invalid_json'],
  ['a field called constructor', raw('{"subject":"a","constructor":1}'), 422],
  ['a field called toString', post({ subject: 'a', toString: 1 }), 422],
  ['two megabytes', post({ subject: 'a'.repeat(2 << 20) }), 413, 'too_large'],
  [
    'a form',
    () => ({ method: 'POST', url, raw: 'subject=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    415,
  ],
  ['XML', () => ({ method: 'POST', url, raw: '<a/>', headers: { 'content-type': 'application/xml' } }), 415],

  // expressions and queries
  ['SQL as filter', filter('1=1; drop table ticket; --'), 400, 'invalid_expression'],
  ['SQL in a filter’s text stays text', filter("subject == 'x' || amount > 'a'"), 400, 'invalid_expression'],
  ['a filter that is no condition', filter('amount + 1'), 400, 'invalid_expression'],
  ['an unknown field in a filter', filter('password == "x"'), 400],
  ['an unknown function', filter('pg_sleep(10)'), 400, 'invalid_expression'],
  ['a filter of 20,000 operators', filter(Array.from({ length: 20_000 }, () => 'urgent').join('||')), [400, 414, 431]],
  ['a filter of 300 brackets', filter(`${'('.repeat(300)}urgent${')'.repeat(300)}`), 400],
  ['a prototype as path', filter('__proto__.x == 1'), 400],
  ['a NUL in a filter', list('filter=subject%20==%20%22%00%22'), 400],
  ['broken percent-encoding', list('filter=%E4%B8'), 400],
  ['a number too long for any database', filter(`count == ${'9'.repeat(400)}`), 400],
  ['a date that does not exist in a filter', filter('due > date("2026-13-45")'), 400],
  ['SQL as sort', list(`sort=${encode('subject; drop table ticket')}`), 400],
  ['SQL as field', list(`fields=${encode('subject" from ticket; --')}`), 400],
  ['a field of the login', list('fields=owner.password_hash'), 400],
  ['a limit that is too high', list('limit=100000'), 400, 'invalid_parameter'],
  ['a negative limit', list('limit=-1'), 400, 'invalid_parameter'],
  ['a parameter that does not exist', list('offset=5'), 400, 'unknown_parameter'],
  ['a parameter given twice', list('limit=5&limit=6'), 400, 'invalid_parameter'],
  ['an unknown way to count', list('count=all'), 400, 'invalid_parameter'],
  ['a cursor that was made up', list('after=AAAA'), 400, 'invalid_cursor'],
  ['a cursor with SQL', list(`after=${encode(Buffer.from('["x\'; drop table ticket"]').toString('base64url'))}`), 400],
  ['a cursor of another order', () => ({ url: `${url}?sort=count&after=${encode('eyJhIjoxfQ')}` }), 400],
  ['a measure that does not exist', get(`${url}/aggregate?measures=${encode('exec(amount)')}`), 400],
  ['a sum of text', get(`${url}/aggregate?measures=${encode('sum(subject)')}`), 400],
  ['SQL as group', get(`${url}/aggregate?measures=count()&group=${encode('subject) from ticket --')}`), 400],

  // addresses and methods
  ['an id that is no id', get(`${url}/1`), 404, 'not_found'],
  ['SQL as id', get(`${url}/${encode("' or 1=1 --")}`), 404, 'not_found'],
  ['an object that does not exist', get('/api/records/fw_identity'), 404],
  ['an object with a quote', get(`/api/records/${encode('ticket"')}`), 404],
  ['an object called __proto__', get('/api/records/__proto__'), 404],
  ['an object called constructor', get('/api/records/constructor'), 404],
  ['a record of nowhere', () => ({ method: 'PATCH', url: `${url}/${nowhere}`, json: { count: 2 } }), 404],
  ['a path outside', get('/assets/../../../package.json'), 404],
  ['an encoded path outside', get('/..%2f..%2f..%2fetc%2fpasswd.txt'), [400, 403, 404]],
  ['a path that cannot be decoded', get('/api/records/%E4%B8'), [400, 404]],
  [
    'a method that is not there',
    () => ({ method: 'PUT', url: `${url}/${nowhere}`, json: {} }),
    405,
    'method_not_allowed',
  ],
  ['TRACE', () => ({ method: 'TRACE' as never, url }), [404, 405]],
  ['a user written as a record', post({ name: 'x', username: 'x' }, '/api/records/user'), [403, 405, 422]],
  [
    'the administrator deleted as a record',
    () => ({ method: 'DELETE', url: `/api/records/user/${nowhere}` }),
    [403, 404],
  ],

  // versions
  ['a version that is old', patch({ count: 5 }, { 'if-match': '"0"' }), 409, 'stale_version'],
  ['a version that is no version', patch({ count: 5 }, { 'if-match': '"x"' }), 400, 'invalid_parameter'],
  ['a version beyond all bounds', patch({ count: 5 }, { 'if-match': '"99999999999999999999"' }), 400],
  ['a transition that does not exist', post({}, `${url}/${nowhere}/transitions/__proto__`), [400, 404, 409]],
  [
    'a restore to a version that never was',
    () => ({ method: 'POST', url: `${url}/${record.id}/restore`, json: { version: 999 } }),
    [400, 404, 409, 422],
  ],
  [
    'a restore to a time that is none',
    () => ({ method: 'POST', url: `${url}/${record.id}/restore`, json: { at: 'soon' } }),
    [400, 422],
  ],

  // batches
  [
    'a batch with one bad row among good ones',
    post({ create: [{ subject: 'a' }, { subject: 1 }] }, `${url}/batch`),
    422,
  ],
  [
    'a batch with a bad update after good rows',
    post({ create: [{ subject: 'a' }], update: [{ id: nowhere, count: 1 }] }, `${url}/batch`),
    404,
  ],
  [
    'a batch that takes a value twice',
    post(
      {
        create: [
          { subject: 'a', code: 'b' },
          { subject: 'a', code: 'b' },
        ],
      },
      `${url}/batch`,
    ),
    409,
  ],
  ['a batch of numbers', post({ create: [1, 2] }, `${url}/batch`), 400],
  ['a batch that is none', post({ create: 'all' }, `${url}/batch`), 422],
  ['a batch that updates without an id', post({ update: [{ count: 1 }] }, `${url}/batch`), [400, 404]],

  // who asks
  ['nobody', () => ({ method: 'GET', url, headers: { authorization: '' } }), 401, 'unauthenticated'],
  ['a forged token', get(url, { authorization: `Bearer fw_${'A'.repeat(43)}` }), 401, 'unauthenticated'],
  ['a token that is too long', get(url, { authorization: `Bearer ${'A'.repeat(8000)}` }), 401],
  ['another scheme', get(url, { authorization: 'Basic YWRtaW46YWRtaW4=' }), 401],
  [
    'a forged cookie',
    () => ({ method: 'GET', url, headers: { authorization: undefined, cookie: 'fieldwork_session=fw_x' } }),
    401,
  ],
  [
    'a session without its CSRF token',
    () => ({
      method: 'POST',
      url,
      json: { subject: 'a' },
      headers: { authorization: undefined, cookie: session.cookie },
    }),
    403,
    'csrf_failed',
  ],
  [
    'a session with the CSRF token of another',
    () => ({
      method: 'POST',
      url,
      json: { subject: 'a' },
      headers: { authorization: undefined, cookie: session.cookie, 'x-csrf-token': 'x'.repeat(43) },
    }),
    403,
  ],
  ['a login with an object as password', post({ username: 'admin', password: { $ne: '' } }, '/api/auth/login'), 422],
  ['a login with SQL', post({ username: "admin' --", password: 'x' }, '/api/auth/login'), 401],
  ['a token without a name', post({}, '/api/tokens'), 422],
  ['a token for ever', post({ name: 'x', expires_in_days: 1e9 }, '/api/tokens'), 422],
  [
    'a user with a role as object',
    post({ username: 'x', name: 'x', password: 'xxxxxxxx', roles: [{}] }, '/api/users'),
    422,
  ],

  // definitions
  ['a definition without a name', publish({ type: 'object' }), 422],
  ['a name with SQL', publish(objectWith({ name: 'a"; drop table ticket; --' })), 422],
  ['a name with capitals', publish(objectWith({ name: 'Attack' })), 422],
  ['a name of a system table', publish(objectWith({ name: 'fw_event' })), 422],
  ['a name of 500 letters', publish(objectWith({ name: 'a'.repeat(500) })), 422],
  ['a field named with SQL', publish(field('a; drop', textField)), 422],
  ['a field named as a standard field', publish(field('version', textField)), 422],
  ['a field of no type', publish(field('a', { type: 'string', 'x-field': { type: 'nonsense' } })), 422],
  ['a field with an inert keyword', publish(field('a', { ...textField, 'x-nonsense': 1 })), 422],
  ['a key that nobody knows', publish(objectWith({ 'x-object': { ...ticket['x-object'], nonsense: true } })), 422],
  ['a pattern that never ends', publish(field('a', { ...textField, pattern: '(' })), 422],
  [
    'a lookup of an object that does not exist',
    publish(field('a', { type: 'string', format: 'uuid', 'x-field': { type: 'lookup', object: 'nothing' } })),
    422,
  ],
  ['a formula with SQL', publish(field('a', formula('1); drop table ticket; --'))), 422],
  ['a formula that uses itself', publish(field('a', formula('a + 1'))), 422],
  ['a formula with an unknown field', publish(field('a', formula('nothing * 2'))), 422],
  [
    'states over a field that does not exist',
    publish(
      objectWith({ 'x-object': { ...ticket['x-object'], states: { ...ticket['x-object'].states, field: 'nothing' } } }),
    ),
    422,
  ],
  [
    'one bad object among good ones',
    publish(objectWith({}), objectWith({ name: 'second', properties: { a: { type: 'x' } } })),
    422,
  ],
  [
    'an unknown kind',
    post({ put: [{ kind: 'nonsense', definition: { name: 'a' } }] }, '/api/metadata/publish'),
    [400, 422],
  ],
  [
    'a kind called __proto__',
    post({ put: [{ kind: '__proto__', definition: { name: 'a' } }] }, '/api/metadata/publish'),
    [400, 422],
  ],
  ['a change set that is none', post({ put: 'everything' }, '/api/metadata/publish'), 422],
  ['a change set with an unknown list', post({ drop: [] }, '/api/metadata/publish'), 422],
  [
    'deleting a shipped object',
    post({ delete: [{ kind: 'object', name: 'customer' }], confirm: true }, '/api/metadata/publish'),
    422,
  ],
  [
    'deleting what does not exist',
    post({ delete: [{ kind: 'object', name: 'nothing' }] }, '/api/metadata/publish'),
    [404, 422],
  ],
  [
    'a patch of a shipped field’s type',
    post(
      {
        patch: [
          { kind: 'object', name: 'customer', patch: { properties: { name: { 'x-field': { type: 'nonsense' } } } } },
        ],
      },
      '/api/metadata/publish',
    ),
    422,
  ],
  [
    'a workspace field without x_ on a shipped object',
    post(
      { patch: [{ kind: 'object', name: 'customer', patch: { properties: { colour: textField } } }] },
      '/api/metadata/publish',
    ),
    422,
  ],
  [
    'a role that grants on nothing',
    post(
      {
        put: [
          {
            kind: 'role',
            definition: {
              name: 'r',
              label: { en: 'R', 'zh-CN': '角色' },
              grants: { nothing: { operations: ['read'] } },
            },
          },
        ],
      },
      '/api/metadata/publish',
    ),
    422,
  ],
  [
    'a row rule that is no condition',
    post(
      {
        put: [
          {
            kind: 'role',
            definition: {
              name: 'r',
              label: { en: 'R', 'zh-CN': '角色' },
              grants: { ticket: { operations: ['read'], where: 'amount' } },
            },
          },
        ],
      },
      '/api/metadata/publish',
    ),
    422,
  ],
  [
    'a view with SQL',
    post(
      {
        put: [
          {
            kind: 'view',
            definition: {
              name: 'v',
              object: 'ticket',
              label: { en: 'V', 'zh-CN': '视图' },
              type: 'table',
              columns: { subject: { order: 1 } },
              filter: '1=1; drop table ticket',
            },
          },
        ],
      },
      '/api/metadata/publish',
    ),
    422,
  ],
  ['a revert to before everything', post({}, '/api/metadata/revisions/99999999/revert'), 404],
  ['a revision that is no number', get('/api/metadata/revisions/one'), 404],
]

async function launch(attack: Attack): Promise<Answer> {
  const { raw: rawBody, json, headers, ...rest } = attack()
  const payload = rawBody ?? (json === undefined ? undefined : JSON.stringify(json))
  const given = {
    authorization: `Bearer ${token}`,
    'accept-language': 'en',
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  const sent = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''))
  return api.send({ method: 'GET', ...rest, headers: sent, ...(payload === undefined ? {} : { payload }) })
}

test.each(attacks)('%s is refused with a problem', async (_, attack, status, code) => {
  const answer = await launch(attack)
  expect({ status: answer.status, text: answer.text }).toEqual({
    status: typeof status === 'number' ? status : expect.toSatisfy((found: number) => status.includes(found)),
    text: answer.text,
  })
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.body).toMatchObject({
    status: answer.status,
    code: code ?? expect.any(String),
    detail: expect.any(String),
  })
  expect(answer.text).not.toMatch(/\n\s+at |node_modules|select .* from |syntax error at/i)
})

test('SQL in a value or in a filter’s text is only text', async () => {
  const subject = `'; drop table ticket; -- " \\ $1 %s`
  const answer = await api.admin.get(`${url}?filter=${encode(`subject == ${JSON.stringify(subject)}`)}`)
  expect(answer).toMatchObject({ status: 200, body: { data: [] } })
  expect((await api.admin.get(`${url}/${record.id}`)).body).toMatchObject({ subject: 'Untouched', version: 1 })
})

test('after all of it nothing is stored that was not there before', async () => {
  expect(await everythingStored()).toBe(before)
  expect(({} as { administrator?: unknown }).administrator).toBeUndefined()
})

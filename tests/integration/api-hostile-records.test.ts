import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttacked, type AttackedServer } from '../support/attacked-server.ts'
import {
  everythingStored,
  expectProblem,
  launch,
  get,
  patch,
  post,
  put,
  remove,
  type Attack,
  type AttackRow,
} from '../support/attacks.ts'
import { inconsistencies } from '../support/consistency.ts'

const nowhere = '01900000-0000-7000-8000-000000000000'
const encode = encodeURIComponent

let server: AttackedServer
beforeAll(async () => {
  server = await startAttacked()
})
afterAll(() => server.api.stop())

const bills = '/api/records/bill'
const billOf = () => `${bills}/${server.ids.bill}`
const things = '/api/records/thing'
const thingOf = () => `${things}/${server.ids.thing}`
const nodeOf = () => `/api/records/node/${server.ids.node}`

const line = (more: object = {}) => ({ item: 'x', quantity: 1, price: 1, ...more })
const billWith = (lines: unknown): Attack => post(bills, { title: 'x', lines })
const relined = (lines: () => unknown): Attack => patch(billOf, () => ({ lines: lines() }))
const expand = (text: string): Attack => get(`${bills}?expand=${encode(text)}`)
const filter = (text: string, object = 'thing'): Attack => get(`/api/records/${object}?filter=${encode(text)}`)
const thing = (values: object): Attack => post(things, { name: 'x', ...values })
const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: inner }), 1)

const manyParts = (count: number) => Array.from({ length: count }, (_, at) => `lines_${at}`).join(',')

const attacks: AttackRow[] = [
  // expand
  ['an expand of nothing known', expand('nothing'), 400, 'invalid_request'],
  ['an expand of a lookup', expand('customer'), 400],
  ['an expand with SQL', expand('lines); drop table fw_token --'), 400],
  ['an expand that is not closed', expand('lines('), 400],
  ['an expand closed too often', expand('lines())'), 400],
  ['an expand with an unknown option', expand('lines(offset:5)'), 400],
  ['an expand with an option twice', expand('lines(limit:1,limit:2)'), 400],
  ['an expand of no lines', expand('lines(limit:0)'), 400],
  ['an expand of too many lines', expand('lines(limit:501)'), 400],
  ['an expand with a limit that is no number', expand('lines(limit:1e9)'), 400],
  ['an expand with SQL as sort', expand('lines(sort:item;drop table bill)'), 400],
  ['an expand with an unknown field', expand('lines(fields:password_hash)'), 400],
  ['an expand with a filter that is none', expand('lines(filter:1 + 1)'), 400],
  ['an expand with a filter over what is not there', expand("lines(filter:secret == 'x')"), 400],
  ['an expand four deep', expand('lines(expand:parts(expand:line(expand:bill)))'), 400],
  ['an expand of a hundred collections', expand(manyParts(100)), 400],
  ['an expand of 2,000 brackets', expand(`lines(expand:${'parts('.repeat(2_000)}`), [400, 414]],
  ['an expand of one collection twice', expand('lines(limit:1),lines(limit:2)'), 400],
  ['an expand called __proto__', expand('__proto__'), 400],
  ['an expand of constructor', expand('constructor(limit:1)'), 400],
  ['an expand of a single record with rubbish', get(() => `${billOf()}?expand=${encode(',,(')}`), 400],

  // lines
  ['lines that are text', billWith('lines'), 422, 'validation_failed', ['/lines']],
  ['lines that are null', billWith(null), 422, 'validation_failed', ['/lines']],
  ['lines of lines of lists', billWith([[[]]]), 422, 'validation_failed', ['/lines/0']],
  ['2,001 lines', billWith(Array.from({ length: 2_001 }, () => line())), [413, 422]],
  ['a new line with an id', billWith([line({ id: nowhere })]), 422, 'validation_failed', ['/lines/0/id']],
  [
    'a line of another record',
    relined(() => [{ id: server.ids.otherLine }]),
    422,
    'validation_failed',
    ['/lines/0/id'],
  ],
  [
    'a line twice',
    relined(() => [{ id: server.ids.line }, { id: server.ids.line }]),
    422,
    'validation_failed',
    ['/lines/1/id'],
  ],
  ['a line in capitals twice', relined(() => [{ id: server.ids.line }, { id: server.ids.line.toUpperCase() }]), 422],
  ['a line with SQL as id', relined(() => [{ id: "' or 1=1 --" }]), 422, 'validation_failed', ['/lines/0/id']],
  ['a line with an object as id', relined(() => [{ id: { $ne: null } }]), 422],
  [
    'a line that names another master',
    relined(() => [line({ bill: nowhere })]),
    422,
    'validation_failed',
    ['/lines/0/bill'],
  ],
  ['a line that refers to its record as its product', relined(() => [line({ product: server.ids.bill })]), 422],
  ['a part sent as a line', relined(() => [{ id: server.ids.part }]), 422, 'validation_failed', ['/lines/0/id']],
  ['parts of a line of another record', relined(() => [line({ parts: [{ id: server.ids.part }] })]), 422],
  ['lines inside of parts', relined(() => [line({ parts: [{ name: 'p', lines: [] }] })]), 422],
  [
    'a line with an old version',
    relined(() => [{ id: server.ids.line, version: 7, quantity: 2 }]),
    409,
    'stale_version',
  ],
  ['a line with its own formula', relined(() => [line({ amount: 5 })]), 422, 'validation_failed', ['/lines/0/amount']],
  ['a line moved on its own', patch(() => `/api/records/bill_line/${server.ids.line}`, { bill: nowhere }), 422],
  [
    'a line with a place of its own',
    patch(() => `/api/records/bill_line/${server.ids.line}`, { place: 1 }),
    422,
    'validation_failed',
    ['/place'],
  ],
  ['a line of nothing', post('/api/records/bill_line', line({ bill: nowhere })), 422, 'validation_failed', ['/bill']],
  ['a line without a record', post('/api/records/bill_line', line()), 422, 'validation_failed', ['/bill']],
  ['a line whose master is an object', post('/api/records/bill_line', line({ bill: { id: nowhere } })), 422],
  ['a line whose master is a list', post('/api/records/bill_line', line({ bill: [nowhere] })), 422],
  ['lines of remarks, which are none', post(bills, { title: 'x', bill_remark: [] }), 422],
  [
    'a batch of lines, one of nowhere',
    post('/api/records/bill_line/batch', () => ({
      create: [line({ bill: server.ids.bill }), line({ bill: nowhere })],
    })),
    422,
  ],
  [
    'a batch over 200 lines',
    post('/api/records/bill_line/batch', () => ({
      create: Array.from({ length: 201 }, () => line({ bill: server.ids.bill })),
    })),
    422,
    'validation_failed',
    ['/create/0/bill'],
  ],
  [
    'a batch that deletes a line of nowhere',
    post('/api/records/bill_line/batch', () => ({ delete: [server.ids.line, nowhere] })),
    404,
  ],
  ['a restored line that was never deleted', post(() => `/api/recycle-bin/bill_line/${server.ids.line}/restore`), 404],

  // upsert, idempotency
  ['an upsert without a key', put(things, { name: 'x' }), 400, 'invalid_parameter'],
  ['an upsert by the id', put(`${things}?key=id`, { id: nowhere }), 400],
  ['an upsert by a field that is not unique', put(`${things}?key=name`, { name: 'x' }), 400],
  ['an upsert by nothing known', put(`${things}?key=${encode('code"; drop table thing')}`, { name: 'x' }), 400],
  ['an upsert by __proto__', put(`${things}?key=__proto__`, { name: 'x' }), 400],
  ['an upsert by two keys', put(`${things}?key=code,name`, { name: 'x', code: 'y' }), 400],
  ['an upsert whose key is missing', put(`${things}?key=code`, { name: 'x' }), 422, 'validation_failed', ['/code']],
  ['an upsert whose key is null', put(`${things}?key=code`, { name: 'x', code: null }), 422],
  ['an upsert whose key is an object', put(`${things}?key=code`, { name: 'x', code: { a: 1 } }), 422],
  ['an upsert of text', put(`${things}?key=code`, 'x'), 400],
  ['an upsert of lists', put(`${things}?key=code`, [[]]), 400],
  [
    'an upsert of 10,001 rows',
    put(
      `${things}?key=code`,
      Array.from({ length: 10_001 }, () => ({})),
    ),
    413,
    'too_large',
  ],
  [
    'an upsert with one bad row',
    put(`${things}?key=code`, [
      { name: 'n', code: 'n' },
      { name: 'm', code: 'm', amount: 'x' },
    ]),
    422,
    'validation_failed',
    ['/1/amount'],
  ],
  [
    'an idempotency key used for something else',
    post('/api/records/node', { name: 'other' }, { 'idempotency-key': 'used' }),
    [409, 422],
    'idempotency_mismatch',
  ],
  [
    'an idempotency key for another address',
    post(things, { name: 'once' }, { 'idempotency-key': 'used' }),
    [409, 422],
    'idempotency_mismatch',
  ],
  [
    'an idempotency key with blanks',
    post(things, { name: 'x' }, { 'idempotency-key': 'a b' }),
    400,
    'invalid_parameter',
  ],
  ['an idempotency key of 256 letters', post(things, { name: 'x' }, { 'idempotency-key': 'a'.repeat(256) }), 400],
  ['an empty idempotency key', post(things, { name: 'x' }, { 'idempotency-key': '' }), 400],
  ['a refused write with a key', post(things, { amount: 'x' }, { 'idempotency-key': 'refused' }), 422],
  [
    'a duplicate that may not be stored',
    post(`${things}?allow_duplicates=true`, { name: 'y', code: 'taken' }),
    409,
    'duplicate',
  ],
  ['allow_duplicates that is neither', post(`${things}?allow_duplicates=1`, { name: 'y' }), 400, 'invalid_parameter'],
  ['allow_duplicates twice', post(`${things}?allow_duplicates=true&allow_duplicates=true`, { name: 'y' }), 400],
  ['duplicates of nothing', post(`${things}/duplicates`, {}), 422],
  ['duplicates of a field that is not there', post(`${things}/duplicates`, { values: { nope: 1 } }), 422],
  ['duplicates with a pattern', post(`${things}/duplicates`, { values: { name: { like: '%' } } }), 422],
  ['duplicates for an id that is none', post(`${things}/duplicates`, { values: { name: 'x' }, id: '%' }), [400, 404]],

  // values of several kinds
  ['a list of references that is text', thing({ nodes: nowhere }), 422, 'validation_failed', ['/nodes']],
  ['a list of references twice the same', thing({ nodes: [nowhere, nowhere] }), 422],
  ['a list of references to nothing', thing({ nodes: [nowhere] }), 422, 'validation_failed', ['/nodes']],
  [
    'a list of 100,000 references',
    thing({
      nodes: Array.from({ length: 20_000 }, (_, at) => `01900000-0000-7000-8000-${String(at).padStart(12, '0')}`),
    }),
    [413, 422],
  ],
  [
    'a reference to an object that is not among those allowed',
    post(things, () => ({ name: 'x', about: { object: 'thing', id: server.ids.thing } })),
    422,
  ],
  ['a reference to a system table', thing({ about: { object: 'fw_token', id: nowhere } }), 422],
  ['a reference to __proto__', thing({ about: { object: '__proto__', id: nowhere } }), 422],
  ['a reference with SQL', thing({ about: { object: "node' or '1'='1", id: nowhere } }), 422],
  [
    'a reference of another object’s record',
    post(things, () => ({ name: 'x', about: { object: 'bill', id: server.ids.node } })),
    422,
    'validation_failed',
    ['/about'],
  ],
  ['a reference with more to it', thing({ about: { object: 'node', id: nowhere, label: 'x' } }), 422],
  ['an option that is not there', thing({ tags: ['c'] }), 422],
  ['an option twice', thing({ tags: ['a', 'a'] }), 422],
  ['a place beyond the pole', thing({ spot: { latitude: 91, longitude: 0 } }), 422],
  ['a place that is half', thing({ spot: { latitude: 1 } }), 422],
  ['an address with parts of its own', thing({ place: { city: 'x', toString: 'y' } }), 422],
  ['JSON of 60 levels', thing({ data: deep(60) }), 422],
  ['JSON of a megabyte', thing({ data: { a: 'x'.repeat(900_000) } }), [413, 422]],
  ['JSON with half a character', thing({ data: { a: '\ud800' } }), [400, 422]],
  ['a name of half a surrogate', thing({ name: '\udc00' }), [400, 422]],
  ['a field that only the platform writes', thing({ kept: 'x' }), 422],
  ['a version from outside', thing({ version: 99 }), 422],
  ['an owner who is a record', thing({ created_by: nowhere }), 422],
  ['a deletion from outside', patch(thingOf, { deleted_at: null }), 422],

  // trees
  ['a tree below itself', patch(nodeOf, () => ({ parent: server.ids.node })), 422, 'validation_failed', ['/parent']],
  ['a tree in a circle', patch(nodeOf, () => ({ parent: server.ids.leaf })), 422, 'validation_failed', ['/parent']],
  ['a tree of an object without one', get(`${things}/tree`), [400, 404]],
  ['a tree below nothing sensible', get('/api/records/node/tree?parent=x'), [400, 404]],
  ['a deleted parent with children', remove(nodeOf), 409, 'still_referenced'],

  // filters
  ['under without an id', filter('under(parent)', 'node'), 400],
  ['under an id that is none', filter("under(parent, 'x')", 'node'), 400],
  ['under a field', filter('under(parent, name)', 'node'), 400],
  ['under a field that forms no tree', filter(`under(about.id, '${nowhere}')`), 400],
  ['under in a sort', get('/api/records/node?sort=under(parent)'), 400],
  [
    'a list gone over four deep',
    filter('lines.exists(a, a.parts.exists(b, b.line.parts.exists(c, c.line.parts.exists(d, true))))', 'bill'),
    400,
  ],
  [
    '40 lists gone over',
    filter(Array.from({ length: 40 }, () => 'lines.exists(l, l.quantity > 1)').join(' && '), 'bill'),
    400,
  ],
  ['a macro with a path as its variable', filter('lines.exists(l.quantity, true)', 'bill'), 400],
  ['a macro that hides a field', filter('lines.exists(title, title.quantity)', 'bill'), 400],
  ['a macro over text', filter("name.exists(c, c == 'a')"), 400],
  ['an unknown macro', filter('lines.map(l, l.price)', 'bill'), 400],
  ['a part of a struct that is not there', filter("place.secret == 'x'"), 400],
  ['a part of a part', filter('place.city.length == 1'), 400],
  ['a struct compared whole', filter("place == 'x'"), 400],
  ['JSON looked into', filter('data.a == 1'), 400],
  ['a part of a reference that is not there', filter("about.password == 'x'"), 400],
  ['1,001 nodes', filter(Array.from({ length: 1_001 }, () => 'true').join('&&')), 400],
  ['a pattern that looks back', filter(`matches(name, '(a)\\\\1')`), 400],
  ['a sort by a list', get(`${things}?sort=tags`), 400],
  ['a sort by JSON', get(`${things}?sort=data`), 400],
  ['a group by JSON', get(`${things}/aggregate?measures=count()&group=data`), 400],
  ['a measure of a list', get(`${things}/aggregate?measures=max(tags)`), 400],

  // headers
  [
    'a header that ends the line',
    get(things, undefined, { 'if-none-match': '"1"', authorization: 'Bearer x\u0001' }),
    [400, 401],
  ],
  [
    'a version list of 10,000',
    patch(thingOf, { name: 'y' }, { 'if-match': Array.from({ length: 2_000 }, (_, at) => `"${at + 5}"`).join(', ') }),
    [400, 409, 431],
  ],
  ['a weak version', patch(thingOf, { name: 'y' }, { 'if-match': 'W/"0"' }), [400, 409]],
  ['a body that is compressed and is not', post(things, { name: 'x' }, { 'content-encoding': 'gzip' }), [400, 415]],
  ['a body of plain text', post(things, { name: 'x' }, { 'content-type': 'text/plain' }), 415],
  ['another method in disguise', post(thingOf, { name: 'x' }, { 'x-http-method-override': 'DELETE' }), [404, 405]],
]

test.each(attacks)('%s is refused, and nothing changes', async (...row) => {
  const before = await everythingStored(server.api)
  const answer = await launch(server.api, server.token, row[1], 'zh-CN')
  expect(await everythingStored(server.api)).toBe(before)
  expectProblem(answer, row)
})

test('what is stored is as consistent as before', async () => {
  expect(await inconsistencies(server.api.db, server.api.catalog())).toEqual([])
  expect(({} as { administrator?: unknown }).administrator).toBeUndefined()
})

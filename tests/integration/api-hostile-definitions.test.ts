import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAttacked, type AttackedServer } from '../support/attacked-server.ts'
import {
  everythingStored,
  expectProblem,
  launch,
  get,
  post,
  publishing,
  type Attack,
  type AttackRow,
} from '../support/attacks.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fieldOf } from '../support/plain-object.ts'

const nowhere = '01900000-0000-7000-8000-000000000000'
const encode = encodeURIComponent

let server: AttackedServer
beforeAll(async () => {
  server = await startAttacked()
})
afterAll(() => server.api.stop())

const publishUrl = '/api/metadata/publish'

const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: inner }), 1)
const importing = (value: unknown): Attack => post('/api/metadata/import', value)
const packageOf = (more: object = {}) => ({
  format: 'fieldwork-package',
  name: 'foreign',
  version: '1.0.0',
  documents: [],
  ...more,
})

const object = (name: string, properties: object = {}, xObject: object = {}) => ({
  name,
  'x-object': { label: { en: name, 'zh-CN': '对象' }, nameField: 'name', ...xObject },
  properties: { name: fieldOf('text'), ...properties },
})
const attacker = (properties: object, xObject: object = {}): Attack => publishing(object('attack', properties, xObject))
const rollUp = (more: object = {}) =>
  fieldOf('roll-up', { object: 'bill_line', via: 'bill', function: 'count', ...more })
const onBill = (properties: object, xObject: object = {}): Attack =>
  post(publishUrl, {
    patch: [{ kind: 'object', name: 'bill', patch: { properties, 'x-object': xObject } }],
    confirm: true,
  })
const lineMaster = (more: object): Attack =>
  post(publishUrl, {
    patch: [{ kind: 'object', name: 'bill_line', patch: { properties: { bill: { 'x-field': more } } } }],
    confirm: true,
  })

const attacks: AttackRow[] = [
  // definitions
  [
    'a roll-up over itself',
    onBill({ total: rollUp({ object: 'bill', via: 'total', function: 'sum', field: 'total' }) }),
    422,
  ],
  ['a roll-up via a field that does not refer here', onBill({ total: rollUp({ via: 'product' }) }), 422],
  ['a roll-up via a field that is not there', onBill({ total: rollUp({ via: 'nothing' }) }), 422],
  ['a roll-up of an object that is not there', onBill({ total: rollUp({ object: 'nothing' }) }), 422],
  ['a roll-up with SQL as via', onBill({ total: rollUp({ via: 'bill"; drop table bill; --' }) }), 422],
  ['a sum of text', onBill({ total: rollUp({ function: 'sum', field: 'item' }) }), 422],
  ['a sum of nothing', onBill({ total: rollUp({ function: 'sum' }) }), 422],
  ['a roll-up of an unknown kind', onBill({ total: rollUp({ function: 'exec' }) }), 422],
  ['a roll-up that asks for the time', onBill({ total: rollUp({ where: 'created_at < now()' }) }), 422],
  ['a roll-up that asks who is there', onBill({ total: rollUp({ where: 'created_by == user.id' }) }), 422],
  ['a roll-up that follows a path', onBill({ total: rollUp({ where: "product.name == 'x'" }) }), 422],
  ['a roll-up whose condition is a number', onBill({ total: rollUp({ where: 'quantity' }) }), 422],
  ['a roll-up that no two records share', onBill({ total: rollUp({ unique: true }) }), 422],
  [
    'a total that depends on itself',
    post(publishUrl, {
      patch: [
        { kind: 'object', name: 'bill', patch: { properties: { total: rollUp({ function: 'sum', field: 'share' }) } } },
        {
          kind: 'object',
          name: 'bill_line',
          patch: { properties: { share: fieldOf('formula', { expression: 'bill.total / 2' }) } },
        },
      ],
      confirm: true,
    }),
    422,
  ],
  ['a master of nothing', attacker({ of: fieldOf('master-detail', { object: 'nothing' }) }), 422],
  ['a master of itself', attacker({ of: fieldOf('master-detail', { object: 'attack' }) }), 422],
  [
    'two masters',
    attacker({ of: fieldOf('master-detail', { object: 'bill' }), also: fieldOf('master-detail', { object: 'node' }) }),
    422,
  ],
  ['a master among people', attacker({ of: fieldOf('master-detail', { object: 'user' }) }), 422],
  [
    'masters in a circle',
    publishing(
      object('ring_a', { of: fieldOf('master-detail', { object: 'ring_b' }) }),
      object('ring_b', { of: fieldOf('master-detail', { object: 'ring_a' }) }),
    ),
    422,
  ],
  ['a position that is text', lineMaster({ position: 'item' }), 422],
  ['a position that is not there', lineMaster({ position: 'nothing' }), 422],
  ['more lines at least than at most', lineMaster({ minLines: 9, maxLines: 1 }), 422],
  ['less than no lines', lineMaster({ minLines: -1 }), 422],
  ['a million lines', lineMaster({ maxLines: 1_000_000 }), 422],
  ['a collection named as a field', lineMaster({ collection: 'title' }), 422],
  ['a collection with SQL', lineMaster({ collection: 'a"; drop table bill' }), 422],
  ['a collection called __proto__', lineMaster({ collection: '__proto__' }), 422],
  ['lines that stay without their master', lineMaster({ onDelete: 'set-null' }), 422],
  ['a hierarchy over a field that is not there', attacker({}, { hierarchy: 'nothing' }), 422],
  [
    'a hierarchy over another object',
    attacker({ of: fieldOf('lookup', { object: 'node' }) }, { hierarchy: 'of' }),
    422,
  ],
  ['a hierarchy over text', attacker({}, { hierarchy: 'name' }), 422],
  [
    'a rule that goes over everything',
    onBill(
      {},
      {
        rules: {
          all: {
            when: 'lines.exists(a, lines.exists(b, lines.exists(c, lines.exists(d, true))))',
            message: { en: 'x', 'zh-CN': '错' },
          },
        },
      },
    ),
    422,
  ],
  ['a duplicate rule over nothing', attacker({}, { duplicates: { d: { match: ['nothing'], action: 'block' } } }), 422],
  [
    'a duplicate rule of an unknown kind',
    attacker({}, { duplicates: { d: { match: [{ field: 'name', normalise: 'soundex' }], action: 'block' } } }),
    422,
  ],
  [
    'a duplicate rule that does anything',
    attacker({}, { duplicates: { d: { match: ['name'], action: 'exec' } } }),
    422,
  ],
  [
    'a lookup filter with SQL',
    attacker({ of: fieldOf('lookup', { object: 'node', filter: '1=1; drop table node' }) }),
    422,
  ],
  [
    'copies into what is not there',
    attacker({ of: fieldOf('lookup', { object: 'node', copy: { nothing: 'name' } }) }),
    422,
  ],
  [
    'copies called __proto__',
    attacker({ of: fieldOf('lookup', { object: 'node', copy: JSON.parse('{"__proto__":"name"}') as object }) }),
    [400, 422],
  ],
  ['a number format with SQL', attacker({ no: fieldOf('auto-number', { format: '{drop table node}' }) }), 422],
  [
    'an object called constructor with a field called toString',
    publishing(object('constructor', { toString: fieldOf('text') })),
    422,
  ],
  ['an object named in Chinese', publishing(object('工单')), 422],
  ['a name with an invisible character', publishing(object('att\u200back')), 422],
  [
    '2,000 fields',
    attacker(Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`f${at}`, fieldOf('text')]))),
    [413, 422],
  ],
  ['a definition of 200 levels', attacker({ a: fieldOf('text', { label: deep(200) }) }), [400, 422]],
  ['a pattern that runs for ever', attacker({ a: { type: 'string', pattern: '^(a+)+$', ...fieldOf('text') } }), 422],

  // packages, conflicts, tasks, purging
  ['an import of nothing', importing({}), 422],
  ['an import of text', importing('package'), [400, 422]],
  ['a package of another format', importing({ package: packageOf({ format: 'zip' }) }), 422],
  ['a package without a version', importing({ package: packageOf({ version: 'latest' }) }), 422],
  ['a package named with a path', importing({ package: packageOf({ name: '../../etc' }) }), 422],
  [
    'a package that needs what is not there',
    importing({ package: packageOf({ requires: { nothing: '^1.0.0' } }), layer: 'foreign' }),
    422,
  ],
  [
    'a package that needs itself',
    importing({ package: packageOf({ requires: { foreign: '^1.0.0' } }), layer: 'foreign' }),
    422,
  ],
  [
    'a package with documents of no kind',
    importing({ package: packageOf({ documents: [{ kind: '__proto__', name: 'a', body: {} }] }) }),
    422,
  ],
  [
    'a package with a bad object',
    importing({
      package: packageOf({ documents: [{ kind: 'object', name: 'bad', body: { name: 'bad', properties: { a: 1 } } }] }),
    }),
    422,
  ],
  [
    'a package with a document twice',
    importing({
      package: packageOf({ documents: [0, 1].map(() => ({ kind: 'object', name: 'twice', body: object('twice') })) }),
    }),
    422,
  ],
  [
    'a package into the platform’s layer',
    importing({ package: packageOf({ name: 'platform' }), layer: 'platform' }),
    [403, 409, 422],
  ],
  ['a package into somebody else’s layer', importing({ package: packageOf(), layer: 'crm' }), [403, 409, 422]],
  [
    'a package of 100,000 documents',
    importing({ package: packageOf({ documents: Array.from({ length: 100_000 }, () => 1) }) }),
    [413, 422],
  ],
  ['an export of a layer that is not there', get('/api/metadata/export?layer=nothing'), 404],
  ['an export of a path', get(`/api/metadata/export?layer=${encode('../../etc/passwd')}`), 404],
  ['a conflict that is not there', post(`/api/metadata/conflicts/${nowhere}/resolve`, { take: 'ours' }), 404],
  ['a conflict with SQL as id', post(`/api/metadata/conflicts/${encode("1' or 1=1")}/resolve`, { take: 'ours' }), 404],
  ['a conflict decided for nobody', post('/api/metadata/conflicts/1/resolve', { take: 'mine' }), [400, 404, 422]],
  ['a task that is not there', get(`/api/metadata/tasks/${nowhere}`), 404],
  ['a task with SQL as id', post(`/api/metadata/tasks/${encode("' or 1=1")}/cancel`), 404],
  ['a retry of nothing', post(`/api/metadata/tasks/${nowhere}/retry`), 404],
  ['tasks in a state that is none', get('/api/metadata/tasks?state=done,drop'), 400, 'invalid_parameter'],
  [
    'a purge of a field that lives',
    post('/api/metadata/purge', { object: 'thing', field: 'name', confirm: true }),
    [404, 409, 422],
  ],
  [
    'a purge of a system table',
    post('/api/metadata/purge', { object: 'fw_event', field: 'changes', confirm: true }),
    [404, 422],
  ],
  [
    'a purge with SQL',
    post('/api/metadata/purge', { object: 'thing', field: 'code"; drop table thing; --', confirm: true }),
    [404, 422],
  ],
  ['a recompute of no roll-up', post('/api/metadata/recompute', { object: 'thing', field: 'name' }), [400, 404, 422]],
  [
    'a recompute of __proto__',
    post('/api/metadata/recompute', { object: '__proto__', field: '__proto__' }),
    [400, 404, 422],
  ],
  [
    'a revert of a part that is none',
    post('/api/metadata/revisions/1/revert', { documents: [{ kind: 'object', name: '__proto__' }] }),
    [404, 409, 422],
  ],
  ['a change that was made on half a revision', post(publishUrl, { put: [], base_revision: 1.5 }), [400, 422]],
  ['the history of a definition that is not there', get('/api/metadata/object/nothing/history'), 404],
  ['the history between revisions that are none', get('/api/metadata/object/thing/history?from=-1&to=x'), 400],
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

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer, type Client } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

type Row = Record<string, unknown>

const label = (en: string) => ({ en, 'zh-CN': `测试${en}` })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })
const nowhere = '01900000-0000-7000-8000-000000000000'
const MOST = 5

const crate = {
  name: 'crate',
  'x-object': {
    label: label('Crate'),
    owner: true,
    rules: {
      heavy: { when: 'things.sum(t, t.weight) > maximum', message: label('Too heavy'), field: 'maximum' },
      fragile: { when: "things.exists(t, t.scraps.exists(s, s.name == 'broken'))", message: label('Broken') },
      costly: { when: 'worth > 1000', message: label('Too costly') },
    },
  },
  properties: {
    name: field('text'),
    maximum: { ...field('integer'), default: 100 },
    worth: field('roll-up', { object: 'thing', via: 'crate', function: 'sum', field: 'value' }),
  },
}

const thing = {
  name: 'thing',
  'x-object': { label: label('Thing') },
  required: ['name'],
  properties: {
    name: field('text'),
    weight: { ...field('integer'), default: 1 },
    value: field('decimal'),
    place: field('integer'),
    shelf: field('lookup', { object: 'shelf', onDelete: 'cascade', collection: 'on_it' }),
    crate: field('master-detail', {
      object: 'crate',
      collection: 'things',
      position: 'place',
      minLines: 1,
      maxLines: MOST,
      reparentable: true,
    }),
  },
}

const scrap = {
  name: 'scrap',
  'x-object': { label: label('Scrap') },
  properties: { name: field('text'), thing: field('master-detail', { object: 'thing', collection: 'scraps' }) },
}

/** Not a master: its rule looks at what refers to it. */
const shelf = {
  name: 'shelf',
  'x-object': {
    label: label('Shelf'),
    rules: {
      full: { when: 'size(on_it) > room', message: label('Full') },
      taboo: { when: "on_it.exists(t, t.name == 'taboo')", message: label('Taboo') },
    },
  },
  properties: { name: field('text'), room: { ...field('integer'), default: 3 } },
}

const role = (name: string, grants: object) => ({ name, label: label(name), grants })
const all = { operations: ['read', 'create', 'update', 'delete'] }

let api: ApiServer
let packer: Client

beforeAll(async () => {
  api = await startApi()
  const objects = [crate, thing, scrap, shelf]
  const roles = [
    role('packer', { crate: all, thing: all, scrap: all, shelf: all }),
    role('adder', {
      crate: { operations: ['read', 'create'] },
      thing: { operations: ['create'] },
      scrap: { operations: ['create'] },
      shelf: all,
    }),
  ]
  const put = [
    ...objects.map((definition) => ({ kind: 'object', definition })),
    ...roles.map((definition) => ({ kind: 'role', definition })),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put, confirm: true })
  expect(published.status, published.text).toBe(200)
  packer = await api.as('packer', ['packer'])
})
afterEach(async () => expect(await inconsistencies(api.db, api.catalog())).toEqual([]))
afterAll(() => api.stop())

const problems = ({ body }: Answer) => body.problems.map(({ pointer, code }: Row) => `${pointer} ${code}`)
const named = (...names: string[]) => names.map((name) => ({ name }))

interface Crate {
  id: string
  url: string
  things: Row[]
}

async function packed(things: object[], values: object = {}, by = packer): Promise<Crate> {
  const made = await by.post('/api/records/crate', { name: 'Crate', ...values, things })
  expect(made.status, made.text).toBe(201)
  return { ...made.body, url: `/api/records/crate/${made.body.id}` }
}

const read = async ({ url }: Crate) => (await packer.get(`${url}?expand=things`)).body as Row & { things: Row[] }
const order = ({ things }: { things: Row[] }) => things.map(({ name, place }) => `${name}${place}`).join(' ')
const addThing = (to: string, values: object, by = packer) => by.post('/api/records/thing', { crate: to, ...values })
const urlOf = (line: Row | undefined) => `/api/records/thing/${String(line?.id)}`

async function expectRefused(whole: Crate, write: Promise<Answer>, ...found: string[]): Promise<void> {
  const before = await read(whole)
  const answer = await write
  expect([answer.status, problems(answer)], answer.text).toEqual([422, found])
  expect(await read(whole)).toEqual(before)
}

describe('a line written on its own (PLAT-2, PLAT-10, PLAT-12)', () => {
  test('changes the version of its record, whose history tells', async () => {
    const whole = await packed(named('a', 'b'))
    const old = { 'if-match': '"1"' }
    const made = await addThing(whole.id, { name: 'c' })
    expect(made.body).toMatchObject({ place: 3, version: 1 })
    expect(await read(whole)).toMatchObject({ version: 2 })
    expect((await packer.patch(whole.url, { name: 'x' }, old)).body.code).toBe('stale_version')
    await packer.patch(urlOf(made.body), { name: 'C' })
    await packer.delete(urlOf(made.body))
    expect((await read(whole)).version).toBe(4)
    const history = (await packer.get(`${whole.url}/history`)).body.data
    expect(history.map(({ op, version }: Row) => `${op} ${version}`)).toEqual([
      'update 4',
      'update 3',
      'update 2',
      'create 1',
    ])
    expect(history[0].actor.label).toBe('packer')
  })

  test('that changes nothing leaves the record as it is', async () => {
    const whole = await packed(named('a'))
    await packer.patch(urlOf(whole.things[0]), {})
    expect((await read(whole)).version).toBe(1)
  })

  test('of a line changes the records above it, up to the top', async () => {
    const whole = await packed([{ name: 'a', scraps: [{ name: 's' }] }])
    await packer.post('/api/records/scrap', { thing: whole.things[0]!.id, name: 't' })
    expect(await read(whole)).toMatchObject({ version: 2, things: [{ version: 2 }] })
  })

  test('keeps the number of lines', async () => {
    const whole = await packed(named('a', 'b', 'c', 'd'))
    expect((await addThing(whole.id, { name: 'e' })).status).toBe(201)
    await expectRefused(whole, addThing(whole.id, { name: 'f' }), '/crate too_many_lines')
    const small = await packed(named('a'))
    await expectRefused(small, packer.delete(urlOf(small.things[0])), '/crate too_few_lines')
    const rows = { create: named('x', 'y', 'z', 'u', 'v').map((line) => ({ crate: small.id, ...line })) }
    await expectRefused(small, packer.post('/api/records/thing/batch', rows), '/create/0/crate too_many_lines')
  })

  test('keeps the places of the lines', async () => {
    const whole = await packed(named('a', 'b', 'c'))
    await packer.delete(urlOf(whole.things[0]))
    expect(order(await read(whole))).toBe('b1 c2')
    const back = await packer.post(`/api/recycle-bin/thing/${String(whole.things[0]!.id)}/restore`)
    expect([back.status, back.body.place], back.text).toEqual([200, 1])
    expect((await read(whole)).things.map(({ place }) => place)).toEqual([1, 2, 3])
  })

  test('moves to another record when it may, and both are counted anew', async () => {
    const [from, to] = [await packed(named('a', 'b', 'c')), await packed(named('x'))]
    const moved = await packer.patch(urlOf(from.things[0]), { crate: to.id })
    expect(moved.status, moved.text).toBe(200)
    expect([order(await read(from)), (await read(to)).things.map(({ place }) => place)]).toEqual(['b1 c2', [1, 2]])
    expect([(await read(from)).version, (await read(to)).version]).toEqual([2, 2])
    const lonely = await packed(named('z'))
    await expectRefused(lonely, packer.patch(urlOf(lonely.things[0]), { crate: to.id }), '/crate too_few_lines')
  })

  test('keeps the rules of its record over the lines, and over their totals', async () => {
    const whole = await packed([{ name: 'a', weight: 60, value: 900 }])
    await expectRefused(whole, addThing(whole.id, { name: 'b', weight: 41 }), '/crate rule')
    await expectRefused(whole, packer.patch(urlOf(whole.things[0]), { weight: 101 }), '/crate rule')
    await expectRefused(whole, addThing(whole.id, { name: 'b', value: 101 }), '/crate rule')
    const scrap = { thing: whole.things[0]!.id, name: 'broken' }
    await expectRefused(whole, packer.post('/api/records/scrap', scrap), '/thing rule')
    expect((await addThing(whole.id, { name: 'b', weight: 40, value: 100 })).status).toBe(201)
    const answer = await packer.post('/api/records/crate', { name: 'x', things: [{ name: 'y', value: 1001 }] })
    expect([answer.status, problems(answer)]).toEqual([422, [' rule']])
  })

  test('keeps the rules of a record that it only refers to', async () => {
    const { body: board } = await packer.post('/api/records/shelf', { name: 'Board', room: 2 })
    const whole = await packed([{ name: 'a', shelf: board.id }, { name: 'b', shelf: board.id }, { name: 'c' }])
    await expectRefused(whole, packer.patch(urlOf(whole.things[2]), { shelf: board.id }), '/shelf rule')
    await expectRefused(whole, packer.patch(urlOf(whole.things[0]), { name: 'taboo' }), '/shelf rule')
    const nested = packer.patch(whole.url, { things: [{ id: whole.things[0]!.id, name: 'taboo' }] })
    await expectRefused(whole, nested, '/things/0/shelf rule')
    const added = packer.patch(whole.url, {
      things: [...whole.things.map(({ id }) => ({ id })), { name: 'd', shelf: board.id }],
    })
    await expectRefused(whole, added, '/things/3/shelf rule')
    expect(await packer.get(`/api/records/shelf/${board.id}`)).toMatchObject({ body: { version: 1 } })
  })

  test('answers for a record of nowhere as before', async () => {
    expect(problems(await addThing(nowhere, { name: 'a' }))).toEqual(['/crate unknown_reference'])
    expect((await addThing('x', { name: 'a' })).status).toBe(422)
    expect((await packer.patch(`/api/records/thing/${nowhere}`, { name: 'a' })).status).toBe(404)
  })
})

describe('a record with lines', () => {
  test('takes only the right to create it and its lines', async () => {
    const adder = await api.as('adder', ['adder'])
    const whole = await packed([{ name: 'a', scraps: [{ name: 's' }] }], {}, adder)
    expect(await read(whole)).toMatchObject({ version: 1, things: [{ name: 'a' }] })
    expect((await packer.get(`${whole.url}?expand=things(expand:scraps)`)).body.things[0].scraps).toHaveLength(1)
    expect((await adder.post('/api/records/thing', { crate: whole.id, name: 'b' })).status).toBe(403)
    expect((await adder.patch(whole.url, { things: [{ name: 'b' }] })).status).toBe(403)
    expect((await adder.post('/api/records/crate/batch', { create: [{ name: 'n', things: named('a') }] })).status).toBe(
      200,
    )
  })

  test('comes back with as many lines as there may be, or not at all', async () => {
    const whole = await packed(named('a', 'b', 'c', 'd', 'e'))
    const things = [whole.things[0], whole.things[1]].map((line) => ({ id: line!.id }))
    expect((await packer.patch(whole.url, { things })).status).toBe(200)
    const fewer = { crate: { 'x-object': {} }, thing: { properties: { crate: { 'x-field': { maxLines: 3 } } } } }
    const patch = [{ kind: 'object', name: 'thing', patch: fewer.thing }]
    expect((await api.admin.post('/api/metadata/publish', { patch, confirm: true })).status).toBe(200)
    await expectRefused(whole, packer.post(`${whole.url}/restore`, { version: 1 }), '/things too_many_lines')
    const back = [
      { kind: 'object', name: 'thing', patch: { properties: { crate: { 'x-field': { maxLines: MOST } } } } },
    ]
    expect((await api.admin.post('/api/metadata/publish', { patch: back, confirm: true })).status).toBe(200)
    expect((await packer.post(`${whole.url}/restore`, { version: 1 })).status).toBe(200)
    expect(order(await read(whole))).toBe('a1 b2 c3 d4 e5')
  })

  test('keeps its places when lines go with something else', async () => {
    const { body: board } = await packer.post('/api/records/shelf', { name: 'Board' })
    const whole = await packed([{ name: 'a', shelf: board.id }, { name: 'b' }])
    expect((await packer.delete(`/api/records/shelf/${board.id}`)).status).toBe(204)
    expect(order(await read(whole))).toBe('b1')
  })
})

test('a record that comes back from the recycle bin has the version that it is answered with', async () => {
  const whole = await packed([{ name: 'a', scraps: [{ name: 's' }] }, { name: 'b' }])
  expect((await packer.delete(whole.url)).status).toBe(204)
  const back = await packer.post(`/api/recycle-bin/crate/${whole.id}/restore`)
  expect([back.status, back.headers.etag]).toEqual([200, '"3"'])
  expect(await read(whole)).toMatchObject({ version: 3 })
})

const statuses = (answers: Answer[]) =>
  answers
    .map(({ status }) => status)
    .toSorted()
    .join(' ')

describe('sixteen writers at once', () => {
  const sixteen = Array.from({ length: 16 }, (_, at) => at)
  test('do not make more lines than there may be', async () => {
    const whole = await packed(named('a'))
    const answers = await Promise.all(sixteen.map((at) => addThing(whole.id, { name: `n${at}` })))
    expect(statuses(answers)).toBe(
      `${'201 '.repeat(MOST - 1)}${Array(17 - MOST)
        .fill(422)
        .join(' ')}`,
    )
    expect((await read(whole)).things.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5])
  })

  test('do not break a rule together', async () => {
    const whole = await packed([{ name: 'a', weight: 10 }], { maximum: 50 })
    const answers = await Promise.all(sixteen.map((at) => addThing(whole.id, { name: `n${at}`, weight: 15 })))
    expect(statuses(answers)).toBe(`201 201 ${Array(14).fill(422).join(' ')}`)
    const { things } = await read(whole)
    const changes = [
      ...things.map((line) => packer.patch(urlOf(line), { weight: 30 })),
      packer.patch(whole.url, { maximum: 45 }),
      addThing(whole.id, { name: 'more', weight: 10 }),
      packer.patch(whole.url, { things: [{ id: things[0]!.id, weight: 50 }] }),
    ]
    for (const { status } of await Promise.all(changes)) expect([200, 201, 404, 422]).toContain(status)
    const after = await read(whole)
    const sum = after.things.reduce((total, { weight }) => total + Number(weight), 0)
    expect(sum).toBeLessThanOrEqual(Number(after.maximum))
  })

  test('leave lines with places from 1 on, whatever they do', async () => {
    const wholes = [await packed(named('a', 'b', 'c')), await packed(named('x', 'y'))]
    const work = sixteen.map(async (at) => {
      const whole = wholes[at % 2]!
      const other = wholes[(at + 1) % 2]!
      const answers: Answer[] = []
      for (let round = 0; round < 4; round++) {
        const { things } = await read(whole)
        const line = things[(at + round) % Math.max(things.length, 1)]
        if ((at + round) % 4 === 0) answers.push(await addThing(whole.id, { name: `n${at}` }))
        else if ((at + round) % 4 === 1) answers.push(await packer.delete(urlOf(line)))
        else if ((at + round) % 4 === 2) answers.push(await packer.patch(urlOf(line), { crate: other.id }))
        else answers.push(await packer.patch(whole.url, { things: named('p', 'q', 'r') }))
      }
      return answers
    })
    for (const { status, text } of (await Promise.all(work)).flat()) expect(status, text).toBeLessThan(500)
    for (const whole of wholes) expect((await read(whole)).things.length).toBeGreaterThan(0)
  })
})

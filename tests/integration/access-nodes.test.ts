import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { heardByOthers } from '../../packages/database/src/publishing/other-nodes.ts'
import { callerWith, keepDeaf, PASSWORD, reading, role, sessionOn, startTwoNodes } from '../support/two-nodes.ts'
import type { Call, TwoNodes } from '../support/two-nodes.ts'

let nodes: TwoNodes
let ids: TwoNodes['ids']
let change: TwoNodes['change']
/** Ann, on the node that changes nothing */
let ann: Call

beforeAll(async () => {
  nodes = await startTwoNodes()
  ;({ ids, change } = nodes)
  // without any role nobody logs in
  await roles('own_reader')
  ann = await sessionOn(nodes.b, 'ann')
}, 60_000)
afterAll(() => nodes?.stop())

/** What Ann sees on the other node, in one word: the names of the parcels, or why none. */
async function seen(call: Call = ann): Promise<string> {
  const { status, body } = await call('GET', 'records/parcel?fields=name&sort=name')
  if (status !== 200) return body.code
  return body.data.map(({ name }: { name: string }) => name).join()
}

const roles = (...names: string[]) => change('PATCH', `users/${ids.ann}`, { roles: names })
const publish = (...put: object[]) => change('POST', 'metadata/publish', { put, confirm: true })
const patch = (path: string, body: object) => change('PATCH', path, body)
const employee = (body: object) => patch(`records/employee/${ids.employee}`, body)
const assign = async (body: object) =>
  (await change('POST', 'records/role_assignment', { account: ids.ann, role: 'listed_reader', ...body })).id as string
/** Past all nodes, so it is to be waited for here until they have heard. */
const raw = async (text: string, ...values: unknown[]) => {
  await nodes.db.query({ text, values })
  await heardByOthers(nodes.db, 'test')
}
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const turn = (value: boolean) =>
  change('POST', 'metadata/publish', { patch: [{ kind: 'parameter', name: 'parcels_apart', patch: { value } }] })
const fields = async () => (await ann('GET', 'records/parcel?limit=1&sort=name')).body.data[0] ?? {}
const write = async (secret: string) => (await ann('PATCH', `records/parcel/${ids.parcel_west}`, { secret })).status

type Step = [what: string, act: () => Promise<unknown>, sees: string]

/** Each change on one node, and what Ann sees in her next request to the other. */
const stories: Record<string, (hearing: string) => Step[]> = {
  'a role is published wider, narrower, and removed': () => [
    ['is given', () => roles('flexible'), ''],
    ['is widened', () => publish(role('flexible', reading('all'))), 'east,west'],
    ['is narrowed', () => publish(role('flexible', reading('department'))), 'east'],
    ['loses the object', () => publish(role('flexible', null)), 'forbidden'],
    ['gets it back', () => publish(role('flexible', reading('all'))), 'east,west'],
    ['is taken from the user', () => roles(), 'forbidden'],
    ['is as it was', () => publish(role('flexible', reading('own'))), 'forbidden'],
  ],
  'a role assignment is made, edited, expires and ends': () => {
    let id = ''
    return [
      ['begins', async () => (id = await assign({ departments: [ids.west] })), 'west'],
      ['is edited', () => patch(`records/role_assignment/${id}`, { departments: [ids.east, ids.west] }), 'east,west'],
      [
        'is over',
        () => patch(`records/role_assignment/${id}`, { valid_from: day(-9), valid_until: day(-2) }),
        'forbidden',
      ],
      ['is prolonged', () => patch(`records/role_assignment/${id}`, { valid_until: day(2) }), 'east,west'],
      ['is another role', () => patch(`records/role_assignment/${id}`, { role: 'own_reader' }), ''],
      ['ends', () => change('DELETE', `records/role_assignment/${id}`), 'forbidden'],
    ]
  },
  'a department moves in the tree': () => [
    ['sees below', () => roles('below_reader'), 'east'],
    ['comes below', () => patch(`records/department/${ids.west}`, { parent: ids.east }), 'east,west'],
    ['goes away', () => patch(`records/department/${ids.west}`, { parent: null }), 'east'],
  ],
  'an employee moves': () => [
    ['sees the own department', () => roles('department_reader'), 'east'],
    ['moves', () => employee({ department: ids.west }), 'west'],
    ['is on leave, which changes nothing', () => raw(employed, 'on_leave', ids.employee), 'west'],
    ['moves back', () => employee({ department: ids.east }), 'east'],
    ['leaves', () => raw(employed, 'left', ids.employee), 'unauthenticated'],
    ['is employed again', () => raw(employed, 'active', ids.employee), 'east'],
    ['has a list', () => employee({ dept_scope: [ids.west] }), 'east'],
    ['reads by the list', () => roles('listed_reader'), 'west'],
    ['has another list', () => employee({ dept_scope: null }), 'east'],
  ],
  'a position gets roles and loses them': () => [
    ['has none', () => patch(`records/position/${ids.position}`, { roles: [] }), 'forbidden'],
    ['has one', () => patch(`records/position/${ids.position}`, { roles: ['all_reader'] }), 'east,west'],
    ['is another’s', () => employee({ position: null }), 'forbidden'],
    ['is hers again', () => employee({ position: ids.position }), 'east,west'],
    ['has none again', () => patch(`records/position/${ids.position}`, { roles: [] }), 'forbidden'],
  ],
  'a record is shared': () => {
    const parcel = `records/parcel/${ids.parcel_west}`
    let share = ''
    const give = async (to: object) =>
      (share = (await change('POST', `${parcel}/share`, { to, level: 'read' })).id as string)
    return [
      ['has no share', () => roles('own_reader'), ''],
      ['gets one', () => give({ user: ids.ann }), 'west'],
      ['is revoked', () => change('DELETE', `${parcel}/share/${share}`), ''],
      ['by department', () => give({ department: ids.east }), 'west'],
      ['expires', () => raw('update fw_access set expires = clock_timestamp() where id = $1', share), ''],
      ['by role', () => give({ role: 'own_reader' }), 'west'],
      ['is revoked too', () => change('DELETE', `${parcel}/share/${share}`), ''],
    ]
  },
  'a member comes and goes': () => [
    ['is none', () => roles('department_reader'), 'east'],
    ['is one', () => change('POST', `records/parcel/${ids.parcel_west}/members`, { add: [ids.ann] }), 'east,west'],
    ['was one', () => change('POST', `records/parcel/${ids.parcel_west}/members`, { remove: [ids.ann] }), 'east'],
  ],
  'a value of a dimension moves': () => {
    const dimensions = { zone: { mode: 'below', values: [ids.zone_east] } }
    let id = ''
    return [
      ['is hers', async () => (id = await assign({ role: 'all_reader', dimensions: listed([ids.zone_east]) })), 'east'],
      ['is another', () => patch(`records/role_assignment/${id}`, { dimensions: listed([ids.zone_west]) }), 'west'],
      ['is unreadable', () => patch(`records/role_assignment/${id}`, { dimensions }), ''],
      ['of the record', () => patch(`records/parcel/${ids.parcel_west}`, { zone: ids.zone_east }), ''],
      ['is listed', () => patch(`records/role_assignment/${id}`, { dimensions: listed([ids.zone_east]) }), 'east,west'],
      ['goes back', () => patch(`records/parcel/${ids.parcel_west}`, { zone: ids.zone_west }), 'east'],
      ['ends', () => change('DELETE', `records/role_assignment/${id}`), 'forbidden'],
    ]
  },
  'a parameter is switched': () => {
    return [
      ['is on', () => roles('own_reader'), ''],
      ['is off', () => turn(false), 'east,west'],
      ['is on again', () => turn(true), ''],
    ]
  },
  'a user is switched off': () => [
    ['may read', () => roles('all_reader'), 'east,west'],
    ['is off', () => patch(`users/${ids.ann}`, { active: false }), 'unauthenticated'],
    ['is on, but has to log in', () => patch(`users/${ids.ann}`, { active: true }), 'unauthenticated'],
    ['logs in', async () => (ann = await sessionOn(nodes.b, 'ann')), 'east,west'],
  ],
  'a list of addresses changes': () => [
    ['may read', () => roles('all_reader'), 'east,west'],
    ['of the user', () => patch(`users/${ids.ann}`, { addresses: ['203.0.113.0/24'] }), 'address_refused'],
    ['of the user no more', () => patch(`users/${ids.ann}`, { addresses: [] }), 'east,west'],
    [
      'of her role',
      () => change('PUT', 'security/policy', { roles: { all_reader: { addresses: ['203.0.113.0/24'] } } }),
      'address_refused',
    ],
    ['of her role no more', () => change('PUT', 'security/policy', {}), 'east,west'],
    [
      'and a second factor is asked for',
      () => change('PUT', 'security/policy', { roles: { all_reader: { second_factor: true } } }),
      'login_incomplete',
    ],
    ['or not', () => change('PUT', 'security/policy', {}), 'east,west'],
  ],
  'a password changes': (hearing) => [
    ['may read', () => roles('all_reader'), 'east,west'],
    ['is set', () => patch(`users/${ids.ann}`, { password: `${PASSWORD} ${hearing}` }), 'unauthenticated'],
    ['logs in', async () => (ann = await sessionOn(nodes.b, 'ann', `${PASSWORD} ${hearing}`)), 'east,west'],
    ['must be changed', () => patch(`users/${ids.ann}`, { must_change_password: true }), 'login_incomplete'],
    ['need not', () => patch(`users/${ids.ann}`, { must_change_password: false }), 'east,west'],
    [
      'is changed by herself',
      async () => {
        const elsewhere = await sessionOn(nodes.a, 'ann', `${PASSWORD} ${hearing}`)
        const body = { current_password: `${PASSWORD} ${hearing}`, new_password: `${hearing} grey herons` }
        expect((await elsewhere('POST', 'auth/password', body)).status).toBe(204)
      },
      'unauthenticated',
    ],
    ['is as before', () => patch(`users/${ids.ann}`, { password: PASSWORD }), 'unauthenticated'],
    ['logs in again', async () => (ann = await sessionOn(nodes.b, 'ann')), 'east,west'],
    ['is logged out', () => change('DELETE', `users/${ids.ann}/sessions`), 'unauthenticated'],
    ['comes back', async () => (ann = await sessionOn(nodes.b, 'ann')), 'east,west'],
  ],
}

const employed = 'update employee set employment_state = $1 where id = $2'
const listed = (values: unknown[]) => ({ zone: { mode: 'listed', values } })

async function play(steps: Step[]): Promise<void> {
  const [told, expected]: [string[], string[]] = [[], []]
  for (const [what, act, sees] of steps) {
    await act()
    told.push(`${what}: ${await seen()}`)
    expected.push(`${what}: ${sees}`)
  }
  expect(told).toEqual(expected)
}

describe.each(['hears of everything', 'hears of nothing'])('on a node that %s', (hearing) => {
  const deaf = new AbortController()
  let cutting: Promise<void> | undefined
  beforeAll(() => {
    if (hearing === 'hears of nothing') cutting = keepDeaf(nodes.db, deaf.signal)
  })
  afterAll(async () => {
    deaf.abort()
    await cutting
  })
  beforeEach(() => roles())

  test.each(Object.keys(stories))('the next request knows that %s', async (title) => {
    await play(stories[title]!(hearing))
  })

  test('a field right acts on the next answer', async () => {
    await roles('flexible')
    await patch(`records/parcel/${ids.parcel_east}`, { secret: 'secret of east' })
    for (const [right, has] of [
      ['read', { secret: 'secret of east' }],
      ['mask', { secret: null, _masked: { secret: expect.any(String) } }],
      ['read', { secret: 'secret of east' }],
    ] as const) {
      await publish(role('flexible', { operations: ['read'], scope: 'all', fields: { secret: right } }))
      expect(await fields()).toMatchObject(has)
    }
    await publish(role('flexible', { operations: ['read'], scope: 'all', fields: { secret: 'none' } }))
    expect(await fields()).not.toHaveProperty('secret')
    await publish(role('flexible', reading('own')))
  })

  test('a token ends, and its time runs out', async () => {
    await roles('all_reader')
    const made = (await ann('POST', 'tokens', { name: 'program' })).body
    const program = callerWith(nodes.b, { authorization: `Bearer ${made.token}`, 'accept-language': 'en' })
    expect(await seen(program)).toBe('east,west')
    const elsewhere = await sessionOn(nodes.a, 'ann')
    expect((await elsewhere('DELETE', `tokens/${made.id}`)).status).toBe(204)
    expect(await seen(program)).toBe('unauthenticated')
    const next = (await ann('POST', 'tokens', { name: 'program' })).body
    const short = callerWith(nodes.b, { authorization: `Bearer ${next.token}`, 'accept-language': 'en' })
    await raw(`update fw_token set expires_at = clock_timestamp() + interval '1 second' where id = $1`, next.id)
    expect(await seen(short)).toBe('east,west')
    await vi.waitFor(async () => expect(await seen(short)).toBe('unauthenticated'), { timeout: 2_500, interval: 50 })
  })

  test('a write is not done by rights that were taken away, and is by those that were given', async () => {
    for (let round = 0; round < 5; round++) {
      await roles('all_reader')
      expect(await write(hearing)).toBe(200)
      await roles('department_reader')
      expect(await write(hearing)).toBe(404)
      await publish(role('flexible', reading('all')))
      await roles('flexible')
      expect(await write(hearing)).toBe(200)
      await publish(role('flexible', { operations: ['read'], scope: 'all' }))
      expect(await write(hearing)).toBe(403)
      await publish(role('flexible', reading('own')))
      expect(await write(hearing)).toBe(404)
    }
  })
})

test('wrong passwords are counted on all nodes together, of names that nobody has too', async () => {
  const codes: string[] = []
  for (let attempt = 0; attempt < 6; attempt++) {
    const { url } = attempt % 2 === 0 ? nodes.a : nodes.b
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username: 'no such person', password: 'wrong' })
    const answer = await fetch(`${url}/api/auth/login`, { method: 'POST', headers, body })
    codes.push(((await answer.json()) as { code: string }).code)
  }
  expect(codes).toEqual([
    ...Array.from({ length: 3 }, () => 'invalid_credentials'),
    ...Array.from({ length: 2 }, () => 'captcha_required'),
    'account_locked',
  ])
})

test('the next request knows, hundreds of times', async () => {
  const stale: number[] = []
  for (let round = 0; round < 150; round++) {
    await roles('all_reader')
    if ((await seen()) !== 'east,west') stale.push(round)
    await roles('department_reader')
    if ((await seen()) !== 'east') stale.push(round)
  }
  expect(stale).toEqual([])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareAccess } from '@fieldwork/records'
import type { AccessDiff, Actor, ObjectDifference } from '@fieldwork/records'
import type { ChangeSet } from '@fieldwork/metadata'
import { asked, openAccessWorld } from '../support/access-world.ts'
import type { AccessWorld } from '../support/access-world.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'

/** `DIFF_SEED` repeats a world and its changes, `DIFF_ROUNDS` asks more of it. */
const seed = Number(process.env.DIFF_SEED ?? 7)
const rounds = Number(process.env.DIFF_ROUNDS ?? 8)
const timeZone = 'Asia/Shanghai'

let world: AccessWorld
const random = createRandom(seed)

beforeAll(async () => {
  world = await openAccessWorld(random, { people: 40, rows: 40 })
}, 120_000)
afterAll(() => world?.close())

const input = { sample: 1_000, ms: 60_000, rows: 1_000_000, examples: 3 }

async function diffOf(changes: ChangeSet): Promise<AccessDiff> {
  const drafted = await world.registry.draft(changes)
  if ('problems' in drafted) throw new Error(JSON.stringify(drafted.problems))
  return compareAccess({ db: world.db, timeZone }, drafted, input)
}

type Seen = Map<string, { read: Set<string>; update: Set<string> }>

/** What everybody reads and changes, found out by the door that everybody uses. */
async function seenByAll(): Promise<Map<string, Seen>> {
  const all = new Map<string, Seen>()
  for (const person of world.people) {
    const actor = await world.actorOf(person)
    const seen: Seen = new Map()
    for (const object of asked) seen.set(object, await seenBy(actor, object))
    all.set(person.id, seen)
  }
  return all
}

async function seenBy(actor: Actor, object: string) {
  const rights = world.records.rights(actor)[object] ?? []
  if (!rights.includes('read')) return { read: new Set<string>(), update: new Set<string>() }
  const text = await world.records.list(actor, { object, fields: ['id'], limit: 500 })
  const ids = (JSON.parse(text) as { data: { id: string }[] }).data.map(({ id }) => id)
  const update = new Set<string>()
  for (const id of rights.includes('update') ? ids : [])
    if (await world.records.grantingArms(actor, { object, id, operation: 'update' })) update.add(id)
  return { read: new Set(ids), update }
}

const without = (one: Set<string>, other: Set<string>): string[] => [...one].filter((id) => !other.has(id))

/** Compares what a diff said with what people see before and after the publish. */
async function expectAgreement(changes: ChangeSet, words: object): Promise<AccessDiff> {
  const before = await seenByAll()
  const diff = await diffOf(changes)
  await world.registry.publish({ ...changes, confirm: true }, null)
  const after = await seenByAll()
  expect(diff.budget.isWithin).toBe(true)
  for (const { id } of world.people) {
    const told = diff.people.differences.find((person) => person.id === id)
    for (const object of asked) {
      const difference = told?.objects.find((each) => each.object === object)
      for (const operation of ['read', 'update'] as const) {
        const [one, other] = [before.get(id)!.get(object)![operation], after.get(id)!.get(object)![operation]]
        const [gained, lost] = [without(other, one), without(one, other)]
        const context = JSON.stringify({ seed, ...words, person: id, object, operation })
        expect(countsOf(difference, operation), context).toEqual([gained.length, lost.length])
        const examples = difference?.examples?.[operation]
        for (const { id: record } of examples?.gained ?? []) expect(gained, context).toContain(record)
        for (const { id: record } of examples?.lost ?? []) expect(lost, context).toContain(record)
        if (gained.length > 0) expect(examples?.gained.length, context).toBe(Math.min(3, gained.length))
      }
    }
  }
  return diff
}

function countsOf(difference: ObjectDifference | undefined, operation: 'read' | 'update'): [number, number] {
  const counts = difference?.records?.[operation]
  return counts ? [counts.gained.count, counts.lost.count] : [0, 0]
}

const roleNames = (): string[] => [...world.registry.catalog().roles.keys()].filter((name) => name.startsWith('role_'))
const bodyOf = (kind: 'role' | 'object', name: string) =>
  structuredClone(world.registry.document(kind, name)) as Record<string, unknown>

/** A role of the world takes over some of what another one grants. */
function mixedRole(own: Random): ChangeSet {
  const [name, other] = [own.pick(roleNames()), own.pick(roleNames())]
  const [role, from] = [bodyOf('role', name), bodyOf('role', other)]
  const [grants, others] = [role, from].map((each) => (each.grants ?? {}) as Record<string, unknown>)
  const taken = Object.entries(others!).filter(() => own.chance(0.5))
  const kept = Object.entries(grants!).filter(() => own.chance(0.8))
  const definition = { ...role, grants: Object.fromEntries([...kept, ...taken]) }
  return { put: [{ kind: 'role', definition }] } as object as ChangeSet
}

const countAll = ({ people }: AccessDiff): number =>
  people.differences
    .flatMap(({ objects }) => objects.flatMap(({ records }) => (records ? Object.values(records) : [])))
    .reduce((sum, { gained, lost }) => sum + gained.count + lost.count, 0)

/** The object with other members of `x-object`, and more fields. */
function objectWith(name: string, options: object, properties: object = {}): ChangeSet {
  const { 'x-object': own, properties: known, ...body } = bodyOf('object', name) as Record<string, object>
  const definition = { ...body, 'x-object': { ...own, ...options }, properties: { ...known, ...properties } }
  return { put: [{ kind: 'object', definition }] } as object as ChangeSet
}

const roleAdded: ChangeSet = {
  put: [
    {
      kind: 'role',
      definition: { name: 'x_new', label: { en: 'New', 'zh-CN': '新' }, grants: { task: { operations: ['read'] } } },
    },
  ],
}
const area = { 'x-field': { type: 'lookup', object: 'area', label: { en: 'Area', 'zh-CN': '区域' } } }

const formula = (expression: string) => ({
  'x-field': { type: 'formula', label: { en: 'F', 'zh-CN': 'F' }, expression },
})

const accounts = (inner: string): ChangeSet =>
  objectWith('account', {}, { x_inner: formula(inner), x_outer: formula('x_inner + 1') })

const withoutLines = ({ grants }: { grants: Record<string, unknown> }): object => {
  const { deal_line: _gone, ...rest } = grants
  return rest
}

describe('the counts of an access diff are what people really gain and lose', () => {
  test('in random organisations with random changes of roles', async () => {
    let total = 0
    for (let round = 0; round < rounds; round++) {
      const changes = mixedRole(random)
      total += countAll(await expectAgreement(changes, { round, changes }))
    }
    expect(total).toBeGreaterThan(50)
  }, 300_000)

  test('when a dimension comes to separate an object by a field that is new', async () => {
    const diff = await expectAgreement(objectWith('task', { dimensions: { area: 'x_area' } }, { x_area: area }), {})
    expect(diff.objects).toMatchObject([
      { object: 'task', changes: [{ kind: 'dimension', name: 'area', after: 'x_area', effect: 'narrower' }] },
    ])
    expect(countAll(diff)).toBeGreaterThan(0)
  }, 60_000)

  test('when an object is not seen through another any more, and a dimension is taken from it', async () => {
    const diff = await expectAgreement(objectWith('deal', { access: null, dimensions: {} }), {})
    expect(diff.objects.flatMap(({ changes }) => changes.map(({ kind, effect }) => [kind, effect]))).toEqual([
      ['dimension', 'wider'],
      ['through', 'wider'],
    ])
    expect(countAll(diff)).toBeGreaterThan(0)
  }, 60_000)

  test('when records get owners, whom nobody has entered yet', async () => {
    const role = bodyOf('role', roleNames()[0]!) as { grants: Record<string, unknown> }
    const grants = { ...role.grants, note: { operations: { read: 'own', update: 'own' } } }
    const { put = [] } = objectWith('note', { owner: true })
    const diff = await expectAgreement(
      { put: [...put, { kind: 'role', definition: { ...role, grants } }] } as object as ChangeSet,
      {},
    )
    expect(diff.objects).toMatchObject([{ object: 'note', changes: [{ kind: 'owner', after: true }] }])
    expect(countAll(diff)).toBeGreaterThan(0)
  }, 60_000)

  test('when a role is removed', async () => {
    const name = roleNames().find((each) => world.people.some(({ roles }) => roles.includes(each)))!
    const diff = await expectAgreement({ delete: [{ kind: 'role', name }] }, { name })
    expect(diff.roles).toMatchObject([{ role: name, change: 'removed' }])
    expect(diff.roles[0]!.holders).toBeGreaterThan(0)
    expect(countAll(diff)).toBeGreaterThan(0)
  }, 60_000)

  test('when a role comes that nobody has yet, and when it is everybody’s by a name that was there before', async () => {
    const nobodys = await diffOf(roleAdded)
    expect(nobodys.roles).toMatchObject([{ role: 'x_new', change: 'added', holders: 0 }])
    expect(nobodys.people).toMatchObject({ affected: 0, differences: [] })
    await world.db.query({ text: `update "user" set roles = roles || '{x_new}'` })
    const diff = await expectAgreement(roleAdded, {})
    expect(diff.people.affected).toBeGreaterThan(0)
    expect(countAll(diff)).toBeGreaterThan(0)
  }, 60_000)

  test('when a formula changes that a condition reads by way of another object and another formula', async () => {
    const role = bodyOf('role', 'x_new') as { grants: Record<string, object> }
    const deal = { operations: ['read'], where: 'account.x_outer > 4' }
    const definition = { ...role, grants: { ...role.grants, deal } }
    const { put = [] } = accounts('score')
    await world.registry.publish(
      { put: [...put, { kind: 'role', definition }], confirm: true } as object as Parameters<
        typeof world.registry.publish
      >[0],
      null,
    )
    expect(countAll(await expectAgreement(accounts('score * 2'), {}))).toBeGreaterThan(0)
  }, 60_000)

  test('when an object is removed', async () => {
    const put = [...roleNames(), 'x_new'].map((name) => {
      const role = bodyOf('role', name) as { grants: Record<string, unknown> }
      return { kind: 'role', definition: { ...role, grants: withoutLines(role) } }
    })
    const diff = await diffOf({ put, delete: [{ kind: 'object', name: 'deal_line' }] } as object as ChangeSet)
    expect(diff.objects).toMatchObject([{ object: 'deal_line', changes: [{ kind: 'object' }] }])
    for (const { id, objects } of diff.people.differences) {
      const person = world.people.find((each) => each.id === id)!
      const { read } = await seenBy(await world.actorOf(person), 'deal_line')
      expect(
        countsOf(
          objects.find(({ object }) => object === 'deal_line'),
          'read',
        ),
      ).toEqual([0, read.size])
    }
    expect(countAll(diff)).toBeGreaterThan(0)
  }, 60_000)
})

describe('what an access diff says beside counts', () => {
  test('names rights on fields, for the role and for its people', async () => {
    const name = roleNames().find((each) => {
      const grants = bodyOf('role', each).grants as Record<string, { fields?: object }>
      return grants.account !== undefined && world.people.some(({ roles }) => roles.includes(each))
    })!
    const role = bodyOf('role', name) as { grants: Record<string, object> }
    const account = { ...role.grants.account, fields: { score: 'mask' } }
    const definition = { ...role, grants: { ...role.grants, account } }
    const diff = await diffOf({ put: [{ kind: 'role', definition }] } as object as ChangeSet)
    const change = diff.roles[0]!.objects.find(({ object }) => object === 'account')!.changes
    // what is computed from it is as hidden
    expect(change.map(({ kind, name: field, after }) => [kind, field, after])).toEqual(
      ['score', 'x_inner', 'x_outer'].map((field) => ['field', field, 'mask']),
    )
    expect(change[0]).toMatchObject({ effect: 'narrower', warning: null })
    expect(change[0]!.summary['zh-CN']).toContain('脱敏')
    const fields = diff.people.differences.flatMap(({ objects }) => objects.flatMap((each) => each.fields))
    expect(fields.some(({ field, after }) => field === 'score' && (after === 'mask' || after === 'partly'))).toBe(true)
  })

  test('warns of a right to export and of all records', async () => {
    const role = bodyOf('role', 'x_new') as { grants: Record<string, object> }
    const task = { operations: { read: 'own' } }
    const narrow = { kind: 'role', definition: { ...role, grants: { ...role.grants, task } } }
    await world.registry.publish({ put: [narrow], confirm: true } as object as ChangeSet, null)
    const wide = { operations: { read: 'all', export: 'all' } }
    const definition = { ...role, grants: { ...role.grants, task: wide } }
    const diff = await diffOf({ put: [{ kind: 'role', definition }] } as object as ChangeSet)
    expect(diff.roles[0]!.objects[0]!.changes).toMatchObject([
      { kind: 'operation', name: 'read', before: 'own', after: 'all', effect: 'wider', warning: 'all_records' },
      { kind: 'operation', name: 'export', before: null, after: 'all', effect: 'wider', warning: 'export' },
    ])
    expect(
      diff.people.differences.some(({ objects }) => objects.some((o) => o.operations.gained.includes('export'))),
    ).toBe(true)
  })

  test('says what was not counted where there was no time, and how far counts go', async () => {
    const wide = { ...bodyOf('role', 'x_new'), grants: { task: { operations: ['read'] } } }
    const drafted = await world.registry.draft({ put: [{ kind: 'role', definition: wide }] } as object as ChangeSet)
    if ('problems' in drafted) throw new Error('unexpected')
    const deps = { db: world.db, timeZone }
    const few = await compareAccess(deps, drafted, { ...input, sample: 3 })
    expect(few.people.differences).toHaveLength(3)
    expect(few.people.names).toHaveLength(few.people.affected)
    const cut = await compareAccess(deps, drafted, { ...input, rows: 1 })
    expect(cut.budget.isWithin).toBe(false)
    const counts = cut.people.differences.flatMap(({ objects }) =>
      objects.flatMap(({ records }) => records?.read ?? []),
    )
    expect(counts.some(({ gained }) => gained.count === 2 && !gained.isExact)).toBe(true)
    const late = await compareAccess(deps, drafted, { ...input, ms: 0 })
    expect(late.budget.isWithin).toBe(false)
    expect(late.people.lookedAt).toBeLessThan(late.people.all)
  })

  test('is empty for a change that gives and takes nothing', async () => {
    const field = { 'x-field': { type: 'text', label: { en: 'Remark', 'zh-CN': '备注' } }, maxLength: 20 }
    const diff = await diffOf(objectWith('task', {}, { x_remark: field }))
    expect(diff).toMatchObject({ roles: [], objects: [], people: { affected: 0, differences: [] } })
  })

  test('stops when nobody waits any more', async () => {
    const drafted = await world.registry.draft({ delete: [{ kind: 'role', name: 'x_new' }] })
    if ('problems' in drafted) throw new Error('unexpected')
    const stopped = compareAccess({ db: world.db, timeZone }, drafted, { ...input, signal: AbortSignal.abort() })
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  })
})

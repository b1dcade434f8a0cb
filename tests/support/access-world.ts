import {
  actorFactsSql,
  createDatabase,
  createRegistry,
  factsOf,
  lendersOf,
  migrate,
  newId,
  roleId,
} from '@fieldwork/database'
import type { Database, FactsRow, Registry } from '@fieldwork/database'
import type { Layer } from '@fieldwork/metadata'
import { readPackage } from '@fieldwork/metadata/server'
import { createRecords } from '@fieldwork/records'
import type { Actor, Records } from '@fieldwork/records'
import { fileURLToPath } from 'node:url'
import { createTestDatabase } from './database.ts'
import { conditions } from './access-oracle.ts'
import type { Entry, Grant, Mode, Op, Person, Role, Row, Scope, Tree, World } from './access-oracle.ts'
import type { Random } from './random.ts'

const timeZone = 'Asia/Shanghai'
const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}, standard: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})
const lookup = (object: string, options: object = {}) => field('lookup', { object, ...options })
const name = field('text', {}, { maxLength: 80 })
const score = field('integer')

const object = (own: string, properties: object, options: object = {}) => ({
  name: own,
  type: 'object',
  'x-object': { label: label(own), nameField: 'name', ...options },
  properties: { name, ...properties },
})

/** Objects of every kind that access knows: owned, with dimensions, seen through others, without owners, lines. */
const objects = [
  object('category', { parent: lookup('category') }, { hierarchy: 'parent' }),
  object('area', {}),
  object('product', { category: lookup('category') }),
  object(
    'account',
    { score, category: lookup('category'), areas: field('multi-lookup', { object: 'area' }) },
    { owner: true, dimensions: { line: 'category', area: 'areas' } },
  ),
  object(
    'deal',
    { score, product: lookup('product'), account: lookup('account') },
    { owner: true, dimensions: { line: 'product.category' }, access: { through: 'account' } },
  ),
  object('task', { score }, { owner: true }),
  object('note', { score, area: lookup('area') }, { dimensions: { area: 'area' } }),
  object('deal_line', { score, deal: field('master-detail', { object: 'deal' }) }),
]

/** Every way in which a list may find its rows. */
export const shapes = ['once', 'whole', 'index', 'merge', 'probe member share'] as const

/** The objects that are asked about. */
export const asked = ['account', 'deal', 'task', 'note', 'deal_line']
export const owned = new Set(['account', 'deal', 'task'])

const employee = { properties: { lines: field('multi-lookup', { object: 'category' }), area: lookup('area') } }
const dimensions = [
  { name: 'line', label: label('Line'), object: 'category', own: 'employee.lines' },
  { name: 'area', label: label('Area'), object: 'area', own: 'employee.area' },
]

const ops: readonly Op[] = ['read', 'create', 'update', 'delete', 'assign']
const scopes: readonly Scope[] = ['own', 'related', 'department', 'below', 'listed', 'all']
const modes: readonly Mode[] = ['all', 'supervisor', 'own', 'below', 'listed', 'none']

function randomRole(random: Random, at: number): Role {
  const names = asked.filter(() => random.chance(0.75))
  const shared = Object.fromEntries(
    ['product', 'category', 'area'].map((own) => [own, { operations: ['read' as const] }]),
  )
  const grants = Object.fromEntries(names.map((own) => [own, randomGrant(random, own)]))
  return {
    name: `role_${at}`,
    ...(random.chance(0.4) && { related: random.pick(['none', 'read', 'edit'] as const) }),
    ...(random.chance(0.4) && { dimensions: randomModes(random) }),
    grants: { ...shared, ...grants, ...(random.chance(0.15) && { '*': { operations: ['read' as const] } }) },
  }
}

const randomModes = (random: Random): Record<string, Mode> =>
  Object.fromEntries(['line', 'area'].filter(() => random.chance(0.6)).map((own) => [own, random.pick(modes)]))

function randomGrant(random: Random, own: string): Grant {
  const chosen = ops.filter((op) => random.chance(op === 'read' ? 0.8 : 0.5))
  const granted: Op[] = chosen.length > 0 ? chosen : ['read']
  const scope = (): Scope => (owned.has(own) ? random.pick(scopes) : 'all')
  const where = Object.keys(conditions).filter((source) => owned.has(own) || !source.includes('owner'))
  return {
    operations: random.chance(0.5) ? granted : Object.fromEntries(granted.map((op) => [op, scope()])),
    ...(random.chance(0.25) && { where: random.pick(where) }),
    ...(random.chance(0.2) && { related: random.pick(['none', 'read', 'edit'] as const) }),
    ...(random.chance(0.25) && { dimensions: randomModes(random) }),
  }
}

/** A list of operations takes its scope where it has none by operation. */
const withScope = (random: Random, role: Role): Role => ({
  ...role,
  grants: Object.fromEntries(
    Object.entries(role.grants).map(([own, grant]) => {
      const isPlain = !Array.isArray(grant.operations) || !owned.has(own) || random.chance(0.3)
      return [own, isPlain ? grant : { ...grant, scope: random.pick(scopes) }]
    }),
  ),
})

/** None to `most` of them, perhaps the same twice. */
const many = <T>(random: Random, from: readonly T[], most: number): T[] =>
  Array.from({ length: random.integer(0, most) }, () => random.pick(from))

export interface AccessWorld extends World {
  db: Database
  registry: Registry
  records: Records
  /** the same door, with the lists of every shape in turn */
  shaped: Records[]
  people: Person[]
  actorOf(person: Person): Promise<Actor>
  admin: Actor
  close(): Promise<void>
}

/** A workspace with a random organisation, random roles, rows, members and shares. */
export async function openAccessWorld(random: Random, sizes: { people: number; rows: number }): Promise<AccessWorld> {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, maxConnections: 10 })
  await migrate(db)
  const roles = Array.from({ length: 14 }, (_, at) => withScope(random, randomRole(random, at)))
  const registry = await createRegistry(db, { packages: await layersWith(roles), timeZone })
  const records = createRecords({ db, registry, timeZone })
  const shaped = shapes.map((listShape) => createRecords({ db, registry, timeZone, listShape }))
  const admin: Actor = { id: newId(), username: 'a', name: 'A', roles: [], administrator: true, locale: 'en' }
  await addUsers(db, [admin.id])
  const departments = await makeTree({ records, admin, random }, 'department', 14)
  const lines = await makeTree({ records, admin, random }, 'category', 12)
  const areas = await make(
    records,
    admin,
    'area',
    Array.from({ length: 4 }, (_, at) => ({ name: `area ${at}` })),
  )
  const setting: Setting = { records, admin, random, db, departments, lines, areas, roles }
  const people = await makePeople(setting, sizes.people)
  const rows = await makeRows(setting, people, sizes.rows)
  const entries = await makeEntries(setting, people, rows)
  return {
    db,
    registry,
    records,
    shaped,
    admin,
    people,
    departments,
    lines,
    roles: new Map(roles.map((role) => [role.name, role])),
    rows: new Map(rows.map((row) => [row.id, row])),
    entries,
    hasOwner: (own) => owned.has(own),
    roleId,
    actorOf: (person) => actorOf(db, registry, person),
    async close() {
      await registry.close()
      await db.close()
      await database.drop()
    },
  }
}

async function layersWith(roles: Role[]): Promise<Layer[]> {
  const folder = fileURLToPath(new URL('../../metadata/platform', import.meta.url))
  const documents = [
    ...objects.map((body) => ({ kind: 'object' as const, name: body.name, body })),
    { kind: 'object' as const, name: 'employee', body: employee },
    ...dimensions.map((body) => ({ kind: 'dimension' as const, name: body.name, body })),
    ...roles.map((role) => ({ kind: 'role' as const, name: role.name, body: { ...role, label: label(role.name) } })),
  ]
  return [await readPackage(folder, 'platform'), { name: 'test', documents }]
}

async function actorOf(db: Database, registry: Registry, { id }: Person): Promise<Actor> {
  const facts = actorFactsSql(registry.catalog(), { user: '$1::uuid', timeZone })
  const { rows } = await db.query<{ facts: FactsRow }>({ text: `select ${facts} as facts`, values: [id] })
  const known = factsOf(id, rows[0]!.facts)
  const roles = known.assignments.map(({ role }) => role)
  const lenders = lendersOf(rows[0]!.facts, () => true)
  const lent = lenders.length > 0 && { lenders }
  return { id, username: id, name: id, roles, administrator: false, locale: 'en', facts: known, ...lent }
}

interface Setting {
  records: Records
  admin: Actor
  random: Random
  db: Database
  departments: Tree[]
  lines: Tree[]
  areas: string[]
  roles: Role[]
}

const make = async (records: Records, admin: Actor, own: string, rows: Record<string, unknown>[]): Promise<string[]> =>
  (await records.createMany(admin, { object: own, rows })).ids

async function makeTree(
  { records, admin, random }: Pick<Setting, 'records' | 'admin' | 'random'>,
  own: string,
  size: number,
): Promise<Tree[]> {
  const tree: Tree[] = []
  for (let at = 0; at < size; at++) {
    const parent = at > 1 && random.chance(0.8) ? random.pick(tree).id : null
    const values = { name: `${own} ${at}`, parent, ...(own === 'department' && { code: `${at}` }) }
    tree.push({ id: (await records.create(admin, { object: own, values })).id, parent })
  }
  return tree
}

async function addUsers(db: Database, ids: string[]): Promise<void> {
  await db.query({
    text: `insert into "user" (id, name, username, active) select id, id, id, true from unnest($1::uuid[]) u (id)`,
    values: [ids],
  })
}

async function makePeople(setting: Setting, count: number): Promise<Person[]> {
  const { records, admin, random, db, departments, lines, areas, roles } = setting
  const [names, valid, past] = [roles.map((role) => role.name), '2000-01-01', '2001-01-01']
  const some = <T>(from: readonly T[], most: number): T[] => [...new Set(many(random, from, most))]
  const ids = Array.from({ length: count }, newId)
  await addUsers(db, ids)
  const positionRoles = Array.from({ length: 4 }, () => some(names, 2))
  const positions = await make(
    records,
    admin,
    'position',
    positionRoles.map((own, at) => ({ name: `p${at}`, code: `p${at}`, roles: own })),
  )
  const ofDimension = (own: string) => some(own === 'line' ? lines.map(({ id }) => id) : areas, 3)
  const people = ids.map((id) => {
    const position = random.chance(0.4) ? random.integer(0, positions.length - 1) : null
    const isValid = () => random.chance(0.8)
    const assignments = many(random, names, 2).map((role) => {
      const limited = ['line', 'area'].filter(() => random.chance(0.4))
      const limits = limited.map((own) => {
        const values = ofDimension(own)
        return [own, random.chance(0.3) ? { values } : { mode: random.pick(modes), values }] as const
      })
      const listed = some(
        departments.map((each) => each.id),
        2,
      )
      return { role, departments: listed, dimensions: Object.fromEntries(limits), isValid: isValid() }
    })
    const roleNames = some(names, 2)
    const department = random.chance(0.9) ? random.pick(departments).id : null
    const deptScope = random.chance(0.3)
      ? some(
          departments.map((each) => each.id),
          3,
        )
      : []
    const area = random.chance(0.7) ? random.pick(areas) : null
    return { id, position, department, deptScope, lines: ofDimension('line'), area, own: roleNames, assignments }
  })
  const employees = await make(
    records,
    admin,
    'employee',
    people.map((p) => ({
      name: p.id,
      department: p.department,
      dept_scope: p.deptScope.length > 0 ? p.deptScope : null,
      lines: p.lines.length > 0 ? p.lines : null,
      area: p.area,
      position: p.position === null ? null : positions[p.position],
    })),
  )
  for (const [at, { id, own }] of people.entries()) {
    await db.query({
      text: `update "user" set employee = $2, roles = $3 where id = $1`,
      values: [id, employees[at], own],
    })
  }
  const given = people.flatMap(({ id, assignments }) =>
    assignments.map(({ role, departments: listed, dimensions: limits, isValid }) => ({
      role,
      account: id,
      departments: listed.length > 0 ? listed : null,
      dimensions: limits,
      valid_from: valid,
      valid_until: isValid ? null : past,
    })),
  )
  await make(records, admin, 'role_assignment', given)
  return people.map(({ own, position, ...person }) => ({
    ...person,
    roles: [...own, ...(position === null ? [] : positionRoles[position]!)],
  }))
}

const list = (value: string | null): string[] => (value === null ? [] : [value])

async function makeRows(
  { records, admin, random, lines, areas }: Setting,
  people: Person[],
  count: number,
): Promise<Row[]> {
  const maybe = <T>(from: readonly T[], chance = 0.8): T | null => (random.chance(chance) ? random.pick(from) : null)
  const categories = lines.map(({ id }) => id)
  const productLines = Array.from({ length: 8 }, () => maybe(categories))
  const products = await make(
    records,
    admin,
    'product',
    productLines.map((category, at) => ({ name: `p${at}`, category })),
  )
  const all: Row[] = []
  const add = async (own: string, rowOf: () => { values: Record<string, unknown>; row: Partial<Row> }) => {
    const made = Array.from({ length: count }, rowOf)
    const owners = made.map(() => (owned.has(own) ? maybe(people, 0.95) : null))
    const scores = made.map(() => random.integer(0, 8))
    const whole = made.map(({ values }, at) => {
      return {
        name: `${own} ${at}`,
        score: scores[at],
        ...(owned.has(own) && { owner: owners[at]?.id ?? null }),
        ...values,
      }
    })
    const ids = await make(records, admin, own, whole)
    const added = made.map(({ row }, at): Row => {
      const owner = owned.has(own) ? { owner: owners[at]?.id ?? null, department: owners[at]?.department ?? null } : {}
      return { id: ids[at]!, object: own, score: scores[at]!, dimensions: {}, ...owner, ...row }
    })
    all.push(...added)
    return added
  }
  const accounts = await add('account', () => {
    const [category, own] = [maybe(categories), [...new Set(many(random, areas, 3))]]
    return {
      values: { category, areas: own.length > 0 ? own : null },
      row: { dimensions: { line: list(category), area: own } },
    }
  })
  const deals = await add('deal', () => {
    const [at, account] = [random.integer(0, products.length - 1), maybe(accounts, 0.7)?.id ?? null]
    const values = { product: products[at], account }
    return { values, row: { dimensions: { line: list(productLines[at] ?? null) }, through: account } }
  })
  await add('task', () => ({ values: {}, row: {} }))
  await add('note', () => {
    const area = maybe(areas)
    return { values: { area }, row: { dimensions: { area: list(area) } } }
  })
  await add('deal_line', () => {
    const deal = random.pick(deals).id
    return { values: { deal }, row: { master: deal } }
  })
  return all
}

async function makeEntries(
  { random, db, departments, roles }: Setting,
  people: Person[],
  rows: Row[],
): Promise<Entry[]> {
  const grantees = () =>
    random.pick([random.pick(people).id, random.pick(departments).id, roleId(random.pick(roles).name)])
  const entries = rows.flatMap((row) =>
    Array.from({ length: random.integer(0, 3) }, (): Entry => {
      const kind = owned.has(row.object) && random.chance(0.5) ? 'member' : 'share'
      const grantee = kind === 'member' ? random.pick(people).id : grantees()
      return { record: row.id, grantee, kind, level: random.pick([1, 2] as const), isExpired: random.chance(0.2) }
    }),
  )
  const objectOf = new Map(rows.map(({ id, object: own }) => [id, own]))
  const known = new Map(entries.map((entry) => [`${entry.record}${entry.grantee}${entry.kind}`, entry]))
  for (const { record, grantee, kind, level, isExpired } of known.values()) {
    await db.query({
      text: `insert into fw_access (object, record_id, grantee, kind, level, expires)
        values ($1, $2, $3, $4, $5, now() + ($6 || ' hours')::interval)`,
      values: [objectOf.get(record), record, grantee, kind, level, isExpired ? -1 : 1],
    })
  }
  return [...known.values()]
}

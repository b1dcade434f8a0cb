import { expect } from 'vitest'
import type { Answer, Client } from './api-server.ts'
import type { Values } from './crm-cases.ts'
import { openCrm, type CrmRecord, type CrmWorkspace } from './crm-workspace.ts'
import { columns, groups, relations, type Relation, type RoleName } from './role-table.ts'

/** A person with one role: he belongs to one department, and another is listed for him. */
export interface Player {
  role: RoleName
  id: string
  client: Client
}

export interface RoleWorld {
  crm: CrmWorkspace
  players: Record<RoleName, Player>
  /** the record that stands so to a person; undefined where the object knows no such relation */
  record(object: string, relation: Relation, role: RoleName): CrmRecord | undefined
  /** ids of the lines of a record */
  lines(record: CrmRecord): string[]
  /** a person tries to make a record of a customer of his own, for an owner */
  create(object: string, person: { role: RoleName; owner: string }): Promise<Answer>
  stop(): Promise<void>
}

export const ownedObjects: ReadonlySet<string> = new Set(
  groups.flatMap(({ objects }) => objects).filter((name) => !['product', 'price_entry', 'warehouse'].includes(name)),
)

const goods = { qty: 10, unit_price: 40 }
const lineOf: Record<string, Values> = {
  opportunity: { decision_chain: [{ contact: '@contact', role_in_project: 'decider' }] },
  expense_request: { lines: [{ item: '交通', amount: 20 }] },
  expense_claim: { lines: [{ item: '交通', amount: 20 }] },
}

/** What makes a record one of new products, or of others. */
const newness: Record<string, (product: string) => Values> = {
  opportunity: (product) => ({ product_category: product === 'new' ? '@new_category' : '@product_category' }),
  quote: (product) => ({ lines: [{ product: `@${product}_product`, ...goods }] }),
  sales_contract: (product) => ({ lines: [{ product: `@${product}_product`, ...goods }] }),
  sales_order: (product) => ({ lines: [{ product: `@${product}_product`, ...goods }] }),
  outbound: (product) => ({ lines: [{ product: `@${product}_product`, qty: 1 }] }),
  shipment: (product) => ({ lines: [{ product: `@${product}_product`, qty: 1 }] }),
  receipt: (product) => ({ sales_order: `@${product}_order` }),
  product: (product) => ({ is_new: product === 'new' }),
  price_entry: (product) => ({ product: `@${product}_product` }),
}

const colleagues = ['listed', 'below', 'department', 'other', 'assisted'] as const

/** What makes a record one that rules find the people of: its owner has an executive manager. */
const mapped: Record<string, Values> = {
  customer: { new_product_interest: ['@mapped_category'] },
  opportunity: { product_category: '@mapped_category' },
}

/** Who becomes a member by the shipped rules; everybody else is added by hand. */
const addedByRule: Partial<Record<RoleName, ReadonlySet<string>>> = {
  market_specialist: new Set(
    'customer contact opportunity quote sales_contract sales_order shipment outbound receipt'.split(' '),
  ),
  executive_manager: new Set(
    'customer contact lead opportunity quote sales_contract sales_order shipment outbound receipt action'.split(' '),
  ),
}

export async function openRoleWorld(): Promise<RoleWorld> {
  const crm = await openCrm()
  await makeProducts(crm)
  const departments = await makeDepartments(crm)
  for (const name of colleagues)
    await makePerson(crm, {
      name,
      roles: [],
      department: departments[name === 'assisted' ? 'other' : name],
      listed: [],
    })
  const players = {} as Record<RoleName, Player>
  for (const role of columns) {
    const person = { name: role, roles: [role], department: departments.department, listed: [departments.listed] }
    players[role] = { role, ...(await makePerson(crm, person)) }
  }
  await mapPeople(crm)
  for (const owner of [...colleagues, ...columns]) {
    const values = { owner: `@${owner}`, ...(owner === 'assisted' && mapped.customer) }
    crm.name(`customer_of_${owner}`, (await crm.make('customer', { values })).id)
  }
  const records = new Map<string, CrmRecord>()
  for (const object of groups.flatMap(({ objects }) => objects)) await makeRecords({ crm, players, records }, object)
  return {
    crm,
    players,
    record: (object, relation, role) =>
      records.get(`${object} ${relation} ${role}`) ?? records.get(`${object} ${relation}`),
    lines: (record) => [...(record.lines ?? []), ...(record.decision_chain ?? [])].map(({ id }: { id: string }) => id),
    create(object, { role, owner }) {
      const values = {
        ...(ownedObjects.has(object) && { owner: `@${owner}` }),
        ...(hasCustomer(crm, object) && { customer: `@customer_of_${role}` }),
      }
      return players[role].client.post(`/api/records/${object}`, crm.valuesOf(object, values))
    },
    stop: () => crm.stop(),
  }
}

const hasCustomer = ({ api }: CrmWorkspace, object: string): boolean =>
  object !== 'price_entry' && api.catalog().object(object).fields.has('customer')

async function makeProducts(crm: CrmWorkspace): Promise<void> {
  const category = await crm.make('product_category', { values: { is_new_category: true } })
  crm.name('new_category', category.id)
  for (const name of ['new', 'old']) {
    crm.name(`${name}_product`, (await crm.make('product', { values: { is_new: name === 'new' } })).id)
    const lines = [{ product: `@${name}_product`, ...goods }]
    crm.name(`${name}_order`, (await crm.make('sales_order', { values: { lines } })).id)
  }
}

async function makeDepartments({ api }: CrmWorkspace) {
  const make = async (code: string, parent?: string): Promise<string> => {
    const answer = await api.admin.post('/api/records/department', { code, name: code, ...(parent && { parent }) })
    expect(answer, answer.text).toMatchObject({ status: 201 })
    return answer.body.id
  }
  const [listed, department, other] = [await make('LISTED'), await make('OWN'), await make('OTHER')]
  return { listed, department, other, below: await make('BELOW', listed) }
}

interface Person {
  name: string
  roles: string[]
  department: string
  listed: string[]
}

async function makePerson(crm: CrmWorkspace, { name, roles, department, listed }: Person) {
  const { admin } = crm.api
  const client = await crm.api.as(name, roles)
  const { id } = (await client.get('/api/me')).body.user
  const employee = await admin.post('/api/records/employee', {
    name,
    department,
    ...(listed.length > 0 && { dept_scope: listed }),
  })
  expect(employee, employee.text).toMatchObject({ status: 201 })
  const linked = await admin.patch(`/api/users/${id}`, { employee: employee.body.id })
  expect(linked, linked.text).toMatchObject({ status: 200 })
  crm.name(name, id)
  crm.name(`employee_${name}`, employee.body.id)
  return { id: String(id), client }
}

/** The mapping tables of the shipped rules: a category's specialist, and an employee's executive manager. */
async function mapPeople({ api, make, name, resolve }: CrmWorkspace): Promise<void> {
  name('mapped_category', (await make('product_category', { values: { is_new_category: true } })).id)
  const values = { category: '@mapped_category', specialists: ['@employee_market_specialist'] }
  await make('category_specialist', { values })
  const assisted = resolve({ id: '@employee_assisted' }).id
  const answer = await api.admin.patch(
    `/api/records/employee/${String(assisted)}`,
    resolve({ exec_manager: '@employee_executive_manager' }),
  )
  expect(answer, answer.text).toMatchObject({ status: 200 })
}

interface Making {
  crm: CrmWorkspace
  players: Record<RoleName, Player>
  records: Map<string, CrmRecord>
}

async function makeRecords({ crm, players, records }: Making, object: string): Promise<void> {
  const isOwned = ownedObjects.has(object)
  const hasOld = newness[object] !== undefined
  const make = async (place: string, { owner, customer = 'other', product = 'new' }: Placed) => {
    const values = {
      ...lineOf[object],
      ...newness[object]?.(product),
      ...(owner === 'assisted' && product === 'new' && mapped[object]),
      ...(isOwned && { owner: `@${owner}` }),
      ...(hasCustomer(crm, object) && { customer: `@customer_of_${customer}` }),
    }
    const { id } = await crm.make(object, { values })
    records.set(`${object} ${place}`, await whole(crm, object, id))
    return id
  }
  if (!isOwned) {
    await make('other', { owner: '' })
    if (hasOld) await make('related_old', { owner: '', product: 'old' })
    return
  }
  for (const name of columns) {
    await make(`own ${name}`, { owner: name })
    if (hasOld) await make(`own_old ${name}`, { owner: name, product: 'old' })
  }
  for (const owner of ['listed', 'below', 'department', 'other'] as const) await make(owner, { owner, customer: owner })
  if (hasCustomer(crm, object)) await make('listed_hidden', { owner: 'listed' })
  const people = columns.map((name) => players[name].id)
  for (const relation of ['related', 'related_reader', ...(hasOld ? ['related_old'] : [])]) {
    const isByRule = relation === 'related'
    const owner = isByRule ? 'assisted' : 'other'
    const id = await make(relation, { owner, customer: owner, product: relation === 'related_old' ? 'old' : 'new' })
    const level = relation === 'related_reader' ? 'read' : 'edit'
    const automatic = isByRule ? columns.filter((name) => addedByRule[name]?.has(object)) : []
    const add = columns.filter((name) => !automatic.includes(name)).map((name) => players[name].id)
    const answer = await crm.api.admin.post(`/api/records/${object}/${id}/members`, { add, level })
    expect(answer, answer.text).toMatchObject({ status: 200 })
    const found = (answer.body.members as { user: { id: string }; rule: unknown }[]).filter(({ rule }) => rule !== null)
    expect(found.map(({ user }) => user.id).sort(), `${object}: ${answer.text}`).toEqual(
      automatic.map((name) => players[name].id).sort(),
    )
  }
  for (const [relation, level] of [
    ['shared', 'read'],
    ['shared_edit', 'edit'],
  ] as const) {
    const id = await make(relation, { owner: 'other' })
    for (const user of people) {
      const answer = await crm.api.admin.post(`/api/records/${object}/${id}/share`, { to: { user }, level })
      expect(answer, answer.text).toMatchObject({ status: 201 })
    }
  }
}

interface Placed {
  owner: string
  /** whose customer it is of */
  customer?: string
  product?: 'new' | 'old'
}

/** The record with its lines. */
async function whole({ api }: CrmWorkspace, object: string, id: string): Promise<CrmRecord> {
  const collection = object === 'opportunity' ? 'decision_chain' : 'lines'
  const has = api.catalog().object(object).collections.has(collection)
  const answer = await api.admin.get(`/api/records/${object}/${id}${has ? `?expand=${collection}` : ''}`)
  expect(answer, answer.text).toMatchObject({ status: 200 })
  return answer.body
}

export const relationNames = Object.keys(relations) as Relation[]

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../support/api-server.ts'
import type { CrmRecord } from '../support/crm-workspace.ts'
import {
  allows,
  cellOf,
  columns,
  groups,
  reportScope,
  type Op,
  type Relation,
  type RoleName,
} from '../support/role-table.ts'
import { openRoleWorld, ownedObjects, relationNames, type RoleWorld } from '../support/role-world.ts'

let world: RoleWorld
let asked = 0
beforeAll(async () => void (world = await openRoleWorld()), 120_000)
afterAll(() => world.stop())

const objects = groups.flatMap((group) => group.objects.map((object) => ({ object, group })))
const cases = columns.flatMap((role) => objects.map((entry) => ({ role, ...entry })))
type Case = (typeof cases)[number]

/** A field that changes nothing else; of contracts the one that customer service may write. */
const harmless: Record<string, string> = {
  customer: 'note',
  contact: 'preferences',
  lead: 'need',
  opportunity: 'note',
  sales_contract: 'contract_no',
  action: 'plan_content',
  sample: 'note',
  product: 'description',
  price_entry: 'qty_from',
  warehouse: 'address',
  schedule: 'completion_note',
  task: 'description',
  work_report: 'reflection',
}

/** What an operation is asked for with, on a record that is there. */
const requests: Partial<Record<Op, (who: RoleName, object: string, record: CrmRecord) => Promise<Answer>>> = {
  read: (who, object, { id }) => clientOf(who).get(`/api/records/${object}/${id}`),
  update: (who, object, { id }) => {
    const field = harmless[object] ?? 'remark'
    const value = field === 'qty_from' ? asked : `${object} ${asked}`
    return clientOf(who).patch(`/api/records/${object}/${id}`, { [field]: value })
  },
  delete: (who, object, { id }) => clientOf(who).delete(`/api/records/${object}/${id}`),
  share: (who, object, { id }) => {
    const to = world.crm.resolve({ user: '@other' })
    return clientOf(who).post(`/api/records/${object}/${id}/share`, { to, level: 'read' })
  },
  // to whom it belongs already, so that it stays as it is for the next question
  assign: (who, object, { id, owner }) =>
    clientOf(who).post(`/api/records/${object}/${id}/assign`, { owner: owner.id }),
  print: (who, object, { id }) => clientOf(who).post(`/api/records/${object}/print`, { id }),
}

const clientOf = (role: RoleName) => world.players[role].client

/** 403 for an operation on what one reads, 404 for what one does not; 403 where one has no right to any. */
function refusalOf({ role, object, group }: Case, relation: Relation): number {
  const cell = cellOf(group, role, object)
  if (cell.scopes.size === 0) return 403
  return allows(cell, 'read', relation, group.throughCustomer) ? 403 : 404
}

const relationsOf = ({ object, role }: Case): [Relation, CrmRecord][] =>
  relationNames.flatMap((relation) => {
    const record = world.record(object, relation, role)
    return record ? [[relation, record] as [Relation, CrmRecord]] : []
  })

describe('the table of roles (D.3), asked for through the API', () => {
  test('has a cell for each role and group', () => {
    expect(groups.map(({ cells }) => cells.length)).toEqual(groups.map(() => columns.length))
  })

  test.each(cases)('$role and records of $object by id: read, update, share, assign, print, delete', async (one) => {
    const { role, object, group } = one
    const cell = cellOf(group, role, object)
    const wrong: string[] = []
    for (const [relation, record] of relationsOf(one)) {
      for (const op of ['read', 'update', 'share', 'assign', 'print', 'delete'] as const) {
        if (op === 'assign' && !ownedObjects.has(object)) continue
        asked += 1
        const isAllowed = allows(cell, op, relation, group.throughCustomer)
        const { status, text } = await requests[op]!(role, object, record)
        const expected = isAllowed ? [200, 201, 204] : [refusalOf(one, relation)]
        if (!isAllowed && cell.scopes.get(op) === undefined && op !== 'read') expected.push(403)
        if (!expected.includes(status))
          wrong.push(`${op} ${relation}: ${status}, not ${expected}: ${text.slice(0, 200)}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test.each(cases)('$role lists and counts of $object exactly what he reads by id', async (one) => {
    const { role, object, group } = one
    const cell = cellOf(group, role, object)
    const { status, body } = await clientOf(role).get(`/api/records/${object}?limit=500&count=exact`)
    asked += 1
    expect(status).toBe(cell.scopes.size === 0 ? 403 : 200)
    if (status !== 200) return
    const listed = new Set(body.data.map(({ id }: CrmRecord) => id))
    expect(body.page.count).toBe(listed.size)
    const wrong = relationsOf(one).filter(
      ([relation, { id }]) => listed.has(id) !== allows(cell, 'read', relation, group.throughCustomer),
    )
    expect(wrong.map(([relation]) => relation)).toEqual([])
  })

  test.each(cases)('$role exports of $object what he may', async (one) => {
    const { role, object, group } = one
    const cell = cellOf(group, role, object)
    const url = `/api/records/${object}/export?format=ndjson&fields=id&headers=name`
    const { status, text } = await clientOf(role).get(url)
    asked += 1
    expect(status, text).toBe(cell.scopes.has('export') ? 200 : 403)
    if (status !== 200) return
    const wrong = relationsOf(one).filter(
      ([relation, { id }]) => text.includes(id) !== allows(cell, 'export', relation, group.throughCustomer),
    )
    expect(wrong.map(([relation]) => relation)).toEqual([])
  })
})

describe('what the table says of approving, commenting and reports, as it is explained', () => {
  test.each(cases.filter(({ object }) => ownedObjects.has(object)))('$role and $object', async (one) => {
    const { role, object, group } = one
    const cell = cellOf(group, role, object)
    const report = reportScope(cell, role, object)
    const scopes = new Map([...cell.scopes, ...(report ? ([['report', report]] as const) : [])])
    const wrong: string[] = []
    for (const [relation, { id }] of relationsOf(one)) {
      for (const op of ['read', 'update', 'approve', 'comment', 'report'] as const) {
        // the row of reports says nothing of related staff
        if (op === 'report' && /related|shared/.test(relation)) continue
        asked += 1
        const query = new URLSearchParams({ user: world.players[role].id, object, id, op })
        const { status, body, text } = await world.crm.api.admin.get(`/api/access/explain?${query}`)
        const expected = allows({ ...cell, scopes }, op, relation, group.throughCustomer)
        if (status !== 200 || body.allowed !== expected) wrong.push(`${op} ${relation}: ${text.slice(0, 300)}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('lines of documents', () => {
  const withLines: Record<string, string> = {
    opportunity: 'decision_chain',
    quote: 'quote_line',
    sales_contract: 'contract_line',
    sales_order: 'order_line',
    shipment: 'shipment_line',
    outbound: 'outbound_line',
    expense_request: 'expense_request_line',
    expense_claim: 'expense_claim_line',
  }
  const lineCases = cases.filter(({ object }) => withLines[object] !== undefined)

  test.each(lineCases)('of $object are read and changed by $role as far as the document is', async (one) => {
    const { role, object, group } = one
    const cell = cellOf(group, role, object)
    const line = withLines[object]!
    const note = line === 'decision_chain' ? 'note' : 'line_remark'
    const wrong: string[] = []
    for (const [relation, record] of relationsOf(one)) {
      const [id] = world.lines(record)
      expect(id, `${object} ${relation}`).toBeDefined()
      asked += 2
      const may = (op: Op) => allows(cell, op, relation, group.throughCustomer)
      const read = await clientOf(role).get(`/api/records/${line}/${id}`)
      if ((read.status === 200) !== may('read')) wrong.push(`read ${relation}: ${read.status}`)
      const changed = await clientOf(role).patch(`/api/records/${line}/${id}`, { [note]: `${asked}` })
      const mayChange = may('update') && !(role === 'customer_service' && object === 'sales_contract')
      if ((changed.status === 200) !== mayChange) wrong.push(`update ${relation}: ${changed.status} ${changed.text}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('new records', () => {
  const owners = ['own', 'listed', 'below', 'department', 'other'] as const

  test.each(cases)('$role makes records of $object for whom he may', async (one) => {
    const { role, object, group } = one
    const cell = cellOf(group, role, object)
    const wrong: string[] = []
    for (const relation of ownedObjects.has(object) ? owners : (['other'] as const)) {
      asked += 1
      const owner = relation === 'own' ? role : relation
      const isAllowed = allows(cell, 'create', relation, group.throughCustomer)
      const { status, text } = await world.create(object, { role, owner })
      if (status !== (isAllowed ? 201 : 403)) wrong.push(`${relation}: ${status} ${text.slice(0, 300)}`)
    }
    expect(wrong).toEqual([])
  })
})

test('customer service writes the number of a contract and nothing else of it', async () => {
  const client = clientOf('customer_service')
  const { id } = world.record('sales_contract', 'listed', 'customer_service')!
  const address = `/api/records/sales_contract/${id}`
  expect(await client.patch(address, { contract_no: 'HT-2026-900' })).toMatchObject({ status: 200 })
  for (const values of [{ remark: 'x' }, { contract_no: 'HT-2026-901', name: 'x' }]) {
    const { status, body } = await client.patch(address, values)
    expect([403, 422]).toContain(status)
    expect(body.problems).toHaveLength(1)
  }
  expect((await client.get(address)).body).toMatchObject({ contract_no: 'HT-2026-900', remark: null })
})

test('how many questions were asked', () => {
  expect(asked).toBeGreaterThan(15_000)
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, DEMO_PASSWORD, startApi, type ApiServer, type Client } from '../support/api-server.ts'

let api: ApiServer
beforeAll(async () => void (api = await startApi({ content: 'demo' })))
afterAll(() => api.stop())

const as = (username: string): Promise<Client> => clientOf(api.send, username, DEMO_PASSWORD)

async function countOf(client: Client, object: string): Promise<number> {
  const { status, body, text } = await client.get(`/api/records/${object}?limit=1&count=exact`)
  expect(status, text).toBe(200)
  return body.page.count
}

async function turn(parameter: string, value: boolean): Promise<void> {
  const patch = [{ kind: 'parameter', name: parameter, patch: { value } }]
  const { status, text } = await api.admin.post('/api/metadata/publish', { patch })
  expect(status, text).toBe(200)
}

describe('the switches of follow-up documents (PLAT-72)', () => {
  const switches = [
    ['crm_rights_on_shipments', 'shipment'],
    ['crm_rights_on_outbound', 'outbound'],
    ['crm_rights_on_receipts', 'receipt'],
    ['crm_rights_on_receipts', 'receivable'],
  ] as const

  test.each(switches)('%s decides whether whose a %s is counts, for the next request', async (parameter, object) => {
    const rep = await as('sales_rep')
    const [all, own] = [await countOf(api.admin, object), await countOf(rep, object)]
    expect(own).toBeLessThan(all)
    expect(own).toBeGreaterThan(0)
    const others = switches.filter(([name]) => name !== parameter).map(([, name]) => name)
    const before = await Promise.all(others.map((name) => countOf(rep, name)))

    await turn(parameter, false)
    expect(await countOf(rep, object)).toBe(all)
    expect(await Promise.all(others.map((name) => countOf(rep, name)))).toEqual(before)
    const [first] = (await api.admin.get(`/api/records/${object}?limit=1&filter=owner != user.id`)).body.data
    expect((await rep.get(`/api/records/${object}/${first.id}`)).status).toBe(200)
    expect((await rep.patch(`/api/records/${object}/${first.id}`, { remark: 'x' })).status).toBe(403)
    expect((await (await as('purchasing_staff')).get(`/api/records/${object}`)).status).toBe(403)

    await turn(parameter, true)
    expect(await countOf(rep, object)).toBe(own)
  })
})

describe('purchasing and sales (PLAT-71)', () => {
  const sales = ['customer', 'contact', 'lead', 'opportunity', 'quote', 'sales_contract', 'sales_order', 'receipt']
  const purchasing = ['supplier', 'purchase_contract']
  const sellers = ['sales_rep', 'dept_manager', 'director', 'order_follower', 'market_specialist', 'customer_service']

  test('do not see each other’s records, by id, by list, by sum or by search', async () => {
    const buyer = await as('purchasing_staff')
    for (const [client, objects] of [
      [buyer, sales],
      ...(await Promise.all(sellers.map(async (name) => [await as(name), purchasing] as const))),
    ] as const) {
      for (const object of objects) {
        const { data } = (await api.admin.get(`/api/records/${object}?limit=1`)).body
        expect((await client.get(`/api/records/${object}`)).status).toBe(403)
        expect((await client.get(`/api/records/${object}/${data[0].id}`)).status).toBe(403)
        expect((await client.get(`/api/records/${object}/aggregate?measures=count()`)).status).toBe(403)
      }
    }
    expect((await buyer.get('/api/search?q=上海华涂')).text).not.toContain('上海华涂')
    expect((await (await as('director')).get('/api/search?q=江苏润丰')).text).not.toContain('江苏润丰')
  })

  test('are both seen by those who answer for both', async () => {
    for (const name of ['president', 'business_owner', 'finance_staff'])
      for (const object of ['sales_order', 'purchase_contract'])
        expect(await countOf(await as(name), object)).toBe(await countOf(api.admin, object))
  })
})

describe('the sample organisation', () => {
  test('has a person for each role, in a department, who sees what the role says', async () => {
    const { data } = (await api.admin.get('/api/users')).body as { data: SampleUser[] }
    const people = data.filter(({ username }) => username !== 'admin')
    expect(people.map(({ username }) => username).sort()).toEqual(
      [...api.catalog().roles.keys()].filter((name) => name !== 'administrator').sort(),
    )
    expect(people.filter(({ username, roles }) => !roles.includes(username))).toEqual([])
    const employees = (await api.admin.get('/api/records/employee?limit=500&fields=id,department,login_account')).body
    const placed = new Map(employees.data.map((one: { id: string; department: unknown }) => [one.id, one.department]))
    expect(people.filter(({ employee }) => employee === null || !placed.get(employee))).toEqual([])
  })

  test('lets the representative report to the manager of the branch, and him to the director', async () => {
    const fields = 'name,login_account,superior.login_account'
    const { data } = (await api.admin.get(`/api/records/employee?limit=500&fields=${fields}`)).body
    const superiorOf = Object.fromEntries(
      data.map((one: Record<string, string>) => [one['login_account'], one['superior.login_account']]),
    )
    expect([superiorOf['sales_rep'], superiorOf['dept_manager']]).toEqual(['dept_manager', 'director'])
  })

  test('shows the manager the records of his branch, and the director those of his line (ROLE-8, ROLE-9)', async () => {
    for (const [name, departments] of [
      ['dept_manager', /^天津/],
      ['director', /^(涂料事业部|(上海|天津|泉州|青岛)涂料部)$/],
    ] as const) {
      const list = (await (await as(name)).get('/api/records/customer?limit=500&fields=owner_department')).body.data
      const shown = new Set<string>(list.map((one: Labelled) => one.owner_department.label))
      expect(shown.size).toBeGreaterThan(1)
      expect([...shown].filter((label) => !departments.test(label))).toEqual([])
      const all = (await api.admin.get('/api/records/customer?limit=500&fields=owner_department')).body.data
      const expected = all.filter((one: Labelled) => departments.test(one.owner_department.label))
      expect(list.length).toBe(expected.length)
    }
  })

  test('gives the keeper of warehouses those that are listed for him', async () => {
    const keeper = await as('warehouse_staff')
    const { data } = (await keeper.get('/api/records/outbound?limit=500&fields=warehouse')).body
    const shown = new Set(data.map(({ warehouse }: { warehouse: { label: string } }) => warehouse.label))
    expect([...shown].sort()).toEqual(['上海一号仓', '天津仓'])
    expect(data.length).toBeLessThan(await countOf(api.admin, 'outbound'))
  })
})

interface SampleUser {
  username: string
  roles: string[]
  employee: string | null
}

interface Labelled {
  owner_department: { label: string }
}

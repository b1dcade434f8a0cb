import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiServer, Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'
import { make, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer
let keeper: Client
let staff: Client
let own: string

beforeAll(async () => {
  api = await startWorkflows()
  const all = { operations: ['read', 'create', 'update'], scope: 'all' }
  const definer = { name: 'definer', label: label('Definer'), rights: ['configuration'] }
  const personnel = {
    name: 'personnel',
    label: label('Personnel'),
    grants: { role_assignment: all, position: all, employee: all, ticket: all },
  }
  await publish(api.admin, { put: [definer, personnel].map((definition) => ({ kind: 'role', definition })) })
  keeper = await api.as('definer', ['definer'])
  staff = await api.as('personnel', ['personnel'])
  own = (await keeper.get('/api/me')).body.user.id
})
afterAll(() => api.stop())

async function publish(by: Client, changes: object): Promise<void> {
  const answer = await by.post('/api/metadata/publish', { ...changes, confirm: true })
  expect(answer.status, answer.text).toBe(200)
}

const conversion = (name: string, more: object) => ({
  put: [{ kind: 'conversion', definition: { name, label: label(name), ...more } }],
})
const assignment = (patch: object) => ({ patch: [{ kind: 'object', name: 'role_assignment', patch }] })

const refused = { status: 403, body: { problems: [{ code: 'exceeds_own_rights' }] } }

describe('a definition of who keeps definitions makes nobody an administrator', () => {
  test('by what a conversion makes, whoever converts', async () => {
    const values = { role: "'administrator'", account: `'${own}'` }
    const targets = { given: { object: 'role_assignment', order: 10, values } }
    await publish(keeper, conversion('promote', { source: 'ticket', targets }))
    const ticket = await make(api, 'ticket', { name: 'Promote' })
    const url = `/api/records/ticket/${ticket}/convert/promote`
    expect(await api.admin.post(url, {})).toMatchObject(refused)
    expect(await staff.post(url, {})).toMatchObject(refused)
  })

  test('by what a conversion writes back', async () => {
    const targets = { ticket: { object: 'ticket', order: 10, values: { name: 'role' } } }
    const writeBack = { set: { role: "'administrator'" } }
    await publish(keeper, conversion('raise', { source: 'role_assignment', targets, writeBack }))
    const id = await make(api, 'role_assignment', { role: 'personnel', account: own })
    for (const client of [staff, api.admin])
      expect(await client.post(`/api/records/role_assignment/${id}/convert/raise`, {})).toMatchObject(refused)
  })

  test('by what a transition sets', async () => {
    const stage = { 'x-field': { type: 'select', label: label('Stage'), options: { a: option(1), b: option(2) } } }
    const raise = { from: ['a'], to: 'b', label: label('Raise'), set: { role: "'administrator'" } }
    const states = { field: 'x_stage', initial: 'a', transitions: { raise } }
    await publish(keeper, assignment({ 'x-object': { states }, properties: { x_stage: stage } }))
    const id = await make(api, 'role_assignment', { role: 'personnel', account: own })
    for (const client of [staff, api.admin])
      expect(await client.post(`/api/records/role_assignment/${id}/transitions/raise`, {})).toMatchObject(refused)
  })

  test('by what a new record begins with', async () => {
    const change = assignment({ properties: { role: { default: 'administrator' }, account: { default: own } } })
    expect(await keeper.post('/api/metadata/publish', { ...change, confirm: true })).toMatchObject({ status: 200 })
    const position = await make(api, 'position', { name: 'Any', code: 'any' })
    const attempt = { role: 'administrator', position }
    expect(await api.admin.post('/api/records/role_assignment', attempt)).toMatchObject(refused)
    for (const client of [staff, api.admin])
      expect(await client.post('/api/records/role_assignment', { position })).toMatchObject({ status: 403 })
    const given = { account: own, role: 'administrator', valid_until: '2020-01-01' }
    expect((await api.admin.post('/api/records/role_assignment', given)).status).toBe(201)
  })

  test('by what a field is', async () => {
    for (const [object, name] of [
      ['role_assignment', 'role'],
      ['position', 'roles'],
      ['user', 'roles'],
    ] as const) {
      const field = { 'x-field': { type: 'formula', expression: "'administrator'" } }
      const changes = { patch: [{ kind: 'object', name: object, patch: { properties: { [name]: field } } }] }
      const answer = await keeper.post('/api/metadata/publish', { ...changes, confirm: true })
      expect(answer.status, `${object}.${name} ${answer.text}`).toBe(422)
    }
  })
})

const option = (order: number) => ({ order, label: label(`stage ${order}`) })

import { asDefinition } from '@fieldwork/records'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiServer, Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'
import { make, settled, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer
let keeper: Client
let own: string
let top: string

beforeAll(async () => {
  api = await startWorkflows()
  const definition = { name: 'definer', label: label('Definer'), rights: ['configuration'] }
  await publish(api.admin, { put: [{ kind: 'role', definition }] })
  keeper = await api.as('definer', ['definer'])
  own = (await keeper.get('/api/me')).body.user.id
  top = await make(api, 'position', { name: 'Top', code: 'top', roles: ['administrator'] })
})
afterAll(() => api.stop())

async function publish(by: Client, changes: object): Promise<void> {
  const answer = await by.post('/api/metadata/publish', { ...changes, confirm: true })
  expect(answer.status, answer.text).toBe(200)
}

/** Runs a step that the keeper has published, begun by a write of an administrator. */
async function runOf(name: string, runAs: string, { step, options }: { step: string; options: object }) {
  const trigger = { type: 'created', when: `name == '${name}'` }
  const definition = { name, object: 'ticket', trigger, runAs, start: 'give', nodes: { give: { step, options } } }
  await publish(keeper, { put: [{ kind: 'workflow', definition }] })
  await make(api, 'ticket', { name })
  const [run] = await settled(api, name)
  return run
}

const create = (object: string, values: object) => ({ step: 'create-record', options: { object, values } })

describe('a definition of who keeps definitions without being an administrator', () => {
  test.each(['system', 'trigger-user'])('makes nobody an administrator by a workflow as %s', async (runAs) => {
    const name = runAs.replace('-', '_')
    const assigned = create('role_assignment', { role: "'administrator'", account: `'${own}'` })
    const position = create('position', { name: "'God'", code: `'${name}'`, roles: "['administrator']" })
    const employee = create('employee', { name: "'Me'", emp_no: `'${name}'`, position: `'${top}'` })
    for (const [at, step] of [assigned, position, employee].entries()) {
      const run = await runOf(`${name}_${at}`, runAs, step)
      expect([run.state, run.error?.code], JSON.stringify(run)).toEqual(['failed', 'forbidden'])
    }
    const harmless = await runOf(`${name}_plain`, runAs, create('position', { name: "'P'", code: `'p_${name}'` }))
    expect(harmless.state, JSON.stringify(harmless)).toBe('done')
    expect((await keeper.get('/api/me')).body.user.administrator).toBe(false)
  })

  test('makes nobody an administrator by what becomes of a record in time', async () => {
    const { records } = api.deps
    const actor = asDefinition('deadline promotion')
    const id = await make(api, 'role_assignment', { role: 'definer', account: own })
    const over = await make(api, 'role_assignment', {
      role: 'administrator',
      account: own,
      valid_until: '2020-01-01',
    })
    const refused = { code: 'forbidden', problems: [{ code: 'exceeds_own_rights' }] }
    const change = (record: string, values: Record<string, unknown>) =>
      records.update(actor, { object: 'role_assignment', id: record, values })
    await expect(change(id, { role: 'administrator' })).rejects.toMatchObject(refused)
    await expect(change(over, { valid_until: null })).rejects.toMatchObject(refused)
    const employee = await make(api, 'employee', { name: 'Em', emp_no: 'em' })
    const moved = records.update(actor, { object: 'employee', id: employee, values: { position: top } })
    await expect(moved).rejects.toMatchObject(refused)
    await change(id, { valid_until: '2030-01-01' })
  })
})

const connection = (more: object = {}) => ({
  kind: 'connection',
  definition: { name: 'erp', baseUrl: 'https://erp.example/api', auth: { type: 'bearer' }, ...more },
})

test('a connection takes its secrets to no other server, but where an administrator says so', async () => {
  await publish(keeper, { put: [connection()] })
  await publish(keeper, { put: [connection({ baseUrl: 'https://erp.example.org/api' })] })
  await publish(keeper, { put: [connection()] })
  expect((await api.admin.put('/api/connections/erp/secrets', { secret: 'a-token' })).status).toBe(204)
  const elsewhere = { baseUrl: 'https://mine.example/api' }
  const tokens = { auth: { type: 'oauth2', clientId: 'me', tokenUrl: 'https://mine.example/token' } }
  const attempts = [
    { put: [connection(elsewhere)] },
    { put: [connection(tokens)] },
    { patch: [{ kind: 'connection', name: 'erp', patch: elsewhere }] },
    { patch: [{ kind: 'connection', name: 'erp', patch: tokens }] },
  ]
  const refused = { status: 403, body: { problems: [{ code: 'exceeds_own_rights' }] } }
  for (const changes of attempts)
    expect(await keeper.post('/api/metadata/publish', { ...changes, confirm: true })).toMatchObject(refused)
  await publish(keeper, { put: [connection({ baseUrl: 'https://erp.example/api/v2', timeoutMs: 5000 })] })
  await publish(keeper, { delete: [{ kind: 'connection', name: 'erp' }] })
  expect(await keeper.post('/api/metadata/publish', { put: [connection(elsewhere)] })).toMatchObject(refused)
  await publish(api.admin, { put: [connection(elsewhere)] })
})

test('what a package says of roles and connections comes back by nobody who could not say it', async () => {
  const chief = { name: 'chief', label: label('Chief'), administrator: true }
  const keepers = { name: 'keepers', label: label('Keepers'), rights: ['configuration', 'backup'] }
  const depot = { name: 'depot', baseUrl: 'https://depot.example/api', auth: { type: 'bearer' } }
  const documents = [
    ...[chief, keepers].map((body) => ({ kind: 'role', name: body.name, body })),
    { kind: 'connection', name: 'depot', body: depot },
  ]
  const about = { format: 'fieldwork-package', name: 'staffing', version: '1.0.0', label: label('Staffing') }
  const packed = { ...about, requires: {}, documents }
  const imported = await api.admin.post('/api/metadata/import', { package: packed, layer: 'staffing', confirm: true })
  expect(imported.status, imported.text).toBe(200)
  const patches = [
    { kind: 'role', name: 'chief', patch: { administrator: false } },
    { kind: 'role', name: 'keepers', patch: { rights: [] } },
    { kind: 'connection', name: 'depot', patch: { baseUrl: 'https://other.example/api' } },
  ]
  await publish(api.admin, { patch: patches })
  expect((await api.admin.put('/api/connections/depot/secrets', { secret: 'a-token' })).status).toBe(204)
  const names = patches.map(({ kind, name }) => ({ kind, name }))
  const refused = { status: 403, body: { problems: [{ code: 'exceeds_own_rights' }] } }
  const confirm = true
  for (const each of names)
    expect(await keeper.post('/api/metadata/publish', { reset: [each], confirm })).toMatchObject(refused)
  await publish(api.admin, { reset: names })
  await publish(api.admin, { delete: names })
  for (const each of names)
    expect(await keeper.post('/api/metadata/publish', { show: [each], confirm })).toMatchObject(refused)
})

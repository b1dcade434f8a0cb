import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer, Client } from '../support/api-server.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi()
})

afterAll(() => api.stop())

const keeper = {
  name: 'keeper',
  label: { en: 'Keeper', 'zh-CN': '管理者' },
  administrator: true,
}

const administrators = async (): Promise<number> => {
  const { rows } = await api.db.query<{ roles: string[] }>({ text: `select roles from "user" where active` })
  const roles = await api.admin.get('/api/metadata/role')
  const powerful = roles.body.data
    .filter((role: { administrator?: boolean }) => role.administrator)
    .map((role: { name: string }) => role.name)
  return rows.filter((row) => row.roles.some((role) => powerful.includes(role))).length
}

async function newAdministrator(username: string, roles: string[]): Promise<{ id: string; client: Client }> {
  const client = await api.as(username, roles)
  const { body } = await api.admin.get('/api/users')
  return { id: body.data.find((user: { username: string }) => user.username === username).id, client }
}

describe('the last administrator', () => {
  it('stays, also when rights are taken from a user and from a role at the same moment', async () => {
    await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition: keeper }] })
    const { body: users } = await api.admin.get('/api/users')
    const admin = users.data.find((user: { username: string }) => user.username === 'admin')
    for (let round = 0; round < 4; round++) {
      const { client: other } = await newAdministrator(`keeper${round}`, ['keeper'])
      const answers = await Promise.all([
        api.admin.post('/api/metadata/publish', {
          patch: [{ kind: 'role', name: 'keeper', patch: { administrator: false } }],
          confirm: true,
        }),
        other.patch(`/api/users/${admin.id}`, { active: false }),
      ])
      expect(answers.map(({ status }) => status < 500)).toEqual([true, true])
      const remaining = await api.db.query({
        text: `select from "user" u where u.active and (u.roles && array['administrator']
          or (u.roles && array['keeper'] and (select body->>'administrator' from fw_definition where kind = 'role' and name = 'keeper') = 'true'))`,
      })
      expect(remaining.rowCount).toBeGreaterThan(0)
      await api.db.query({ text: `update "user" set active = true where id = $1`, values: [admin.id] })
      await api.admin.post('/api/metadata/publish', { put: [{ kind: 'role', definition: keeper }] })
      await api.db.query({ text: `update "user" set active = false where username = 'keeper${round}'` })
    }
    expect(await administrators()).toBeGreaterThan(0)
  })
})

describe('a change without values', () => {
  it('of a record neither counts as a version nor leaves an event, but checks as any other', async () => {
    const { body: made } = await api.admin.post('/api/records/position', { code: 'same', name: 'Same' })
    const answer = await api.admin.patch(`/api/records/position/${made.id}`, {})
    expect([answer.status, answer.body.version, answer.body.name]).toEqual([200, made.version, 'Same'])
    const { body } = await api.admin.get(`/api/records/position/${made.id}/history`)
    expect(body.data.map((entry: { op: string }) => entry.op)).toEqual(['create'])
    const stale = await api.admin.patch(`/api/records/position/${made.id}`, {}, { 'if-match': '"9"' })
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version'])
    const none = await api.admin.patch('/api/records/position/018f0000-0000-7000-8000-000000000001', {})
    expect(none.status).toBe(404)
  })

  it('of a user changes nothing either', async () => {
    const { id } = await newAdministrator('plain', [])
    const { body: before } = await api.admin.get(`/api/users/${id}`)
    const answer = await api.admin.patch(`/api/users/${id}`, { name: before.name, roles: [] })
    expect(answer.body).toEqual(before)
    const { rowCount } = await api.db.query({ text: 'select from fw_event where record_id = $1', values: [id] })
    expect(rowCount).toBe(1)
  })
})

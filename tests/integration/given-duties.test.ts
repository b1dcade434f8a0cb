import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOffice, type CrmOffice } from '../support/crm-office.ts'
import type { Client } from '../support/api-server.ts'

let office: CrmOffice
let keeper: Client
let rep: Client

beforeAll(async () => {
  office = await openOffice()
  keeper = await office.as('system_administrator')
  rep = await office.as('sales_rep')
}, 120_000)
afterAll(() => office.stop())

const role = (name: string, more: object = {}) => ({
  put: [{ kind: 'role', definition: { name, label: { en: name, 'zh-CN': name }, ...more } }],
})

const patch = (name: string, change: object) => ({ patch: [{ kind: 'role', name, patch: change }] })

describe('system maintenance (ROLE-34)', () => {
  test('does its duty, which others do not, and reads no business records', async () => {
    const duties = [
      '/api/users',
      '/api/users/waiting',
      '/api/security/policy',
      '/api/security/logins',
      '/api/security/logins/report',
      '/api/metadata/object',
      '/api/metadata/revisions',
      '/api/metadata/packages',
      '/api/catalog',
      '/api/jobs',
      '/api/jobs/dead',
      '/api/metadata/tasks',
      '/api/operation-log',
      '/api/backups',
    ]
    for (const url of duties) expect((await keeper.get(url)).status, url).toBe(200)
    for (const url of duties) expect((await rep.get(url)).status, url).toBe(403)
    for (const object of ['customer', 'sales_order', 'opportunity', 'action'])
      expect((await keeper.get(`/api/records/${object}`)).status, object).toBe(403)
  })

  test('keeps the accounts of others, but none of administrators and not its own', async () => {
    const made = await keeper.post('/api/users', {
      username: 'newcomer',
      name: 'Newcomer',
      roles: ['sales_rep'],
      password: 'a-long-password-of-his',
    })
    expect(made.status, made.text).toBe(201)
    expect((await keeper.patch(`/api/users/${made.body.id}`, { active: false })).status).toBe(200)
    const admin = office.ids.admin!
    const own = office.ids.system_administrator!
    const refused: [Promise<{ body: { problems: { code: string }[] } }>, string][] = [
      [
        keeper.post('/api/users', {
          username: 'x',
          name: 'x',
          roles: ['administrator'],
          password: 'long enough for it',
        }),
        'exceeds_own_rights',
      ],
      [keeper.patch(`/api/users/${made.body.id}`, { roles: ['administrator'] }), 'exceeds_own_rights'],
      [keeper.patch(`/api/users/${admin}`, { password: 'a-long-password-of-mine' }), 'exceeds_own_rights'],
      [keeper.post(`/api/users/${admin}/one-time-password`), 'exceeds_own_rights'],
      [keeper.delete(`/api/users/${admin}/sessions`), 'exceeds_own_rights'],
      [keeper.patch(`/api/users/${own}`, { roles: ['director'] }), 'own_access'],
    ]
    for (const [answer, code] of refused) {
      const { body } = await answer
      expect([body.problems.map((problem) => problem.code)], JSON.stringify(body)).toEqual([[code]])
    }
  })

  test('publishes definitions, but makes no administrators and leaves its own role alone', async () => {
    expect((await keeper.post('/api/metadata/publish', role('trainee'))).status).toBe(200)
    const codes = async (changes: object) =>
      (await keeper.post('/api/metadata/publish', changes)).body.problems?.[0]?.code
    expect(await codes(role('chief', { administrator: true }))).toBe('exceeds_own_rights')
    expect(await codes(patch('trainee', { administrator: true }))).toBe('exceeds_own_rights')
    expect(await codes(patch('administrator', { label: null }))).toBe('exceeds_own_rights')
    expect(await codes(patch('system_administrator', { grants: { customer: { operations: ['read'] } } }))).toBe(
      'own_access',
    )
    expect(await codes({ delete: [{ kind: 'role', name: 'system_administrator' }] })).toBe('own_access')
    expect(await codes(role('restorer', { rights: ['log', 'backup_restore'] }))).toBe('exceeds_own_rights')
    expect(await codes(patch('trainee', { rights: ['purge'] }))).toBe('exceeds_own_rights')
    expect((await keeper.post('/api/metadata/publish', patch('trainee', { rights: ['log'] }))).status).toBe(200)
  })

  test('neither connects services that say who people are, nor takes back, imports or restores', async () => {
    const only: [string, object][] = [
      ['/api/metadata/import', {}],
      ['/api/metadata/purge', {}],
      ['/api/metadata/revisions/1/revert', {}],
      ['/api/access/who', {}],
    ]
    for (const [url, body] of only) expect((await keeper.post(url, body)).status, url).not.toBe(200)
    expect(
      (await keeper.put('/api/security/sign-on', { issuer: 'https://x.example', client_id: 'x', label: 'x' })).status,
    ).toBe(403)
    expect((await keeper.post('/api/metadata/import', {})).status).toBe(403)
    expect((await keeper.post('/api/metadata/revisions/1/revert', {})).status).toBe(403)
    expect((await keeper.get('/api/workflows/runs')).status).toBe(403)
  })
})

describe('users of partners (PLAT-77, ROLE-32)', () => {
  test('see the accounts of their own branch of the organisation, and those alone', async () => {
    const partner = await office.as('partner_user')
    const { data } = (await partner.get('/api/records/user?limit=500&count=exact')).body
    const all = (await office.api.admin.get('/api/records/user?limit=500&fields=id,employee.department.code')).body.data
    const own = all.find(({ id }: { id: string }) => id === office.ids.partner_user)
    const branch = own['employee.department.code']
    expect(branch).toBeTruthy()
    const inBranch = all.filter((user: Record<string, unknown>) => user['employee.department.code'] === branch)
    expect(data.map(({ id }: { id: string }) => id)).toContain(office.ids.partner_user)
    expect(data.map(({ id }: { id: string }) => id)).not.toContain(office.ids.director)
    expect(data.length).toBeLessThan(all.length)
    expect(data.length).toBeGreaterThanOrEqual(inBranch.length)
    expect((await partner.get(`/api/records/user/${office.ids.director}`)).status).toBe(404)
    expect((await partner.get('/api/search?q=director')).text).not.toContain(office.ids.director)
    expect((await rep.get(`/api/records/user/${office.ids.director}`)).status).toBe(200)
    const why = `/api/access/explain?object=user&op=read&user=${office.ids.partner_user}&id=`
    expect((await office.api.admin.get(why + office.ids.director)).body.allowed).toBe(false)
    expect((await office.api.admin.get(why + office.ids.partner_user)).body.allowed).toBe(true)
  })

  test('give their records to nobody outside of it', async () => {
    const partner = await office.as('partner_user')
    const values = { name: '合资伙伴客户', owner: office.ids.director }
    const made = await partner.post('/api/records/customer', values)
    expect(made.status).toBeGreaterThanOrEqual(400)
  })
})

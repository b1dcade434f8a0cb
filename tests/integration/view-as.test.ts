import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi } from '../support/api-server.ts'
import type { ApiServer } from '../support/api-server.ts'
import { makeCrossProduct } from '../support/cross-product.ts'
import type { CrossProduct } from '../support/cross-product.ts'

let api: ApiServer
let world: CrossProduct
let eyes: Record<string, string>

beforeAll(async () => {
  api = await startApi()
  world = await makeCrossProduct(api)
  eyes = { 'x-view-as': world.sellerId }
})
afterAll(() => api?.stop())

describe('an administrator who sees the system as another user (PLAT-94)', () => {
  test.each([
    '/api/me',
    '/api/records/xdeal?sort=name&count=exact',
    '/api/records/xdeal/aggregate?measures=count()',
    '/api/records/department',
    '/api/metadata/object/xdeal',
    '/api/catalog',
  ])('is answered %s as that user is', async (url) => {
    const [his, mine] = [await world.seller.get(url), await api.admin.get(url, eyes)]
    expect(mine.status).toBe(his.status)
    const { viewed_by: viewedBy, ...body } = mine.body
    const { viewed_by: _none, ...expected } = his.body
    if (mine.status < 300) expect(body).toEqual(expected)
    if (url === '/api/me') expect(viewedBy).toMatchObject({ id: expect.any(String) })
  })

  test('does not see by id what that user does not see', async () => {
    expect((await api.admin.get(`/api/records/xdeal/${world.ids.A1}`, eyes)).status).toBe(200)
    expect((await api.admin.get(`/api/records/xdeal/${world.ids.A2}`, eyes)).status).toBe(404)
    expect((await api.admin.get('/api/users', eyes)).status).toBe(403)
    expect((await api.admin.get('/api/tokens', eyes)).status).toBe(403)
  })

  test('changes nothing with those eyes', async () => {
    const name = { name: 'seen' }
    const url = `/api/records/xdeal/${world.ids.A1}`
    for (const answer of [
      await api.admin.patch(url, name, eyes),
      await api.admin.post('/api/records/xdeal', name, eyes),
      await api.admin.delete(url, eyes),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'view_as_reads_only' } })
    expect((await api.admin.get(url)).body.name).toBe('A1')
  })

  test('is in the operation log with his own name: when he began, until when, and not every request', async () => {
    const me = (await api.admin.get('/api/me')).body.user.id
    const lines = async () => {
      const { body } = await api.admin.get(`/api/operation-log?action=view_as&record=${world.sellerId}`)
      return body.data as { actor: { id: string }; account: string; details: Record<string, unknown> }[]
    }
    const began = await lines()
    expect(began).toMatchObject([{ actor: { id: me }, account: 'admin', details: { state: 'began' } }])
    expect((await api.admin.post('/api/view-as/end', { user: world.sellerId })).status).toBe(204)
    const [ended, ...before] = await lines()
    expect(before).toEqual(began)
    expect(ended).toMatchObject({ actor: { id: me }, details: { state: 'ended', why: 'left' } })
    const { from, until, requests } = ended!.details as { from: string; until: string; requests: number }
    expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(until))
    expect(requests).toBeGreaterThan(5)

    await Promise.all([1, 2, 3].map(() => api.admin.get('/api/me', eyes)))
    expect((await lines()).map(({ details }) => details['state'])).toEqual(['began', 'ended', 'began'])
  })

  test.each([
    '/api/account',
    '/api/account/sessions',
    '/api/account/devices',
    '/api/account/logins',
    '/api/tokens',
    '/api/auth/state',
    '/api/auth/state/',
    '/api//account',
    '/api/users',
    '/api/security/logins',
    '/api/security/policy',
  ])('is not shown %s, which is that user’s own or for administrators', async (url) => {
    expect([403, 404]).toContain((await api.admin.get(url, eyes)).status)
  })

  test('gets no secret with what the workspace tells of an account', async () => {
    const { body, text } = await api.admin.get(`/api/records/user/${world.sellerId}`, eyes)
    expect(Object.keys(body).filter((name) => /password|secret|totp|token|hash/i.test(name))).toEqual([])
    expect(text).not.toMatch(/argon2/)
  })

  test('an answer that a browser kept is not taken for the answer to another person', async () => {
    const { headers } = await api.admin.get(`/api/records/xdeal/${world.ids.A1}`, eyes)
    const vary = String(headers['vary']).toLowerCase().split(/, */)
    expect(vary).toEqual(expect.arrayContaining(['x-view-as', 'cookie', 'authorization', 'accept-language']))
  })

  test('is what every reading operation of the API document names', async () => {
    const { body } = await api.admin.get('/api/openapi.json')
    const seenAs = (path: string) => (body.paths[path].get.parameters as { $ref?: string }[]).some(({ $ref }) => $ref)
    expect(seenAs('/api/records/xdeal')).toBe(true)
    expect(seenAs('/api/tokens')).toBe(false)
    expect(body.components.parameters.ViewAs).toMatchObject({ in: 'header', name: 'X-View-As' })
    expect(body.paths['/api/view-as/end'].post).toBeDefined()
  })

  test('must be an administrator and name a user who may call', async () => {
    const me = (await api.admin.get('/api/me')).body.user.id
    expect((await world.seller.get('/api/me', { 'x-view-as': me })).status).toBe(403)
    expect((await api.admin.get('/api/me', { 'x-view-as': world.ids.A! })).status).toBe(404)
    expect((await api.admin.get('/api/me', { 'x-view-as': 'nobody' })).status).toBe(404)
  })
})

describe('(line A x area 1) + (line B x area 2) shows those two cells only (PLAT-68)', () => {
  const cells = ['A1', 'B2']

  test('in lists, counts and figures', async () => {
    const { body } = await world.seller.get('/api/records/xdeal?sort=name&count=exact')
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual(cells)
    expect(Number(body.page.count)).toBe(2)
    const sums = await world.seller.get('/api/records/xdeal/aggregate?measures=count(),sum(amount)')
    expect(sums.body.data.map(Object.values).flat().map(Number)).toEqual([2, 1001])
    const groups = await world.seller.get('/api/records/xdeal/aggregate?measures=count()&group=line.name,area.name')
    expect(groups.body.data).toHaveLength(2)
  })

  test.each(['A1', 'A2', 'B1', 'B2'])('by id and in the history of %s', async (cell) => {
    const status = cells.includes(cell) ? 200 : 404
    expect((await world.seller.get(`/api/records/xdeal/${world.ids[cell]}`)).status).toBe(status)
    expect((await world.seller.get(`/api/records/xdeal/${world.ids[cell]}/history`)).status).toBe(status)
    expect((await world.seller.patch(`/api/records/xdeal/${world.ids[cell]}`, { name: cell })).status).toBe(status)
  })

  test('in exports', async () => {
    const { status, text } = await world.seller.get('/api/records/xdeal/export?format=csv&fields=name&sort=name')
    expect(status, text).toBe(200)
    expect(text.match(/[AB][12]/g)).toEqual(cells)
  })
})

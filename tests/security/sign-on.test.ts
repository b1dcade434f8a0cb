import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { signOn, startOpenId, type OpenIdProvider } from '../support/open-id.ts'

const PUBLIC_URL = 'http://localhost:4190'
const people = {
  wang: { email: 'wang@example.com', email_verified: true },
  liar: { email: 'admin@example.com', email_verified: false },
  stranger: { email: 'nobody@example.com', email_verified: true },
  locked: { email: 'locked@example.com', email_verified: true },
  gone: { email: 'gone@example.com', email_verified: true },
}

let provider: OpenIdProvider
let api: ApiServer

beforeAll(async () => {
  provider = await startOpenId(people, `${PUBLIC_URL}/api/auth/oidc/callback`)
  api = await startApi({
    content: 'crm',
    settings: { PUBLIC_URL, OUTGOING_PRIVATE_HOSTS: 'localhost', SECRET_KEY: 'k'.repeat(40) },
  })
})
afterAll(async () => {
  await api.stop()
  await provider.stop()
})

async function addUser(username: string, change: object = {}): Promise<string> {
  const values = { username, name: username, roles: ['sales_rep'], password: 'a long enough password' }
  const { id } = (await api.admin.post('/api/users', values)).body
  const changed = await api.admin.patch(`/api/users/${id}`, { email: `${username}@example.com`, ...change })
  expect(changed.status, changed.text).toBe(200)
  return id
}

const store = () =>
  api.admin.put('/api/security/sign-on', {
    issuer: provider.issuer,
    client_id: provider.clientId,
    client_secret: provider.clientSecret,
    label: '企业账号',
  })

const options = async () => (await api.send({ method: 'GET', url: '/api/auth/options' })).body

test('the login offers single sign-on only where it is set (PLAT-94)', async () => {
  expect(await options()).toEqual({ sign_on: null })
  const start = await api.send({ method: 'GET', url: '/api/auth/oidc/start' })
  expect([start.status, start.headers.location]).toEqual([303, '/login?problem=not_found'])
  const stored = await store()
  expect(stored.status, stored.text).toBe(200)
  expect(await options()).toEqual({ sign_on: { label: '企业账号' } })
})

test('the client secret of a stored connection is sealed and never shown', async () => {
  const { rows } = await api.db.query<{ value: object }>({ text: `select value from fw_setting where key = 'oidc'` })
  expect(JSON.stringify(rows)).not.toContain(provider.clientSecret)
  expect((await api.admin.get('/api/security/sign-on')).text).not.toContain(provider.clientSecret)
})

test('whose verified e-mail belongs to an account comes in, and later by the subject alone', async () => {
  const id = await addUser('wang')
  const answer = await signOn(api, 'wang', { to: '/o/customer' })
  expect([answer.status, answer.headers.location], answer.text).toEqual([303, '/o/customer'])
  const me = await api.send({ method: 'GET', url: '/api/me', headers: { cookie: answer.cookie } })
  expect(me.body.user).toMatchObject({ id, username: 'wang' })
  await api.admin.patch(`/api/users/${id}`, { email: 'other@example.com' })
  expect((await signOn(api, 'wang')).headers.location).toBe('/')
  const { data } = (await api.admin.get(`/api/security/logins?user=${id}`)).body
  expect(data).toMatchObject([
    { method: 'oidc', result: 'ok' },
    { method: 'oidc', result: 'ok' },
  ])
})

test('an e-mail that nobody has verified, and one without an account, open nothing', async () => {
  for (const subject of ['liar', 'stranger']) {
    const answer = await signOn(api, subject)
    expect(answer.headers.location).toBe('/login?problem=sign_on_refused')
    const me = await api.send({ method: 'GET', url: '/api/me', headers: { cookie: answer.cookie } })
    expect(me.status).toBe(401)
  }
})

test('the rules for addresses, locks and leaving hold for single sign-on as well (PLAT-94)', async () => {
  const id = await addUser('locked', { addresses: ['203.0.113.0/24'] })
  expect((await signOn(api, 'locked')).headers.location).toBe('/login?problem=address_refused')
  await api.admin.patch(`/api/users/${id}`, { addresses: [] })
  await api.db.query({
    text: `update fw_identity set locked_until = now() + '1 hour' where user_id = $1`,
    values: [id],
  })
  expect((await signOn(api, 'locked')).headers.location).toBe('/login?problem=account_locked')
  await addUser('gone', { active: false })
  expect((await signOn(api, 'gone')).headers.location).toBe('/login?problem=sign_on_refused')
})

test('an answer that belongs to no sign-on of this browser is refused', async () => {
  const forged = await signOn(api, 'wang', {
    change: (url) => {
      url.searchParams.set('state', 'forged')
      return url
    },
  })
  expect(forged.headers.location).toMatch(/^\/login\?problem=sign_on_/)
  const withoutStart = await api.send({ method: 'GET', url: '/api/auth/oidc/callback?code=x&state=y' })
  expect(withoutStart.headers.location).toBe('/login?problem=sign_on_refused')
})

test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/%0d%0aset-cookie:x', '/api/auth/logout'])(
  'after signing on nobody is sent to %s',
  async (to) => {
    const { location } = (await signOn(api, 'wang', { to })).headers
    expect(['/', '/%0d%0aset-cookie:x']).toContain(location)
  },
)

test('a provider inside the own network is not called unless the operator allows its host', async () => {
  const guarded = await startApi({ content: 'crm', settings: { SECRET_KEY: 'k'.repeat(40) } })
  const body = { client_id: 'x', client_secret: 'x', label: 'x' }
  for (const issuer of [provider.issuer, 'https://169.254.169.254/', 'https://127.0.0.1:5432/']) {
    await guarded.admin.put('/api/security/sign-on', { issuer, ...body })
    const start = await guarded.send({ method: 'GET', url: '/api/auth/oidc/start' })
    expect(start.headers.location, issuer).toBe('/login?problem=sign_on_unavailable')
  }
  expect((await guarded.admin.put('/api/security/sign-on', { issuer: 'file:///etc/passwd', ...body })).status).toBe(422)
  await guarded.stop()
})

import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashSecret } from '../../apps/server/src/identity/secrets.ts'
import {
  ADMIN_PASSWORD,
  bearerClient,
  sessionHeaders,
  startApi,
  type Answer,
  type ApiServer,
} from '../support/api-server.ts'

const PASSWORD = 'seven grey herons'
const STEP_S = 30

let api: ApiServer
beforeAll(
  async () =>
    void (api = await startApi({ content: 'crm', settings: { SECRET_KEY: 's'.repeat(40), TRUST_PROXY: '127.0.0.1' } })),
)
afterAll(() => api.stop())

const login = (username: string, password = PASSWORD, more: object = {}, headers: Record<string, string> = {}) =>
  api.send({ method: 'POST', url: '/api/auth/login', headers, payload: { username, password, ...more } })

const as = (headers: Record<string, string>) => ({
  headers,
  get: (url: string) => api.send({ method: 'GET', url, headers }),
  post: (url: string, payload: object) => api.send({ method: 'POST', url, headers, payload }),
  delete: (url: string) => api.send({ method: 'DELETE', url, headers }),
})
const browserOf = (answer: Answer) => as(sessionHeaders(answer))

async function addUser(username: string, change: object = {}, roles = ['sales_rep']): Promise<string> {
  const made = await api.admin.post('/api/users', { username, name: username, roles, password: PASSWORD })
  expect(made.status, made.text).toBe(201)
  if (Object.keys(change).length > 0) await changeUser(made.body.id, change)
  return made.body.id
}

async function changeUser(id: string, change: object): Promise<void> {
  const changed = await api.admin.patch(`/api/users/${id}`, change)
  expect(changed.status, changed.text).toBe(200)
}

const setPolicy = async (policy: object): Promise<void> => {
  const set = await api.admin.put('/api/security/policy', policy)
  expect(set.status, set.text).toBe(200)
}

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * STEP_S * 1000 })

async function enrol(browser: ReturnType<typeof as>): Promise<{ secret: string; codes: string[] }> {
  const { secret } = (await browser.post('/api/account/second-factor', { current_password: PASSWORD })).body
  const confirmed = await browser.post('/api/account/second-factor/confirm', { code: codeOf(secret, -1) })
  expect(confirmed.status, confirmed.text).toBe(200)
  return { secret, codes: confirmed.body.recovery_codes }
}

test('after three failures a picture is asked for, also of names that nobody has (PLAT-87)', async () => {
  await addUser('typist')
  for (const name of ['typist', 'no such person']) {
    for (let attempt = 0; attempt < 3; attempt++)
      expect((await login(name, 'wrong')).body.code).toBe('invalid_credentials')
    expect((await login(name, PASSWORD)).body.code).toBe('captcha_required')
  }
  const picture = (await api.send({ method: 'GET', url: '/api/auth/captcha' })).body
  expect(picture.image).toMatch(/^data:image\/svg\+xml;base64,/)
  expect((await login('typist', PASSWORD, { captcha_id: picture.id, captcha: 'guess' })).body.code).toBe(
    'captcha_required',
  )
  const next = (await api.send({ method: 'GET', url: '/api/auth/captcha' })).body
  const values = [next.id, hashSecret(`${next.id}ACE37`)]
  await api.db.query({ text: 'update fw_captcha set answer_hash = $2 where id = $1', values })
  const typed = { captcha_id: next.id, captcha: 'ace37' }
  expect((await login('typist', PASSWORD, typed)).status).toBe(200)
  for (let attempt = 0; attempt < 3; attempt++) await login('typist', 'wrong')
  expect((await login('typist', PASSWORD, typed)).body.code).toBe('captcha_required')
})

test('wrong passwords for many accounts from one address are stopped as well', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.9' }
  const codes = new Set<string>()
  for (let attempt = 0; attempt < 110; attempt++)
    codes.add((await login(`many ${attempt}`, 'wrong', {}, headers)).body.code)
  expect(codes).toEqual(new Set(['invalid_credentials', 'captcha_required']))
  await addUser('elsewhere')
  expect((await login('elsewhere')).status).toBe(200)
})

test('a password that was given must be changed before anything else (PLAT-89)', async () => {
  await addUser('fresh', { must_change_password: true })
  const answer = await login('fresh')
  expect(answer.body).toMatchObject({ steps: ['password'], user: { username: 'fresh' } })
  expect(answer.body.user.roles).toBeUndefined()
  const browser = browserOf(answer)
  for (const url of ['/api/me', '/api/records/customer', '/api/account/sessions', '/api/tokens']) {
    expect((await browser.get(url)).body.code, url).toBe('login_incomplete')
  }
  const change = (new_password: string) =>
    browser.post('/api/auth/password', { current_password: PASSWORD, new_password })
  expect((await change(PASSWORD)).body.problems[0].code).toBe('password_used')
  expect((await change('password1234')).body.problems[0].code).toBe('password_common')
  expect((await change('eight grey herons')).status).toBe(204)
  expect((await browser.get('/api/me')).status).toBe(200)
})

test('the last passwords may not come back, and old ones expire', async () => {
  const id = await addUser('circular')
  const browser = browserOf(await login('circular'))
  const change = (current_password: string, new_password: string) =>
    browser.post('/api/auth/password', { current_password, new_password })
  expect((await change(PASSWORD, 'eight grey herons')).status).toBe(204)
  expect((await change('eight grey herons', PASSWORD)).body.problems[0].code).toBe('password_used')
  const policy = (await api.admin.get('/api/security/policy')).body
  await setPolicy({ ...policy, password: { ...policy.password, expires_days: 90 } })
  const values = [id]
  await api.db.query({
    text: `update fw_identity set password_changed_at = now() - interval '91 days' where user_id = $1`,
    values,
  })
  expect((await login('circular', 'eight grey herons')).body.steps).toEqual(['password'])
  await setPolicy({})
})

test('the confidentiality notice is accepted once for each version (NFR-14)', async () => {
  await addUser('discreet')
  const text = { en: 'Keep it', 'zh-CN': '请保密' }
  await setPolicy({ notice: { version: 1, text } })
  const browser = browserOf(await login('discreet'))
  expect((await browser.get('/api/auth/state')).body).toMatchObject({
    steps: ['notice'],
    notice: { version: 1, text: '请保密' },
  })
  expect((await browser.post('/api/auth/notice', { version: 7 })).body.code).toBe('notice_changed')
  expect((await browser.post('/api/auth/notice', { version: 1 })).status).toBe(204)
  expect((await browser.get('/api/me')).status).toBe(200)
  expect((await login('discreet')).body.steps).toBeUndefined()
  await setPolicy({ notice: { version: 2, text } })
  expect((await login('discreet')).body.steps).toEqual(['notice'])
  await setPolicy({})
})

test('a second factor is shown at every log-in, each code once (PLAT-91)', async () => {
  await addUser('careful')
  const { secret, codes } = await enrol(browserOf(await login('careful')))
  const answer = await login('careful')
  expect(answer.body.steps).toEqual(['second_factor'])
  const half = browserOf(answer)
  expect((await half.get('/api/me')).body.code).toBe('login_incomplete')
  expect(
    (await half.post('/api/auth/password', { current_password: PASSWORD, new_password: 'nine grey herons' })).status,
  ).toBe(403)
  expect((await half.post('/api/account/second-factor', {})).status).toBe(403)
  const code = codeOf(secret)
  const passed = await half.post('/api/auth/second-factor', { code })
  expect(passed.status, passed.text).toBe(200)
  expect((await half.get('/api/me')).status).toBe(401)
  const full = as({ cookie: String(passed.headers['set-cookie']).split(';')[0]!, 'x-csrf-token': passed.body.csrf })
  expect((await full.get('/api/me')).status).toBe(200)
  const again = browserOf(await login('careful'))
  expect((await again.post('/api/auth/second-factor', { code })).body.code).toBe('wrong_code')
  expect((await again.post('/api/auth/second-factor', { code: codes[0]! })).status).toBe(200)
  const third = browserOf(await login('careful'))
  expect((await third.post('/api/auth/second-factor', { code: codes[0]! })).body.code).toBe('wrong_code')
})

test('guessing codes locks the account, and right passwords in between do not help', async () => {
  await addUser('guessed')
  await enrol(browserOf(await login('guessed')))
  const codes: string[] = []
  for (let attempt = 0; attempt < 6; attempt++) {
    const half = await login('guessed')
    if (half.status !== 200) codes.push(half.body.code)
    else codes.push((await browserOf(half).post('/api/auth/second-factor', { code: '000000' })).body.code)
  }
  expect(codes).toContain('captcha_required')
  expect(codes.at(-1)).toMatch(/captcha_required|account_locked/)
})

test('whose account it is hears of each change of password, factor and address, by mail as well', async () => {
  const id = await addUser('told')
  await changeUser(id, { password: PASSWORD, must_change_password: false, email: 'told@example.com' })
  const first = browserOf(await login('told'))
  const heard = async (of = first) => {
    const { data } = (await of.get('/api/notifications?limit=50')).body
    return (data as { kind: string; title: string }[]).filter(({ kind }) => kind.startsWith('account.'))
  }
  // whoever has the account cannot switch the mail off
  const quiet = { method: 'PUT' as const, url: '/api/notifications/choices', headers: first.headers }
  expect((await api.send({ ...quiet, payload: { kinds: { '*': [] } } })).status).toBe(200)
  // nobody is told of what was before him
  expect(await heard()).toEqual([])
  const next = 'eight white swans'
  const changed = await first.post('/api/auth/password', { current_password: PASSWORD, new_password: next })
  expect(changed.status, changed.text).toBe(204)
  const { secret } = (await first.post('/api/account/second-factor', { current_password: next })).body
  const factored = browserOf(await first.post('/api/account/second-factor/confirm', { code: codeOf(secret) }))
  await factored.post('/api/account/second-factor/recovery-codes', { current_password: next })
  await factored.post('/api/account/second-factor/remove', { current_password: next })
  await changeUser(id, { email: 'else@example.com', reset_second_factor: true })
  await changeUser(id, { password: PASSWORD, must_change_password: false, name: 'Told' })
  await changeUser(id, { name: 'Nothing of it' })
  const news = (await heard(browserOf(await login('told')))).map(({ kind }) => kind)
  expect(news.toSorted()).toEqual(
    ['email', 'password', 'password_by_administrator', 'recovery_codes', 'second_factor_by_administrator']
      .concat('second_factor_removed', 'second_factor_set')
      .map((change) => `account.${change}`),
  )
  const { rows } = await api.deps.db.query({
    text: `select d.channel from fw_delivery d join fw_notification n on n.id = d.notification where n.recipient = $1`,
    values: [id],
  })
  expect(rows).toEqual(news.map(() => ({ channel: 'mail' })))
})

test('seeds of second factors are sealed, recovery codes hashed', async () => {
  await addUser('sealed')
  const { secret, codes } = await enrol(browserOf(await login('sealed')))
  const text = `select (select json_agg(i)::text from fw_identity i) || (select json_agg(c)::text from fw_recovery_code c) as everything`
  const { rows } = await api.db.query<{ everything: string }>({ text })
  for (const plain of [secret, codes[0]!]) expect(rows[0]!.everything).not.toContain(plain)
})

test('a role can demand a second factor: until it is set up nothing else opens', async () => {
  await addUser('demanded')
  await setPolicy({ roles: { sales_rep: { second_factor: true } } })
  const half = browserOf(await login('demanded'))
  expect((await half.get('/api/me')).body.code).toBe('login_incomplete')
  const { secret } = (await half.post('/api/account/second-factor', {})).body
  const done = await half.post('/api/account/second-factor/confirm', { code: codeOf(secret) })
  const full = as({ cookie: String(done.headers['set-cookie']).split(';')[0]! })
  expect((await full.get('/api/me')).status).toBe(200)
  await setPolicy({})
})

test('addresses: lists of workspace, role and user hold for sessions and tokens (PLAT-81)', async () => {
  const inside = { 'x-forwarded-for': '203.0.113.5' }
  const outside = { 'x-forwarded-for': '192.0.2.5' }
  await addUser('indoors', { addresses: ['203.0.113.0/24', '2001:db8::/32'] })
  expect((await login('indoors', PASSWORD, {}, outside)).body.code).toBe('address_refused')
  const { cookie = '' } = sessionHeaders(await login('indoors', PASSWORD, {}, inside))
  const me = (headers: object) => api.send({ method: 'GET', url: '/api/me', headers: { cookie, ...headers } })
  expect((await me(inside)).status).toBe(200)
  expect((await me({ 'x-forwarded-for': '2001:db8::7' })).status).toBe(200)
  expect((await me(outside)).body.code).toBe('address_refused')
  await setPolicy({ roles: { sales_rep: { addresses: ['198.51.100.0/24'] } } })
  expect((await me(inside)).body.code).toBe('address_refused')
  const locksOut = await api.admin.put('/api/security/policy', { addresses: ['203.0.113.0/24'] })
  expect(locksOut.body.problems[0].code).toBe('locks_you_out')
  await setPolicy({})
})

test('an account that is bound to devices opens on approved ones only (PLAT-90)', async () => {
  const id = await addUser('bound', { bind_devices: true })
  const first = await login('bound')
  expect(first.body.code).toBe('device_waiting')
  const device = String(first.headers['set-cookie']).split(';')[0]!
  expect(device).toMatch(/^fieldwork_device=/)
  const { data } = (await api.admin.get(`/api/users/${id}/devices`)).body
  expect(data).toMatchObject([{ state: 'waiting' }])
  await api.admin.patch(`/api/users/${id}/devices/${data[0].id}`, { state: 'approved' })
  expect((await login('bound', PASSWORD, {}, { cookie: device })).status).toBe(200)
  expect((await login('bound')).body.code).toBe('device_waiting')
  expect((await login('bound', PASSWORD, {}, { cookie: `${device.slice(0, -3)}xxx` })).body.code).toBe('device_waiting')
})

test('the history of log-ins says who, when, from where and how it ended (PLAT-84)', async () => {
  const id = await addUser('logged')
  await login('logged', 'wrong', {}, { 'user-agent': 'bad\tagent' })
  const browser = browserOf(await login('logged'))
  await browser.post('/api/auth/logout', {})
  const { data } = (await api.admin.get(`/api/security/logins?user=${id}`)).body
  expect(data).toMatchObject([
    { result: 'ok', ended_by: 'logout', ended_at: expect.any(String), address: '127.0.0.1', user: { id } },
    { result: 'invalid_credentials', agent: 'bad agent', ended_at: null },
  ])
  const other = await api.as('curious', ['sales_rep'])
  expect((await other.get('/api/security/logins')).status).toBe(403)
  const own = await other.get('/api/account/logins')
  expect(own.body.data.every(({ user }: { user: { name: string } }) => user.name === 'curious')).toBe(true)
})

test('what strangers typed as a user name is not kept', async () => {
  await login('my secret password', 'x')
  const { rows } = await api.db.query({ text: `select from fw_login where username like '%secret%'` })
  expect(rows).toEqual([])
})

test('logging in takes no session over and ends the one that was there (fixation)', async () => {
  await addUser('fixed')
  const planted = await login('fixed', PASSWORD, {}, { cookie: 'fieldwork_session=fw_planted' })
  const { cookie = '' } = sessionHeaders(planted)
  expect(cookie).not.toContain('planted')
  await login('fixed', PASSWORD, {}, { cookie })
  expect((await api.send({ method: 'GET', url: '/api/me', headers: { cookie } })).status).toBe(401)
})

test('every session ends in the end, used or not', async () => {
  const id = await addUser('lasting')
  const browser = browserOf(await login('lasting'))
  const text = `update fw_session set created_at = now() - interval '11 hours 59 minutes 50 seconds',
    last_seen_at = now() - interval '2 minutes' where user_id = $1`
  await api.db.query({ text, values: [id] })
  // what this server believes for a moment is forgotten with a change of the user
  await changeUser(id, { name: 'Lasting' })
  expect((await browser.get('/api/me')).status).toBe(200)
  const { rows } = await api.db.query<{ left: number }>({
    text: `select extract(epoch from expires_at - now())::float8 as left from fw_session where user_id = $1`,
    values: [id],
  })
  expect(rows[0]!.left).toBeLessThan(15)
})

test("people end their own sessions, nobody another's, administrators anybody's (IDOR)", async () => {
  const id = await addUser('several')
  await addUser('intruder')
  const [here, there] = [browserOf(await login('several')), browserOf(await login('several'))]
  const intruder = browserOf(await login('intruder'))
  const { data } = (await here.get('/api/account/sessions')).body
  const other = data.find(({ current }: { current: boolean }) => !current)
  expect((await intruder.delete(`/api/account/sessions/${other.id}`)).status).toBe(404)
  expect((await intruder.get(`/api/users/${id}/sessions`)).status).toBe(403)
  expect((await here.delete(`/api/account/sessions/${other.id}`)).status).toBe(204)
  expect((await there.get('/api/me')).status).toBe(401)
  expect((await api.admin.delete(`/api/users/${id}/sessions`)).status).toBe(204)
  expect((await here.get('/api/me')).status).toBe(401)
})

test('a token can be limited to reading and to objects, everywhere', async () => {
  const make = async (scope: object) => {
    const made = await api.admin.post('/api/tokens', { name: 'limited', ...scope })
    expect(made.status, made.text).toBe(201)
    return bearerClient(api.send, made.body.token)
  }
  const reader = await make({ read_only: true })
  expect((await reader.get('/api/records/customer')).status).toBe(200)
  expect((await reader.post('/api/records/customer', { name: 'x' })).body.code).toBe('token_scope')
  const narrow = await make({ objects: ['region'] })
  expect((await narrow.get('/api/records/region')).status).toBe(200)
  expect((await narrow.get('/api/records/customer')).status).toBe(403)
  expect((await narrow.post('/api/records/customer', { name: 'x' })).status).toBe(403)
  for (const url of ['/api/users', '/api/security/policy'])
    expect((await narrow.get(url)).body.code).toBe('token_scope')
  expect((await narrow.post('/api/tokens', { name: 'wider' })).body.code).toBe('token_scope')
  expect(Object.keys((await narrow.get('/api/me')).body.rights)).toEqual(['region'])
  expect((await api.admin.post('/api/tokens', { name: 'x', objects: ['nothing'] })).status).toBe(422)
})

test('members that nobody may set are refused, not ignored (mass assignment)', async () => {
  const browser = browserOf(await login('admin', ADMIN_PASSWORD))
  for (const member of ['administrator', 'id', 'password_hash', 'totp_secret', 'failed_attempts']) {
    const body = { username: 'x', name: 'x', password: PASSWORD, [member]: true }
    const answer = await browser.post('/api/users', body)
    expect([answer.status, answer.body.problems?.[0]?.code], member).toEqual([422, 'unknown_property'])
  }
  const own = await api.as('climber', ['sales_rep'])
  const { id } = (await own.get('/api/me')).body.user
  expect((await own.patch(`/api/records/user/${id}`, { roles: ['administrator'] })).status).toBeGreaterThanOrEqual(400)
})

test('no header of an answer takes anything from a request', async () => {
  const answer = await login(
    'a\r\nset-cookie: x=1',
    'x',
    {},
    { 'accept-language': 'en', origin: 'https://evil.example' },
  )
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
})

test('over HTTPS cookies are secure and bound to this host', async () => {
  const secure = await startApi({ content: 'crm', settings: { SECURE_COOKIES: '1' } })
  const answer = await secure.send({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: 'admin', password: ADMIN_PASSWORD },
  })
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^__Host-fieldwork_session=.*Path=\/.*HttpOnly.*Secure.*SameSite=Lax/,
  )
  await secure.stop()
})

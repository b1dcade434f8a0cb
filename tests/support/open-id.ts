import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { Answer, ApiServer } from './api-server.ts'

/** Somebody whom the provider knows. */
export interface Person {
  email: string
  email_verified: boolean
}

/** An OpenID provider on this computer, with its own pages for logging in. */
export interface OpenIdProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** how the server finds its way back */
  redirectUri: string
  stop(): Promise<void>
}

/** @param people by subject */
export async function startOpenId(people: Record<string, Person>, redirectUri: string): Promise<OpenIdProvider> {
  let provider: Provider | null = null
  const server = createServer((request, response) => void provider?.callback()(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const [clientId, clientSecret] = ['fieldwork', 'a secret of the provider']
  provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, subject) => ({ accountId: subject, claims: () => ({ sub: subject, ...people[subject] }) }),
    cookies: { keys: ['of the provider'] },
    pkce: { required: () => true },
  })
  return { issuer, clientId, clientSecret, redirectUri, stop: () => close(server) }
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** A browser's cookies of one host. */
function createJar() {
  const cookies = new Map<string, string>()
  return {
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    keep(lines: readonly string[]) {
      for (const line of lines) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/expires=Thu, 01 Jan 1970/i.test(line) || value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
    },
  }
}

/** Follows links and fills in the provider's forms until it is back; says who it is as `subject`. */
async function visitProvider(url: string, subject: string): Promise<URL> {
  const jar = createJar()
  let next: { url: string; form?: string } = { url }
  for (let steps = 0; steps < 12; steps++) {
    const answer = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: jar.header(), 'content-type': 'application/x-www-form-urlencoded' },
      ...(next.form === undefined ? {} : { method: 'POST', body: next.form }),
    })
    jar.keep(answer.headers.getSetCookie())
    const location = answer.headers.get('location')
    if (location) next = { url: new URL(location, next.url).href }
    else next = { url: next.url, form: formOf(await answer.text(), subject) }
    if (new URL(next.url).pathname === '/api/auth/oidc/callback') return new URL(next.url)
  }
  throw new Error(`the provider never came back: ${next.url}`)
}

function formOf(page: string, subject: string): string {
  const [, prompt] = /name="prompt" value="(\w+)"/.exec(page) ?? []
  if (!prompt) throw new Error(`no form in ${page}`)
  return new URLSearchParams({ prompt, ...(prompt === 'login' ? { login: subject, password: 'x' } : {}) }).toString()
}

/** Logs in through the provider, as a browser does; answers with the last page before the app. */
export async function signOn(
  { send }: Pick<ApiServer, 'send'>,
  subject: string,
  { to = '/', headers = {}, change = (url: URL) => url }: SignOnOptions = {},
): Promise<Answer & { cookie: string }> {
  const jar = createJar()
  const start = await send({ method: 'GET', url: `/api/auth/oidc/start?to=${encodeURIComponent(to)}`, headers })
  jar.keep([start.headers['set-cookie']].flat().map(String))
  const location = String(start.headers.location)
  if (location.startsWith('/')) return { ...start, cookie: jar.header() }
  const back = change(await visitProvider(location, subject))
  const answer = await send({
    method: 'GET',
    url: back.pathname + back.search,
    headers: { ...headers, cookie: jar.header() },
  })
  jar.keep([answer.headers['set-cookie'] ?? []].flat().map(String))
  return { ...answer, cookie: jar.header() }
}

interface SignOnOptions {
  to?: string
  headers?: Record<string, string>
  /** what an attacker does to the way back */
  change?: (url: URL) => URL
}

import type { Database } from '@fieldwork/database'
import * as oidc from 'openid-client'
import type { OidcSettings } from '../config.ts'
import { refuse, say } from '../errors.ts'
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts'
import type { Sealer } from './sealing.ts'

const SCOPE = 'openid email profile'
const CONNECTION_MS = 10 * 60_000
const SECRET_PURPOSE = 'oidc client secret'

/** A connection as it is shown: never with its secret. */
export interface ConnectionInfo {
  issuer: string
  client_id: string
  label: string
  /** set by the operator, so not to be changed here */
  from_environment: boolean
}

/** A connection as it is written. Without its secret: the one that is stored, as long as the rest stays the same. */
export type ConnectionInput = Omit<OidcSettings, 'clientSecret'> & { clientSecret: string | undefined }

/** What a sign-on under way is checked by when the browser comes back. */
export interface SignOnState {
  state: string
  nonce: string
  verifier: string
  /** the page that was asked for */
  to: string
}

/** Single sign-on with an OpenID provider: authorization code flow with PKCE, state and nonce. */
export interface SignOn {
  /** where the provider sends people back to; it has to know it */
  redirectUri: string
  /** null: there is none */
  connection(): Promise<ConnectionInfo | null>
  /** null takes the connection away */
  store(settings: ConnectionInput | null): Promise<void>
  /**
   * Asks the provider whether it is there and takes the client; nobody is logged in.
   *
   * @throws sign_on_unavailable, sign_on_refused (the client), validation_failed
   */
  test(settings: ConnectionInput): Promise<{ issuer: string; knows_client: boolean | null }>
  /** @throws not_found (no connection), sign_on_unavailable */
  begin(to: string): Promise<{ url: URL; state: SignOnState }>
  /**
   * @param url the address that the provider sent the browser to
   * @returns the user's id
   * @throws sign_on_refused, sign_on_unavailable
   */
  finish(url: URL, state: SignOnState): Promise<string>
}

interface SignOnOptions {
  db: Database
  sealer: Sealer
  fetch: GuardedFetch
  /** of the operator; null: what is stored counts */
  settings: OidcSettings | null
  redirectUri: string
}

interface StoredConnection {
  issuer: string
  client_id: string
  client_secret: string
  label: string
}

const statements = {
  read: `select value from fw_setting where key = 'oidc'`,
  store: `insert into fw_setting (key, value) values ('oidc', $1::jsonb)
    on conflict (key) do update set value = excluded.value, updated_at = now()`,
  remove: `delete from fw_setting where key = 'oidc'`,
  linked: `select user_id from fw_external_identity where issuer = $1 and subject = $2`,
  byEmail: `
    select i.user_id from fw_identity i join "user" u on u.id = i.user_id
    where (lower(i.email) = lower($1) or lower(i.username) = lower($1)) and u.active and u.deleted_at is null
      and not exists (select from fw_external_identity e where e.user_id = i.user_id and e.issuer = $2)`,
  link: `insert into fw_external_identity (issuer, subject, user_id) values ($1, $2, $3) on conflict do nothing`,
} as const

export function createSignOn({ db, sealer, fetch, settings: own, redirectUri }: SignOnOptions): SignOn {
  let known: { key: string; at: number; client: oidc.Configuration } | null = null

  async function settings(): Promise<OidcSettings | null> {
    if (own) return own
    const { rows } = await db.query<{ value: StoredConnection }>({ text: statements.read })
    const stored = rows[0]?.value
    if (!stored) return null
    const { issuer, client_id: clientId, label } = stored
    return { issuer, clientId, label, clientSecret: sealer.open(stored.client_secret, SECRET_PURPOSE) }
  }

  /** A secret goes to nobody but the provider for whom it was given. */
  async function withSecret({ clientSecret, ...input }: ConnectionInput): Promise<OidcSettings> {
    if (clientSecret !== undefined) return { ...input, clientSecret }
    const kept = await settings()
    if (kept && kept.issuer === input.issuer && kept.clientId === input.clientId)
      return { ...input, clientSecret: kept.clientSecret }
    throw refuse('validation_failed', {}, [{ pointer: '/client_secret', code: 'required', message: secretMissing }])
  }

  async function client(): Promise<oidc.Configuration> {
    const found = await settings()
    if (!found) throw refuse('not_found', { name: 'oidc' })
    const key = JSON.stringify(found)
    if (known?.key === key && Date.now() - known.at < CONNECTION_MS) return known.client
    const made = await reaching(() => discover(found, fetch))
    known = { key, at: Date.now(), client: made }
    return made
  }

  return {
    redirectUri,

    async connection() {
      const found = own ?? (await settings())
      if (!found) return null
      const { issuer, clientId: client_id, label } = found
      return { issuer, client_id, label, from_environment: own !== null }
    },

    async store(next) {
      if (next === null) return void (await db.query({ text: statements.remove }))
      const { issuer, clientId: client_id, label, clientSecret } = await withSecret(next)
      const value = { issuer, client_id, label, client_secret: sealer.seal(clientSecret, SECRET_PURPOSE) }
      await db.query({ text: statements.store, values: [JSON.stringify(value)] })
    },

    async test(input) {
      const found = await withSecret(input)
      const config = await reaching(() => discover(found, fetch))
      return { issuer: config.serverMetadata().issuer, knows_client: await knowsClient(config, redirectUri) }
    },

    async begin(to) {
      const config = await client()
      const verifier = oidc.randomPKCECodeVerifier()
      const state = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, to }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: state.state,
        nonce: state.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url, state }
    },

    async finish(url, { state, nonce, verifier }) {
      const config = await client()
      const back = new URL(redirectUri)
      back.search = url.search
      const tokens = await reaching(() =>
        oidc.authorizationCodeGrant(config, back, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        }),
      )
      const claims = tokens.claims()!
      const isKnown = typeof claims.email === 'string'
      const person = isKnown
        ? claims
        : await reaching(() => oidc.fetchUserInfo(config, tokens.access_token, claims.sub))
      return userOf(db, { issuer: claims.iss, subject: claims.sub, person: person as Person })
    },
  }
}

/** Shows a code that nobody was given: whoever takes the client says that the code is wrong, not the client. */
async function knowsClient(config: oidc.Configuration, redirectUri: string): Promise<boolean | null> {
  const asked = { code: oidc.randomState(), redirect_uri: redirectUri, code_verifier: oidc.randomPKCECodeVerifier() }
  try {
    await oidc.genericGrantRequest(config, 'authorization_code', asked)
    return null
  } catch (error) {
    const code = error instanceof oidc.ResponseBodyError ? error.error : null
    if (code === 'invalid_grant') return true
    if (
      error instanceof oidc.WWWAuthenticateChallengeError ||
      code === 'invalid_client' ||
      code === 'unauthorized_client'
    )
      throw refuse('sign_on_refused', { reason: clientUnknown })
    return null
  }
}

interface Claims {
  issuer: string
  subject: string
  person: Person
}

interface Person {
  email?: unknown
  email_verified?: unknown
}

/** Who came before is known by his subject; who comes first, by an e-mail that the provider has verified. */
async function userOf(db: Database, { issuer, subject, person }: Claims): Promise<string> {
  const linked = await db.query<{ user_id: string }>({ text: statements.linked, values: [issuer, subject] })
  if (linked.rows[0]) return linked.rows[0].user_id
  if (typeof person.email !== 'string' || person.email_verified !== true)
    throw refuse('sign_on_refused', { reason: unverified })
  const { rows } = await db.query<{ user_id: string }>({ text: statements.byEmail, values: [person.email, issuer] })
  const [user] = rows
  if (!user || rows.length > 1) throw refuse('sign_on_refused', { reason: unknownPerson })
  await db.query({ text: statements.link, values: [issuer, subject, user.user_id] })
  return user.user_id
}

const secretMissing = say('Expected the secret of this client', '请填写该客户端的密钥')
const clientUnknown = say('it does not take this client id with this secret', '客户端 ID 或密钥不正确')
const unverified = say('the service did not give a verified e-mail', '该服务未提供已验证的邮箱')
const unknownPerson = say('there is no account for this e-mail', '没有与该邮箱对应的账号')

function discover({ issuer, clientId, clientSecret }: OidcSettings, fetch: GuardedFetch): Promise<oidc.Configuration> {
  const url = new URL(issuer)
  return oidc.discovery(url, clientId, clientSecret, undefined, {
    [oidc.customFetch]: (address, options) =>
      fetch(address, { method: options.method, headers: options.headers, body: bodyOf(options.body) }),
    // the guard decides which hosts may be called without TLS
    ...(url.protocol === 'http:' && { execute: [oidc.allowInsecureRequests] }),
  })
}

const bodyOf = (body: unknown): string | null => (body === null || body === undefined ? null : String(body))

/** What goes wrong with the other side is told as that. */
async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof oidc.AuthorizationResponseError ? error.error : reasonOf(error as Error)
    const isAnswer = error instanceof oidc.AuthorizationResponseError
    throw refuse(isAnswer ? 'sign_on_refused' : 'sign_on_unavailable', { reason: say(reason, reason) })
  }
}

/** What the library met says more than that it met something. */
const reasonOf = ({ message, cause }: Error): string => (cause instanceof Error && cause.message) || message

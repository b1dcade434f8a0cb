import { actorFactsSql, factsOf, hasLeftSql, lendersOf, statementName } from '@fieldwork/database'
import type { Database, FactsRow, Registry } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { Locale } from '../http/locale.ts'
import { everyLevel, type AddressTest } from './addresses.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { stepsOf, type BeginningRow, type LoginStep } from './login-steps.ts'
import { addressLevels, policyOf, type SecurityPolicy } from './policy.ts'
import { hashSecret } from './secrets.ts'
import { personStatements, statements } from './statements.ts'

/** How long a change made elsewhere may go unnoticed where a connection died without a word; others are told at once. */
const TTL_MS = 5_000
const MAX_ENTRIES = 10_000

/** A session or token that was recognised, and its user in each language. */
export interface Credential {
  id: string
  userId: string
  actors: Record<Locale, Actor>
  /** what is left to do before anything else may be done */
  steps: readonly LoginStep[]
  /** null: from everywhere */
  allows: AddressTest | null
}

/** Who somebody is and what he has to do with the organisation. */
export type Person = Pick<Actor, 'id' | 'username' | 'name' | 'roles' | 'facts' | 'lenders'>

/** Recognises sessions and tokens. */
export interface AccessKeeper {
  /** what is known without asking the database; undefined: ask `authenticate` */
  recall(secret: Secret): Credential | undefined
  /**
   * null when the secret is wrong, expired or revoked, or its user may not log in
   *
   * @param how.isWaiting nobody does anything: the session is not prolonged
   */
  authenticate(secret: Secret, how?: { isWaiting: boolean }): Promise<Credential | null>
  /** the same person as he is now; without roles when he may not call any more */
  freshActor(actor: Actor): Promise<Actor>
  /** null: nobody who may call */
  person(userId: string): Promise<Person | null>
  /** a user as he would be if he called; null: there is none, or he may not call */
  actorOf(userId: string, locale: Locale): Promise<Actor | null>
  /** users who may call, by name; `after`: behind this one */
  people(input: { after: { name: string; id: string } | null; limit: number; locale: Locale }): Promise<Actor[]>
  /** to be called with what the registry tells of credentials that changed on any node */
  hear(whose: string): void
  /** to be called when a user's name, roles, state or password change; kept when every node knows, as the others below */
  forgetUser(userId: string): Promise<void>
  /** to be called when the rules for everybody change */
  forgetAll(): Promise<void>
  /** to be called when a session or token ends */
  forget(id: string): Promise<void>
  /** to be called when something else changed that decides who may call, and as what */
  spread(): Promise<void>
}

/** What a caller shows: the secret of a session's cookie or a token. */
export interface Secret {
  kind: 'session' | 'token'
  text: string
}

interface PersonRow {
  user_id: string
  username: string
  name: string
  roles: string[]
  /** of everything that decides about access, when this was read */
  epoch: number
  /** null: nothing is said of an organisation */
  facts: FactsRow | null
}

interface CredentialRow extends PersonRow, BeginningRow {
  id: string
  renew: boolean
  /** for how long all this holds, if nobody changes anything */
  seconds_left: number
  /** of the metadata, when this was read */
  revision: number
  policy: Partial<SecurityPolicy> | null
  addresses: string[]
  /** of a token */
  read_only?: boolean
  objects?: string[] | null
}

export interface AccessOptions {
  db: Database
  registry: Registry
  /** hours after which an unused session ends, and after which every session does */
  sessionHours: number
  sessionMaxHours: number
  timeZone: string
  /** how other nodes hear of a change; inside a transaction nobody can yet, so whoever commits it sees to it */
  spread?: () => Promise<void>
}

/** Recognises callers; what was recognised is believed for a short time. */
export function createAccess(options: AccessOptions): AccessKeeper {
  const { db, registry, spread = registry.spread } = options
  const texts = textsOf(options)
  const cache = createExpiringCache<Credential & { revision: number; epoch: number }>({
    maxEntries: MAX_ENTRIES,
    ttlMs: TTL_MS,
  })
  /** told so far; what was read before the last time is not kept */
  let changes = 0
  const forgetWhere = (matches: (credential: Credential) => boolean): void => {
    changes += 1
    cache.deleteWhere(matches)
  }
  const forgetEverywhere = (matches: (credential: Credential) => boolean): Promise<void> => {
    forgetWhere(matches)
    return spread()
  }
  const lengths = [options.sessionHours, options.sessionMaxHours]

  async function read({ kind, text }: Secret): Promise<CredentialRow | undefined> {
    const hash = hashSecret(text)
    const statement =
      kind === 'session' ? { ...texts('userOfSession'), values: [hash] } : { ...texts('userOfToken'), values: [hash] }
    const { rows } = await db.query<CredentialRow>(statement)
    return rows[0]
  }

  async function renew(id: string, kind: Secret['kind']): Promise<void> {
    if (kind === 'session') await db.query({ text: statements.renewSession, values: [id, ...lengths] })
    else await db.query({ text: statements.touchToken, values: [id] })
  }

  async function readPerson(id: string): Promise<PersonRow | undefined> {
    const { rows } = await db.query<PersonRow>({ ...texts('userById'), values: [id] })
    return rows[0]
  }

  async function authenticate(secret: Secret, how?: { isWaiting: boolean }): Promise<Credential | null> {
    const changesBefore = changes
    const row = await read(secret)
    if (!row) return null
    if (row.revision > registry.catalog().revision) {
      // another node published: what roles and parameters mean now, and perhaps where people stand
      await registry.refresh()
      return authenticate(secret, how)
    }
    if (row.renew && !how?.isWaiting) await renew(row.id, secret.kind)
    const { revision } = registry.catalog()
    const credential = { ...toCredential(row, registry), revision, epoch: row.epoch }
    if (changes === changesBefore) cache.set(secret.kind + secret.text, credential, row.seconds_left * 1000)
    return credential
  }

  return {
    recall({ kind, text }) {
      const known = cache.get(kind + text)
      const epoch = registry.accessEpoch()
      // a publish may have changed what the user's roles mean, a change of the organisation what he has to do with
      const isKnown = known?.revision === registry.catalog().revision && epoch !== null && known.epoch >= epoch
      return isKnown ? known : undefined
    },
    authenticate,
    async freshActor(actor) {
      if (actor.system) return actor
      const row = await readPerson(actor.id)
      return row
        ? { ...toActor(row, registry, actor.locale), scope: actor.scope, ...(actor.call && { call: actor.call }) }
        : { ...actor, roles: [], administrator: false, facts: undefined, lenders: undefined }
    },
    async person(userId) {
      const row = await readPerson(userId)
      return row ? toActor(row, registry, 'en') : null
    },
    async actorOf(userId, locale) {
      const row = await readPerson(userId)
      return row ? toActor(row, registry, locale) : null
    },
    async people({ after, limit, locale }) {
      const values = [after?.name ?? null, after?.id ?? null, limit]
      const { rows } = await db.query<PersonRow>({ ...texts('people'), values })
      return rows.map((row) => toActor(row, registry, locale))
    },
    hear(whose) {
      const [kind, id] = whose.split(' ')
      forgetWhere((credential) => kind === 'everybody' || id === (kind === 'user' ? credential.userId : credential.id))
    },
    forgetUser: (userId) => forgetEverywhere((credential) => credential.userId === userId),
    forgetAll: () => forgetEverywhere(() => true),
    forget: (id) => forgetEverywhere((credential) => credential.id === id),
    spread,
  }
}

function toCredential(row: CredentialRow, registry: Registry): Credential {
  const scope = scopeOf(row)
  const actor = (locale: Locale): Actor => ({ ...toActor(row, registry, locale), scope })
  const actors = { en: actor('en'), 'zh-CN': actor('zh-CN') }
  const { roles } = actors.en
  const policy = policyOf(row.policy)
  return {
    id: row.id,
    userId: row.user_id,
    actors,
    steps: row.read_only === undefined ? stepsOf(row, policy, roles) : [],
    allows: everyLevel(addressLevels(policy, roles, row.addresses)),
  }
}

/** A token that is not limited is as good as its user. */
function scopeOf({ read_only: readOnly = false, objects = null }: CredentialRow): Actor['scope'] {
  return readOnly || objects ? { readOnly, objects } : undefined
}

function toActor(row: PersonRow, registry: Registry, locale: Locale): Actor {
  const facts = row.facts ? factsOf(row.user_id, row.facts) : undefined
  const lenders = row.facts ? lendersOf(row.facts, (role) => !isAdministrator([role], registry)) : []
  const roles = facts ? [...new Set(facts.assignments.map(({ role }) => role))] : row.roles
  return {
    id: row.user_id,
    username: row.username,
    name: row.name,
    roles,
    administrator: isAdministrator(roles, registry),
    locale,
    facts,
    ...(lenders.length > 0 && { lenders }),
  }
}

type Texts = ReturnType<typeof personStatements>

/** The statements that depend on the metadata, made once for each catalog. */
function textsOf({ registry, timeZone }: Pick<AccessOptions, 'registry' | 'timeZone'>) {
  const known = new WeakMap<Catalog, Texts>()
  return (name: keyof Texts): { name: string; text: string } => {
    const catalog = registry.catalog()
    const texts = known.get(catalog) ?? personTexts(catalog, timeZone)
    known.set(catalog, texts)
    return { name: statementName(texts[name]), text: texts[name] }
  }
}

const personTexts = (catalog: Catalog, timeZone: string): Texts =>
  personStatements({
    timeZone,
    facts: (user) => actorFactsSql(catalog, { user, timeZone }),
    hasLeft: (user) => hasLeftSql(catalog, user),
  })

/** True when one of the roles is an administrator's. */
export function isAdministrator(roles: readonly string[], registry: Registry): boolean {
  const catalog = registry.catalog()
  return roles.some((role) => catalog.roles.get(role)?.administrator === true)
}

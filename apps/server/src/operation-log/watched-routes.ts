import type { NewLoggedOperation } from '@fieldwork/database'
import { isPlainObject } from '@fieldwork/metadata'
import type { FastifyRequest } from 'fastify'
import { saysRights } from './says-rights.ts'
import type { Changes } from './says-rights.ts'

/** What a request that succeeded has to say for itself; null: nothing worth a line. */
export type Description = Pick<NewLoggedOperation, 'action' | 'account' | 'object' | 'record' | 'details'>

/** Requests that leave a line in the operation log when they have succeeded. */
export interface WatchedRoute {
  methods: readonly string[]
  url: RegExp
  describe(request: FastifyRequest, context: WatchedContext): Description[] | Promise<Description[]>
}

export interface WatchedContext {
  /** of the answer; read when it is asked for */
  readonly body: unknown
  /** what a revision has changed */
  changes(revision: number): Promise<Changes>
}

const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE']
const MAX_DOCUMENTS = 200

export const watchedRoutes: readonly WatchedRoute[] = [
  {
    methods: ['POST'],
    url: /^\/api\/auth\/login/,
    describe: (request, { body }) => (member(body, 'user') ? [{ action: 'login', ...claimedAccount(request) }] : []),
  },
  { methods: ['POST'], url: /^\/api\/auth\/logout$/, describe: () => [{ action: 'logout' }] },
  { methods: ['POST'], url: /^\/api\/auth\/password$/, describe: () => [{ action: 'password' }] },
  { methods: ['POST', 'DELETE'], url: /^\/api\/tokens/, describe: (request) => [token(request)] },
  { methods: UNSAFE, url: /^\/api\/users(?:\/|$)/, describe: (request, { body }) => [account(request, body)] },
  { methods: UNSAFE, url: /^\/api\/(?:security|account)\//, describe: (request) => [ownOrRules(request)] },
  {
    methods: UNSAFE,
    url: /^\/api\/(?:connections\/:name\/secrets|plugins\/:name\/settings)$/,
    describe: (request) => [secrets(request)],
  },
  {
    methods: ['POST', 'PUT', 'DELETE'],
    url: /^\/api\/(?:metadata\/(?:publish|import|purge|revisions\/:n\/revert|packages\/:name\/.*|conflicts\/.*|calendars\/:name\/years\/:year)|plugins\/:name\/(?:enable|disable))$/,
    describe: published,
  },
]

/** The name that somebody logs in by; his password is no part of it. */
export function claimedAccount({ body }: FastifyRequest): Pick<NewLoggedOperation, 'account'> {
  const username = member(body, 'username')
  return { account: typeof username === 'string' ? username.slice(0, 80) : null }
}

/** The record that a path is about. */
export function addressed({ params }: FastifyRequest): Pick<NewLoggedOperation, 'object' | 'record'> {
  const { object = null, id = null } = (params ?? {}) as Record<string, string | undefined>
  return { object, record: id && UUID.test(id) ? id.toLowerCase() : null }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const member = (value: unknown, name: string): unknown => (isPlainObject(value) ? value[name] : undefined)

function token({ method, body }: FastifyRequest): Description {
  const done = method === 'DELETE' ? 'revoked' : 'made'
  return { action: 'token', details: { done, name: member(body, 'name') ?? null } }
}

function account(request: FastifyRequest, answer: unknown): Description {
  const { roles, active } = isPlainObject(request.body) ? request.body : {}
  const changed = isPlainObject(request.body) ? Object.keys(request.body) : []
  const { record } = addressed(request)
  const made = member(answer, 'id')
  return {
    action: 'account',
    object: 'user',
    record: record ?? (typeof made === 'string' ? made : null),
    details: { done: request.method === 'POST' && !record ? 'made' : 'changed', changed, roles, active },
  }
}

/** What people do with their own accounts, and the rules for everybody's; never what was sent. */
function ownOrRules({ method, routeOptions, actor, body }: FastifyRequest): Description {
  const changed = isPlainObject(body) ? Object.keys(body) : []
  const details = { done: 'changed', path: `${method} ${routeOptions.url ?? ''}`, changed }
  return { action: 'account', object: 'user', record: actor?.id ?? null, details }
}

/** Which were set or taken away, never what they are. */
function secrets({ method, url, body }: FastifyRequest): Description {
  const changed = isPlainObject(body) ? Object.keys(body) : []
  return { action: 'secrets', details: { path: `${method} ${url.split('?')[0]}`, changed } }
}

/** A publication is told once, and once more where it changes who may do what; reverts and imports are as others. */
async function published(request: FastifyRequest, { body, changes }: WatchedContext): Promise<Description[]> {
  if (member(request.body, 'dry_run') === true || queryOf(request).plan === 'true') return []
  const revision = member(body, 'revision')
  const changed = typeof revision === 'number' ? await changes(revision) : { documents: [], switches: NONE }
  const named = changed.documents.map(({ kind, name }) => `${kind}/${name}`)
  const details = {
    path: request.url.split('?')[0],
    revision: revision ?? null,
    message: member(request.body, 'message') ?? null,
    documents: named.slice(0, MAX_DOCUMENTS),
    count: named.length,
  }
  const rights = named.filter((_, at) => saysRights(changed.documents[at]!, changed.switches))
  return [
    { action: 'publish', details },
    ...(rights.length > 0
      ? [{ action: 'permission', details: { ...details, documents: rights.slice(0, MAX_DOCUMENTS) } }]
      : []),
  ]
}

const NONE: ReadonlySet<string> = new Set()

const queryOf = ({ query }: FastifyRequest) => (query ?? {}) as Record<string, unknown>

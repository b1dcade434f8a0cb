import { namesOfSecrets } from '@fieldwork/automation'
import type { Queryable } from '@fieldwork/database'
import { isPlainObject, mergePatch, pointerOf, type Catalog, type ChangeSet } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import { refuse, say } from '../../errors.ts'

/**
 * Secrets of connections are given by administrators, for the servers that are named then: who keeps definitions
 * without being one sends them nowhere else.
 *
 * @throws forbidden, naming each connection that has secrets and would call another server
 */
export async function guardConnections(
  { db, catalog }: { db: Queryable; catalog: Catalog },
  actor: Actor,
  changes: ChangeSet,
): Promise<void> {
  if (actor.administrator) return
  const moved = movedConnections(catalog, changes)
  if (moved.length === 0) return
  const secrets = await namesOfSecrets(
    { db },
    moved.map(({ name }) => name),
  )
  const problems = moved
    .filter(({ name }) => secrets.has(name))
    .map(({ pointer }) => ({ pointer, code: 'exceeds_own_rights', message: ONLY_ADMINISTRATORS }))
  if (problems.length > 0) throw refuse('forbidden', {}, problems)
}

/** Connections that would call another server than now; one that is new here may have been another's name. */
function movedConnections(catalog: Catalog, changes: ChangeSet): { name: string; pointer: string }[] {
  const known = catalog.documents('connection')
  const put = (changes.put ?? []).map((entry, at) => {
    const name = String(entry.definition.name)
    return { kind: entry.kind, name, after: entry.definition, pointer: pointerOf('put', at) }
  })
  const patched = (changes.patch ?? []).map(({ kind, name, patch }, at) => {
    const after = mergePatch(known.get(name) ?? {}, patch) as object
    return { kind, name, after, pointer: pointerOf('patch', at) }
  })
  const returning = (['reset', 'show'] as const).flatMap((list) =>
    (changes[list] ?? []).map(({ kind, name }, at) => ({ kind, name, after: null, pointer: pointerOf(list, at) })),
  )
  const isMoved = (name: string, after: object | null) =>
    after === null || serversOf(after) !== serversOf(known.get(name) ?? {})
  return [...put, ...patched, ...returning].filter(
    ({ kind, name, after }) => kind === 'connection' && isMoved(name, after),
  )
}

/** What a connection calls, and where it logs in. */
function serversOf(connection: object): string {
  const { baseUrl, auth } = connection as { baseUrl?: unknown; auth?: unknown }
  const tokenUrl = isPlainObject(auth) ? auth.tokenUrl : undefined
  return JSON.stringify([originOf(baseUrl), originOf(tokenUrl)])
}

const originOf = (url: unknown): string | null =>
  typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : null

const ONLY_ADMINISTRATORS = say(
  'Only administrators let a connection that has secrets call another server',
  '只有管理员可以更改已设置密钥的连接所调用的服务器',
)

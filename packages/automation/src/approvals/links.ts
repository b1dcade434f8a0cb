import { createHash, randomBytes } from 'node:crypto'
import { appError } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { ApprovalsDeps } from './open-run.ts'
import { reachOf } from './people.ts'
import { personOf } from './scene.ts'

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export interface OpenLink {
  approval: string
  task: string
  /** for whom it was made */
  actor: Actor
}

/** A token with which the one who is asked can decide once, without logging in. Only its hash is kept. */
export async function makeLink(
  { db }: Pick<ApprovalsDeps, 'db'>,
  { task, hours = 72 }: { task: string; hours?: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { rowCount } = await db.query({
    text:
      'insert into fw_approval_link (hash, task, assignee, expires)' +
      " select $1, id, assignee, now() + interval '1 hour' * $3::int from fw_approval_task where id = $2 and state = 'pending'",
    values: [hashOf(token), task, hours],
  })
  if (rowCount === 0) throw appError('approval_decided')
  return token
}

/** News of an approval, as a delivery knows them. */
export interface AskedNews {
  kind: string
  about: { object: string; id: string } | null
  recipient: { id: string } | null
}

const askingKinds = new Set(['approval.task', 'approval.reminder'])
const decideWords: LocalizedText = { en: 'Decide now', 'zh-CN': '立即审批' }

/** A link to decide, where the news ask somebody who has not decided yet; a new token each time. */
export async function linksOf(
  { db }: Pick<ApprovalsDeps, 'db'>,
  { kind, about, recipient }: AskedNews,
): Promise<{ label: LocalizedText; link: string }[]> {
  if (!askingKinds.has(kind) || !about || !recipient) return []
  const { rows } = await db.query<{ id: string }>({
    text:
      'select id from fw_approval_task where assignee = $1 and object = $2 and record_id = $3' +
      " and state = 'pending' and kind <> 'notify' order by created_at desc limit 1",
    values: [recipient.id, about.object, about.id],
  })
  const [task] = rows
  return task ? [{ label: decideWords, link: `/decide/${await makeLink({ db }, { task: task.id })}` }] : []
}

/**
 * What a token is for.
 *
 * @throws not_found (unknown, used, expired, or the task is somebody else's by now)
 */
export async function openLink(
  deps: ApprovalsDeps,
  token: string,
  db: Pick<ApprovalsDeps['db'], 'query'> = deps.db,
): Promise<OpenLink> {
  const { rows } = await db.query<{ approval: string; task: string; assignee: string }>({
    text:
      'select t.approval, t.id as task, l.assignee from fw_approval_link l' +
      ' join fw_approval_task t on t.id = l.task and t.assignee = l.assignee' +
      " where l.hash = $1 and l.used_at is null and l.expires > now() and t.state = 'pending' for update of l",
    values: [hashOf(token)],
  })
  const [found] = rows
  const scene = { db: deps.db, catalog: deps.catalog(), timeZone: deps.timeZone }
  const isHere = found && (await reachOf(scene, [found.assignee])).get(found.assignee)?.isHere
  if (!found || !isHere) throw appError('not_found', { name: 'link' })
  const person = await personOf(scene, found.assignee)
  const actor: Actor = { ...person, roles: [], administrator: false, locale: 'zh-CN' }
  return { approval: found.approval, task: found.task, actor }
}

/** @throws not_found where somebody has used it meanwhile */
export async function useLink(db: Pick<ApprovalsDeps['db'], 'query'>, token: string): Promise<void> {
  const { rowCount } = await db.query({
    text: 'update fw_approval_link set used_at = now() where hash = $1 and used_at is null and expires > now()',
    values: [hashOf(token)],
  })
  if (rowCount === 0) throw appError('not_found', { name: 'link' })
}

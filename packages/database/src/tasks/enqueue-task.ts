import { createPoolSignal } from '../connection/pool-signal.ts'
import type { Queryable } from '../connection/types.ts'
import { newId } from '../system/new-id.ts'
import type { NewTask } from './task.ts'

type TaskValues = Record<'id' | 'kind' | 'key' | 'args' | 'label' | 'actor' | 'revision', string>

/**
 * The statement that adds a task, or starts the one with its key anew.
 *
 * @param values SQL of each
 */
export function enqueueSql(table: string, { id, kind, key, args, label, actor, revision }: TaskValues): string {
  return `insert into ${table} (id, kind, key, args, label, actor, revision)
values (${[id, kind, key, args, label, actor, revision].join(', ')})
on conflict (key) where state <> 'done' do update set id = excluded.id, kind = excluded.kind, args = excluded.args,
  label = excluded.label, actor = excluded.actor, revision = excluded.revision, state = 'queued', cancelling = false,
  done = 0, total = null, cursor = null, error = null, attempts = 0, claim = null, created_at = now(),
  not_before = now(), started_at = null, heartbeat_at = null, finished_at = null`
}

const insert = enqueueSql('fw_task', {
  id: '$1',
  kind: '$2',
  key: '$3',
  args: '$4',
  label: '$5',
  actor: '$6',
  revision: 'coalesce($7::bigint, (select revision from fw_revision))',
})

/** Adds a task, usually in the transaction that makes it necessary; it starts once that has committed. Returns its id. */
export async function enqueueTask(tx: Queryable, task: NewTask): Promise<string> {
  const { kind, args, label, key = null, actor = null, revision = null } = task
  const id = newId()
  const values = [id, kind, key, JSON.stringify(args), JSON.stringify(label), actor, revision]
  await tx.query({ text: insert, values })
  return id
}

const signal = createPoolSignal()

/** Tells this process's runner that there may be something to do; others find it by themselves within seconds. */
export const nudgeTasks = signal.send

/** Calls `nudge` on each `nudgeTasks` over the same pool; returns how to stop it. */
export const onTaskNudge = signal.listen

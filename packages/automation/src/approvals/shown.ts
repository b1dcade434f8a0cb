import type { CompiledApprovalStep } from '@fieldwork/metadata'
import { timeLeft } from './due-time.ts'
import type { TimeLeft } from './due-time.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { chainOfVersion } from './scene.ts'
import type { Scene } from './scene.ts'

export type Row = Record<string, unknown>

export const named = (id: string) =>
  `(select json_build_object('id', p.id, 'label', p.name) from "user" p where p.id = ${id})`
export const moment = (sql: string) => `to_char(${sql} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const approvalMembers =
  `a.id as approval, a.chain, a.version, a.object, json_build_object('id', a.record_id, 'label', a.label) as record,` +
  ` a.state, a.step, a.round, a.comment, ${named('a.submitter')} as submitter, ${moment('a.submitted_at')} as submitted_at,` +
  ` ${moment('a.finished_at')} as finished_at`

export const taskMembers =
  `t.id, t.approval, t.step, t.kind, t.state, t.opinion, t.comment, t.source, t.visit, ${named('t.assignee')} as assignee,` +
  ` ${named('t.behalf')} as behalf, ${moment('t.due')} as due, coalesce(t.state = 'pending' and t.due < now(), false) as overdue,` +
  ` ${moment('t.created_at')} as created_at, ${moment('t.decided_at')} as decided_at, ${named('t.decided_by')} as decided_by`

export const sceneOf = (deps: ApprovalsDeps): Scene => ({
  db: deps.db,
  records: deps.records(),
  catalog: deps.catalog(),
  timeZone: deps.timeZone,
})

/** With the words of the chain as it was when it began. */
export async function described(scene: Scene, { about, ...row }: Row): Promise<Row> {
  const approval = (about ?? row) as { version: string; chain: string; step: string | null }
  const chain = await chainOfVersion(scene, approval.version)
  const step = chain.steps.get(String(row.step))
  const { version: _version, ...shown } = approval as Row
  return {
    ...(about ? { ...row, about: { ...shown, chain: { name: chain.name, label: chain.label } } } : shown),
    ...(!about && { id: row.id, chain: { name: chain.name, label: chain.label } }),
    step: step ? { key: step.key, label: step.label } : null,
    ...(about !== undefined && step && row.state === 'pending'
      ? { ...openBy(step), left: leftOf(scene, step, row.due) }
      : {}),
  }
}

/** What a step lets its people do. */
export const openBy = ({ actions, edit, require, kind, comment }: CompiledApprovalStep) => ({
  actions: [...actions],
  edit: [...edit],
  require,
  /** when words have to be given */
  commented: comment,
  opinions: kind === 'advise' ? ['agree', 'disagree', 'advise'] : kind === 'decide' ? ['agree', 'disagree'] : [],
})

export function leftOf(
  { catalog, timeZone }: Scene,
  { due: rule }: CompiledApprovalStep,
  due: unknown,
): TimeLeft | null {
  if (typeof due !== 'string') return null
  return timeLeft(new Date(due), rule?.after ?? {}, { catalog, timeZone, calendar: rule?.calendar ?? null })
}

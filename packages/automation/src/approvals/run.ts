import type { CompiledApproval, CompiledApprovalStep } from '@fieldwork/metadata'
import { asDefinition } from '@fieldwork/records'
import type { Actor } from '@fieldwork/records'
import type { Asked } from './resolve-approvers.ts'
import type { Person, Scene } from './scene.ts'
import type { StoredApproval, TrailEntry } from './stored.ts'
import { note } from './stored.ts'

/** An approval that goes on, in one transaction. */
export interface Run {
  scene: Scene
  chain: CompiledApproval
  /** as it is by now; stored at the end */
  approval: StoredApproval
  submitter: Person
  /** who made it go on; null: the platform did */
  actor: Actor | null
}

/** As much of a run as says who would be asked about what: an approval that has not begun has no more. */
export type Asking = Pick<Run, 'scene' | 'chain' | 'submitter'> & {
  approval: Pick<StoredApproval, 'object' | 'record_id' | 'chosen'>
}

export const recordOf = ({ approval }: Pick<Asking, 'approval'>) => ({
  object: approval.object,
  id: approval.record_id,
})

/** Writes down what happened; by whom is known. */
export const noteRun = (run: Run, ...entries: readonly TrailEntry[]): Promise<void> =>
  note(run.scene.db, run.approval.id, ...entries.map((entry) => ({ actor: run.actor?.id || null, ...entry })))

/** Whom a step asks about. */
export const askedBy = (
  { approval, submitter }: Omit<Asking, 'scene' | 'chain'>,
  step: CompiledApprovalStep,
): Asked => ({
  record: { object: approval.object, id: approval.record_id },
  submitter,
  without: step.allowSubmitter ? new Set() : new Set([submitter.id]),
  chosen: Object.fromEntries(
    Object.entries(approval.chosen).flatMap(([key, users]) =>
      key.startsWith(`${step.key}.`) ? [[key.slice(step.key.length + 1), users] as const] : [],
    ),
  ),
})

/** Writes of this transaction to the record are the approval's own: the lock lets them pass. */
export async function passing<T>({ scene, approval }: Run, write: () => Promise<T>): Promise<T> {
  const pass = (id: string) => scene.db.query({ text: "select set_config('fw.approval', $1, true)", values: [id] })
  await pass(approval.id)
  const result = await write()
  await pass('')
  return result
}

/** In whose name effects are written. */
export const writerOf = ({ actor, chain }: Run): Actor =>
  actor ?? asDefinition(`${chain.label['zh-CN']} / ${chain.label.en}`)

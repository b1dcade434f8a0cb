import type { LocalizedText } from '@fieldwork/fields'
import type { ColumnChange } from '../schema/column-change.ts'
import type { SchemaPlan } from '../schema/plan-schema.ts'
import type { NewTask } from '../tasks/task.ts'
import type { DocumentChange } from './stored-documents.ts'

export const typeTaskKind = 'change-type'

export interface TypeTaskArgs {
  schema: string
  changes: ColumnChange[]
  /** what to publish once the columns are ready, as JSON text: the order of keys is the author's */
  pending: string
  message: LocalizedText | string | null
  actor: string | null
  reverts: number | null
}

interface TypeTaskInput {
  plan: SchemaPlan
  pending: DocumentChange[]
  request: { message: LocalizedText | string | null; actor: string | null; reverts?: number | undefined }
  schema: string
}

/** The task that prepares the columns of fields whose type changes, and then publishes the change. */
export function typeTask({ plan, pending, request, schema }: TypeTaskInput): NewTask {
  const { message, actor, reverts = null } = request
  const args: TypeTaskArgs = {
    schema,
    changes: plan.deferred,
    pending: JSON.stringify(pending),
    message,
    actor,
    reverts,
  }
  const fields = plan.deferred.map(({ object, field }) => `${object}.${field}`)
  const summaries = plan.steps
    .filter(({ background, task }) => background && task === null)
    .map(({ summary }) => summary)
  const label = {
    en: summaries.map(({ en }) => en).join('; '),
    'zh-CN': summaries.map((summary) => summary['zh-CN']).join('；'),
  }
  return { kind: typeTaskKind, key: `schema:type:${fields.join(',')}`, args, label }
}

import type { Problem } from '@fieldwork/fields'
import type { DocumentName, UpgradeConflict } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import type { SchemaStep } from '../schema/steps.ts'
import { assertUnchanged, planDraft, prepare } from './commit-revision.ts'
import type { PublishingContext, RevisionRequest, Snapshot } from './commit-revision.ts'
import { administratorProblems } from './keep-administrator.ts'
import { loadDocuments } from './stored-documents.ts'
import type { DocumentChange } from './stored-documents.ts'

/** Who publishes; null is the program itself. */
export type Publisher = { id: string } | null

/** What publishing would do. */
export interface Plan {
  problems: Problem[]
  steps: SchemaStep[]
  /** the documents it changes, by layer */
  changes: (DocumentName & { layer: string; change: 'created' | 'changed' | 'deleted' })[]
  /** what somebody would have to decide on afterwards */
  conflicts: UpgradeConflict[]
  /** publishing would make a revision */
  isChange: boolean
}

export interface PublishOptions {
  /** accept steps that are not safe */
  confirm?: boolean
  message?: string
}

/** What planning an edit needs to know. */
export type PlanRequest = Pick<RevisionRequest, 'edit' | 'basis' | 'reverts'>

/** Counting what does not fit reads whole tables. */
const planTimeoutMs = 300_000

/** Compares in a transaction of its own, so from one moment, and without any lock. */
export async function planEdit(
  db: Database,
  context: PublishingContext & { known: Snapshot },
  { edit, basis, reverts }: PlanRequest,
): Promise<Plan> {
  return db.transaction(
    async (tx) => {
      await tx.query({ text: `set local statement_timeout = ${planTimeoutMs}` })
      await assertUnchanged(tx, context, basis)
      const draft = prepare(context, await loadDocuments(tx, context.known.layers), edit)
      if ('problems' in draft) return { ...noPlan, problems: draft.problems }
      const locksOut = await administratorProblems(tx, context.known.catalog, draft.catalog)
      const { problems, steps } = await planDraft(tx, context, { ...draft, reverts })
      const isChange = draft.changes.length > 0 || steps.length > 0 || !draft.isSameRelease
      const changes = draft.changes.map(describeChange)
      return { problems: [...locksOut, ...problems], steps, changes, conflicts: draft.conflicts, isChange }
    },
    { isolation: 'repeatable read' },
  )
}

const noPlan = { steps: [], changes: [], conflicts: [], isChange: false }

function describeChange({ layer, kind, name, before, after }: DocumentChange): Plan['changes'][number] {
  const change = before === null ? 'created' : 'changed'
  return { layer, kind, name, change: after === null ? 'deleted' : change }
}

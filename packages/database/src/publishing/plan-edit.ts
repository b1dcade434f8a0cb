import type { Problem } from '@fieldwork/fields'
import type { DocumentName, UpgradeConflict } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import { publicStep } from '../schema/steps.ts'
import type { SchemaStep } from '../schema/steps.ts'
import type { TaskInfo } from '../tasks/task.ts'
import { assertUnchanged } from './commit-revision.ts'
import type { RevisionRequest } from './commit-revision.ts'
import { propose } from './draft.ts'
import type { PublishingContext, Snapshot } from './draft.ts'
import { administratorProblems } from './keep-administrator.ts'
import { readLatest } from './latest-state.ts'
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

/** What a publish did. */
export interface Published {
  /** the revision that holds the changes; the present one where they change nothing, or all wait for a task */
  revision: number
  /** what goes on afterwards: indexes of large tables, changes of type */
  tasks: TaskInfo[]
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
  node: PublishingContext & { known: Snapshot },
  { edit, basis, reverts }: PlanRequest,
): Promise<Plan> {
  return db.transaction(
    async (tx) => {
      await tx.query({ text: `set local statement_timeout = ${planTimeoutMs}` })
      const { stored, context } = await readLatest(tx, node)
      await assertUnchanged(tx, context, basis)
      const proposal = await propose(tx, context, { stored, edit, reverts, inBackground: true, drafts: {} })
      if ('problems' in proposal) return { ...noPlan, problems: proposal.problems }
      const { draft, plan, pending } = proposal
      const locksOut = await administratorProblems(tx, db, { before: context.known.catalog, after: draft.catalog })
      const isChange = draft.changes.length > 0 || plan.steps.length > 0 || !draft.isSameRelease
      const changes = [...draft.changes, ...pending].map(describeChange)
      const steps = plan.steps.map(publicStep)
      return { problems: [...locksOut, ...plan.problems], steps, changes, conflicts: draft.conflicts, isChange }
    },
    { isolation: 'repeatable read' },
  )
}

const noPlan = { steps: [], changes: [], conflicts: [], isChange: false }

function describeChange({ layer, kind, name, before, after }: DocumentChange): Plan['changes'][number] {
  const change = before === null ? 'created' : 'changed'
  return { layer, kind, name, change: after === null ? 'deleted' : change }
}

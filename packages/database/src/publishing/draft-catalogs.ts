import type { Problem } from '@fieldwork/fields'
import type { Catalog } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import { assertUnchanged } from './commit-revision.ts'
import { prepare } from './draft.ts'
import type { PublishingContext, Snapshot } from './draft.ts'
import { readLatest } from './latest-state.ts'
import type { PlanRequest } from './plan-edit.ts'

/** What an edit makes of the definitions, or what is wrong with it. */
export type Drafted = { before: Catalog; after: Catalog } | { problems: Problem[] }

/** Compiles an edit without comparing it with the database. Throws changed_meanwhile. */
export async function draftCatalogs(
  db: Database,
  node: PublishingContext & { known: Snapshot },
  { edit, basis }: PlanRequest,
): Promise<Drafted> {
  return db.transaction(
    async (tx) => {
      const { stored, context } = await readLatest(tx, node)
      await assertUnchanged(tx, context, basis)
      const draft = prepare(context, stored, edit)
      return 'problems' in draft ? draft : { before: context.known.catalog, after: draft.catalog }
    },
    { isolation: 'repeatable read' },
  )
}

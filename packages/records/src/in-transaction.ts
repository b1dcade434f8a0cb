import { withinTransaction } from '@fieldwork/database'
import type { WriteContext } from './write-context.ts'
import type { RecordsDeps } from './records-deps.ts'

/**
 * Several statements of one write, in one transaction: `work` gets the same context, bound to it. Inside of another
 * transaction it is a part of that one. What makes the whole begin anew (a publish, a deadlock) is seen to by
 * `withFreshCatalog` and by the database, so `work` may run several times.
 */
export function inTransaction<T>(ctx: WriteContext, work: (ctx: WriteContext) => Promise<T>): Promise<T> {
  const { deps, catalog } = ctx
  return deps.db.transaction((tx) => {
    const db = withinTransaction(tx, deps.db)
    return work({ ...ctx, db, isBound: true, deps: boundDeps({ ...deps, db }, catalog) })
  })
}

/** Everything in one transaction is compiled from one catalog, for actors as they were when it began. */
export function boundDeps(deps: RecordsDeps, catalog: WriteContext['catalog']): RecordsDeps {
  const epoch = deps.registry.accessEpoch?.() ?? null
  const registry = { catalog: () => catalog, refresh: async () => catalog, accessEpoch: () => epoch }
  return { ...deps, isBound: true, registry }
}

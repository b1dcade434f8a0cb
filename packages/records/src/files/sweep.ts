import { enqueueTask, forgetFiles, hasLeftovers, nudgeTasks, retireLeftovers } from '@fieldwork/database'
import type { Database, TaskHandler } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import { clearReceived } from './receive.ts'
import type { FileStore } from './store/file-store.ts'

const kind = 'files.sweep'
const filesPerBatch = 100
/** after which nobody is expected to use an upload any more */
const hours = 24
const hourMs = 60 * 60 * 1000

export interface SweepDeps {
  store: FileStore
  /** where uploads are received */
  folder: string
  catalog(): Catalog
}

/**
 * Removes files that nothing uses. A batch is first taken out of circulation, then its contents go, then what is known
 * of them: whatever breaks off in between is found again.
 */
export function sweepHandler({ store, catalog }: Omit<SweepDeps, 'folder'>): TaskHandler {
  return {
    kind,
    async run({ db, report, signal }) {
      for (let done = 0; !signal.aborted;) {
        const left = await retireLeftovers(db, { catalog: catalog(), hours, limit: filesPerBatch })
        for (const { storageKey } of left) await store.delete(storageKey)
        await forgetFiles(
          db,
          left.map(({ id }) => id),
        )
        done += left.length
        await report(done)
        if (left.length < filesPerBatch) return
      }
    },
  }
}

const label = { en: 'Remove unused files', 'zh-CN': '清理未使用的文件' }

/** Has the leftovers removed where there are any. */
export async function sweepFiles(db: Database, catalog: Catalog): Promise<void> {
  if (!(await hasLeftovers(db, { catalog, hours }))) return
  await enqueueTask(db, { kind, key: kind, args: {}, label })
  nudgeTasks(db)
}

/** Looks for leftovers, of which there are few: once an hour is enough. */
export async function lookForLeftovers(db: Database, { folder, catalog }: Omit<SweepDeps, 'store'>): Promise<void> {
  await Promise.all([sweepFiles(db, catalog()), clearReceived(folder, hours * hourMs)])
}

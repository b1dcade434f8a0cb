import { addJobs } from '../jobs/add-jobs.ts'
import { startByApproval } from '../workflow/triggers.ts'
import { wakeByKey } from '../workflow/wake.ts'
import { recordOf } from './run.ts'
import type { Run } from './run.ts'

/** Lets workflows go on that asked for the approval, and begins those that follow its end, in its transaction. */
export async function tellWorkflows(run: Run, outcome: string): Promise<void> {
  const { scene, approval, chain, actor } = run
  const { object, id: record } = recordOf(run)
  const add = (jobs: Parameters<typeof addJobs>[1]) => addJobs(scene.db, jobs)
  await wakeByKey({ tx: scene.db, add }, { kind: 'approval', key: approval.id, data: { outcome } })
  if (outcome === 'deleted') return
  const end = { approval: chain.name, outcome, object, record, actor: actor?.id || null }
  await startByApproval({ tx: scene.db, catalog: scene.catalog, records: scene.records }, end)
}

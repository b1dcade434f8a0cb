import type { Queryable } from '@fieldwork/database'
import { AppError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { AfterHook } from '@fieldwork/records'
import { addJobs } from '../jobs/add-jobs.ts'
import type { JobHandler, NewJob } from '../jobs/job.ts'
import { withRun } from './open-run.ts'
import type { ApprovalsDeps } from './open-run.ts'
import { givesWaySql, hereSql } from './people.ts'
import { reseat } from './reseat.ts'

export const SWEEP_TASK = 'approval.sweep'

export const sweepJob: NewJob = { task: SWEEP_TASK, key: SWEEP_TASK, payload: {} }

/** Looks soon after the transaction whether approvals wait for somebody who has left, or for a record that is gone. */
export const sweepSoon = (tx: Queryable): Promise<void> => addJobs(tx, [sweepJob])

export const sweepHandler =
  (deps: ApprovalsDeps): JobHandler =>
  async () => {
    await sweepApprovals(deps)
  }

/**
 * Goes on with every approval that nothing else would move: who is asked has left or is away, nobody is asked, or its record is
 * gone. What fails keeps no other approval waiting.
 *
 * @returns how many were looked after
 * @throws the first error, at the end
 */
export async function sweepApprovals(deps: ApprovalsDeps): Promise<number> {
  const ids = [...new Set([...(await waitingInVain(deps)), ...(await withoutRecord(deps))])]
  const errors: unknown[] = []
  for (const approval of ids) {
    try {
      await withRun(deps, { approval, actor: null }, reseat)
    } catch (error) {
      if (!isOver(error)) errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
  return ids.length
}

/** Its record was gone, and so the approval has ended; or it was purged in between. */
const isOver = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'approval_decided' || error.code === 'not_found')

async function waitingInVain({ db, catalog, timeZone }: ApprovalsDeps): Promise<string[]> {
  const open = 'from fw_approval_task t where t.approval = a.id and t.visit = a.visit'
  const { rows } = await db.query<{ id: string }>({
    text:
      "select a.id from fw_approval a where a.state = 'pending' and (" +
      ` exists (select ${open} and t.state in ('pending', 'waiting') and (not ${hereSql(catalog(), 't.assignee')}` +
      ` or ${givesWaySql(catalog(), 1)}))` +
      ` or not exists (select ${open} and t.state = 'pending')) and $1::text is not null order by a.id`,
    values: [timeZone],
  })
  return rows.map(({ id }) => id)
}

async function withoutRecord({ db, catalog }: ApprovalsDeps): Promise<string[]> {
  const { rows } = await db.query<{ object: string }>({
    text: "select distinct object from fw_approval where state in ('pending', 'returned')",
  })
  const found: string[] = []
  for (const { object } of rows) found.push(...(await goneOf({ db }, catalog(), object)))
  return found
}

async function goneOf({ db }: Pick<ApprovalsDeps, 'db'>, { objects }: Catalog, object: string): Promise<string[]> {
  const table = objects.get(object)?.table
  const live = table ? `exists (select from "${table}" r where r.id = a.record_id and r.deleted_at is null)` : 'false'
  const { rows } = await db.query<{ id: string }>({
    text: `select a.id from fw_approval a where a.state in ('pending', 'returned') and a.object = $1 and not ${live}`,
    values: [object],
  })
  return rows.map(({ id }) => id)
}

/** Whoever leaves is asked no more, and whoever goes away gives way to his substitute. */
export function leavingHooks(catalog: Catalog): AfterHook[] {
  if (catalog.approved.size === 0 || !catalog.objects.get('employee')?.fields.has('employment_state')) return []
  return [{ object: 'employee', operations: ['update', 'transition', 'delete'], run: noticeLeaving }]
}

const noticeLeaving: AfterHook['run'] = async ({ operation, before, after, tx }) => {
  const isSame = (field: string) => JSON.stringify(before?.[field]) === JSON.stringify(after?.[field])
  if (operation === 'delete' || !presence.every(isSame)) await sweepSoon(tx)
}

/** Fields of an employee that say whether he can be asked, and who instead. */
const presence = ['employment_state', 'absent_from', 'absent_until', 'delegate']

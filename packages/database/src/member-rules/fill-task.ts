import { quoteText } from '../query/sql-text.ts'
import { appError } from '@fieldwork/metadata'
import type { Catalog, CompiledMemberRule } from '@fieldwork/metadata'
import type { Queryable, Transaction } from '../connection/types.ts'
import { guardRevision } from '../tasks/batches.ts'
import { enqueueTask } from '../tasks/enqueue-task.ts'
import { fillNext, fillStart } from '../tasks/fill-records.ts'
import type { FillCursor as RecordsCursor } from '../tasks/fill-records.ts'
import type { TaskContext, TaskHandler } from '../tasks/task.ts'
import { fillKind, fillLabel, fillTaskOf } from './fill-task-of.ts'
import type { FillArgs } from './fill-task-of.ts'
import { ruleKey, ruleName } from './rule-names.ts'
import { eventsSql, syncSql } from './sync-function.ts'

/** first what the rule does not say any more is taken away, then each record gets its members */
interface FillCursor extends RecordsCursor {
  isCleared: boolean
}

type Task = TaskContext<FillArgs, FillCursor>

const recordsPerBatch = 500
const membersPerBatch = 5_000

/** Makes the members by a rule what they have to be, batch by batch; resumes behind the last one. */
export function memberRuleHandler(catalog: () => Promise<Catalog>): TaskHandler<FillArgs, FillCursor> {
  return {
    kind: fillKind,
    async run(task) {
      let cursor: FillCursor | null = task.cursor ?? { ...fillStart, isCleared: false }
      while (cursor !== null) {
        const current = await catalog()
        const rule = current.memberRules.get(task.args.rule)
        cursor = cursor.isCleared
          ? await fill(task, { current, rule, cursor })
          : await clear(task, { current, rule, cursor })
      }
    },
  }
}

interface Batch {
  current: Catalog
  /** undefined: there is none any more */
  rule: CompiledMemberRule | undefined
  cursor: FillCursor
}

/** Members of objects that the rule is not about, of all when it is gone. */
async function clear(task: Task, { current, rule, cursor }: Batch): Promise<FillCursor> {
  let next = cursor
  await task.step(async (tx) => {
    await guardRevision(tx, current)
    const { rowCount } = await tx.query({
      text: clearSql(task.db.schema, task.args.rule),
      values: [`rule:${task.args.rule}`, rule?.object ?? ''],
    })
    next = { ...cursor, isCleared: rowCount === 0 }
    return { done: cursor.done, cursor: next }
  })
  return next
}

const clearSql = (schema: string, rule: string): string =>
  `with changed as (delete from fw_access a where a.id in (select b.id from fw_access b where b.source = $1` +
  ` and b.kind = 'member' and b.object <> $2 limit ${membersPerBatch})` +
  ` returning a.object, a.record_id, a.grantee, a.level, true as is_before)\n` +
  `${eventsSql({ schema }, { rule, actor: 'null::uuid' })} returning 1`

async function fill(task: Task, { current, rule, cursor }: Batch): Promise<FillCursor | null> {
  if (!rule) return null
  return fillNext(task, cursor, {
    catalog: current,
    object: current.object(rule.object),
    recordsPerBatch,
    fill: async (tx, ids) => {
      if (ids.length > 0) await sync(tx, { schema: task.db.schema, rule, ids })
    },
  })
}

interface Sync {
  schema: string
  rule: CompiledMemberRule
  ids: readonly string[]
}

/** The records are locked: what the rule goes by must not change either. */
async function sync(tx: Transaction, { schema, rule, ids }: Sync): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock_shared(${ruleKey(quoteText(schema), rule.name)})` })
  const call = syncSql({ schema }, ruleName(rule.name), { ids: '$1::uuid[]', actor: 'null' })
  await tx.query({ text: `select ${call}`, values: [ids] })
}

/**
 * Has the members by a rule made anew on all records, e.g. after somebody changed rows with triggers off.
 *
 * @returns the id of the task
 * @throws not_found
 */
export async function recomputeMembers(
  db: Queryable,
  catalog: Catalog,
  { rule: name, actor }: { rule: string; actor: string | null },
): Promise<string> {
  const rule = catalog.memberRules.get(name)
  if (!rule) throw appError('not_found', { name })
  return enqueueTask(db, { ...fillTaskOf(rule), label: fillLabel(rule), actor })
}

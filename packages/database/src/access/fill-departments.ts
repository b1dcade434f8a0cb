import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName } from '../query/sql-text.ts'
import { enqueueTask } from '../tasks/enqueue-task.ts'
import type { StepTask } from '../schema/steps.ts'
import { fillHandler } from '../tasks/fill-records.ts'
import type { FillCursor } from '../tasks/fill-records.ts'
import type { TaskHandler } from '../tasks/task.ts'

interface FillArgs {
  object: string
}

const kind = 'owner-department.fill'
const recordsPerBatch = 1_000

/** Objects whose records belong to a department. */
const belonging = ({ objects }: Catalog): CompiledObject[] =>
  [...objects.values()].filter(({ copies }) => copies.some(({ target }) => target === OWNER_DEPARTMENT))

/** The task that gives the records of an object that belong to no department that of their owner. */
export const departmentTaskOf = (object: string): StepTask => ({
  kind,
  key: `${kind}:${object}`,
  args: { object } satisfies FillArgs,
})

/** What one batch runs, over the rows of the CTE `batch`; the platform's own completion, so no new version. */
export function fillDepartmentsSql(catalog: Catalog, table: string): string {
  const column = (object: string, field: string) => {
    const found = catalog.object(object).fields.get(field)
    return quoteName(found ? storedColumn(found) : field)
  }
  const [user, employee] = ['user', 'employee'].map((name) => quoteName(catalog.object(name).table))
  const [account, department] = [column('user', 'employee'), column('employee', 'department')]
  return (
    `update ${quoteName(table)} t set ${OWNER_DEPARTMENT} = e.${department} from batch, ${user} u, ${employee} e` +
    ` where t."id" = batch."id" and t.${OWNER_DEPARTMENT} is null and u."id" = t.owner and e."id" = u.${account}` +
    ` and e.${department} is not null`
  )
}

/**
 * Has the records that belong to no department given to those of their owners, e.g. after accounts have been joined
 * with the employees that they are of.
 *
 * @returns the ids of the tasks
 */
export async function fillOwnerDepartments(db: Queryable, catalog: Catalog, actor: string | null): Promise<string[]> {
  const ids: string[] = []
  for (const { name, label } of belonging(catalog)) {
    const words = {
      en: `Give records of ${label.en} to the departments of their owners`,
      'zh-CN': `按负责人补全${label['zh-CN']}的归属部门`,
    }
    ids.push(await enqueueTask(db, { ...departmentTaskOf(name), label: words, actor }))
  }
  return ids
}

/** Fills those that had none, or whose owner had none when they were made. */
export const departmentHandler = (catalog: () => Promise<Catalog>): TaskHandler<FillArgs, FillCursor> =>
  fillHandler<FillArgs>({
    kind,
    catalog,
    fillingOf(current, { args }) {
      const object = belonging(current).find(({ name }) => name === args.object)
      if (!object) return null
      const text = `with batch as (select unnest($1::uuid[]) as "id") ${fillDepartmentsSql(current, object.table)}`
      return { object, recordsPerBatch, fill: (tx, ids) => tx.query({ text, values: [ids] }) }
    },
  })

import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import { departmentTaskOf, fillDepartmentsSql } from '../access/fill-departments.ts'
import type { DesiredTable } from './desired-schema.ts'
import type { PlanContext } from './plan-context.ts'
import { objectTitle } from './plan-context.ts'
import { backgroundStep, say } from './steps.ts'
import type { PhasedStep } from './steps.ts'

/** Records that were there before records belonged to departments. */
export function planDepartments({ catalog, actual }: PlanContext, tables: readonly DesiredTable[]): PhasedStep[] {
  return tables.flatMap((table) => {
    const found = actual.tables.get(table.name)
    const isNew = found !== undefined && !found.columns.has(OWNER_DEPARTMENT)
    const { copies } = catalog.object(table.object)
    if (!isNew || !copies.some(({ target }) => target === OWNER_DEPARTMENT)) return []
    const title = objectTitle(table)
    const summary = say(
      `Give records of ${title.en} to the departments of their owners`,
      `按负责人补全${title['zh-CN']}的归属部门`,
    )
    return [backgroundStep(summary, fillDepartmentsSql(catalog, table.name), departmentTaskOf(table.object))]
  })
}

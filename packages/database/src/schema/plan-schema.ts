import { titled } from '@fieldwork/metadata'
import type { Catalog, DefinitionProblem, FormerObject, PhysicalNames } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import { readActualSchema } from './actual-schema.ts'
import type { ActualSchema } from './actual-schema.ts'
import type { ColumnChange } from './column-change.ts'
import { registerTable } from './ddl.ts'
import { desiredTables } from './desired-schema.ts'
import { planDepartments } from './plan-departments.ts'
import { planAccessTriggers } from './plan-access-triggers.ts'
import { planLevels } from './plan-levels.ts'
import { planMemberRules } from './plan-member-rules.ts'
import { planRollUps } from './plan-roll-ups.ts'
import { planTable } from './plan-table.ts'
import type { TablePlan } from './plan-table.ts'
import { fromLeavesUp } from '../roll-ups/relations.ts'
import { quoteName } from '../query/sql-text.ts'
import { phases, say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

export interface SchemaPlan {
  steps: PhasedStep[]
  problems: DefinitionProblem[]
  /** the columns' names once the steps have run */
  physical: PhysicalNames
  /** changes of type that a task prepares; until then their fields have the columns they have */
  deferred: ColumnChange[]
  /** changes of type that a task prepares already, in the same way */
  joined: ColumnChange[]
  /** ids of tasks that are in the way of the plan: to be cancelled first */
  abandons: string[]
  /** it is final only once the tables are locked */
  dependsOnRows: boolean
  /** what `applySchema` locks first, in this order; empty when no existing table is touched */
  locks: { table: string; mode: 'access exclusive' | 'share row exclusive' }[]
}

export interface PlanInput {
  catalog: Catalog
  schema: string
  timeZone: string
  /** the objects as they were before */
  former: ReadonlyMap<string, FormerObject>
  /** the revision whose state is to come back, where one is taken back */
  asOf: number | null
  /** whether tasks may do what would hold a large table for long */
  inBackground: boolean
  /** the task whose prepared columns take over now; null: none */
  finishing: string | null
  /** leave fields to the tasks that change their types in the very same way already */
  joinsTasks: boolean
  /** names of the objects to compare; null: all */
  only: ReadonlySet<string> | null
}

/** Compares what the catalog needs with what the database has. Reads only, also rows where the answer depends on them. */
export async function planSchema(db: Queryable, input: PlanInput): Promise<SchemaPlan> {
  const { catalog, schema, former, only } = input
  const wanted = desiredTables(catalog, only)
  const names = only && [...new Set([...only, ...wanted.map((table) => table.name)])]
  const actual = await readActualSchema(db, schema, names)
  const tables = actual.names
  const asked = { rows: false }
  const context = { ...input, asked, db, actual, schema: quoteName(schema), workspace: schema, tables }
  const plans: TablePlan[] = []
  for (const table of wanted) plans.push(await planTable(context, table))

  const physical = physicalNames(catalog, plans)
  const steps = [
    ...plans.flatMap((plan) => plan.steps),
    ...planRemoved(catalog, actual, former),
    ...(await planRollUps(context, physical)),
    ...(await planLevels(context, physical)),
    ...(await planMemberRules(context, physical)),
    ...(await planAccessTriggers(context)),
    ...planDepartments(context, wanted),
  ]
  return {
    steps: inOrder(steps),
    problems: plans.flatMap((plan) => plan.problems),
    deferred: plans.flatMap((plan) => plan.deferred),
    joined: plans.flatMap((plan) => plan.joined),
    abandons: plans.flatMap((plan) => plan.abandons),
    physical,
    dependsOnRows: asked.rows,
    locks: locksOf(steps, tables, catalog),
  }
}

/** Objects nobody defines any more keep their tables. */
function planRemoved(catalog: Catalog, actual: ActualSchema, former: PlanInput['former']): PhasedStep[] {
  const removed = [...actual.objects].filter(([object, { dropped }]) => !dropped && !catalog.objects.has(object))
  return removed.map(([object]) => {
    const label = former.get(object)?.label
    const title = label ? titled(label, object) : say(object, object)
    const summary = say(
      `Remove object ${title.en}; its records are kept and return with the object`,
      `移除对象${title['zh-CN']}；其记录予以保留，恢复该对象即可找回`,
    )
    return step('release', summary, [registerTable(object, 'dropped')])
  })
}

const inOrder = (steps: PhasedStep[]): PhasedStep[] =>
  phases.flatMap((phase) => steps.filter((step) => step.phase === phase))

/** Tables that were not compared keep the names the catalog was compiled with. */
function physicalNames(catalog: Catalog, plans: TablePlan[]): PhysicalNames {
  const names = new Map<string, string>()
  for (const { table } of plans) {
    for (const { field, name } of table.columns) if (field !== null) names.set(`${table.object}.${field.name}`, name)
  }
  const compiled = (object: string, field: string) => catalog.objects.get(object)?.fields.get(field)?.column ?? field
  return { column: (object, field) => names.get(`${object}.${field}`) ?? compiled(object, field) }
}

/** Children before the parents whose roll-ups their writes change: a writer on his way never holds what comes next. */
function locksOf(steps: PhasedStep[], tables: ReadonlySet<string>, catalog: Catalog): SchemaPlan['locks'] {
  const ranks = new Map(fromLeavesUp(catalog).map(({ table }, rank) => [table, rank]))
  const rankOf = (table: string) => ranks.get(table) ?? -1
  const changed = new Set(steps.flatMap((step) => step.changes))
  const referred = new Set(steps.flatMap((step) => step.refersTo))
  return [...new Set([...changed, ...referred])]
    .filter((table) => tables.has(table))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
    .map((table) => ({ table, mode: changed.has(table) ? 'access exclusive' : 'share row exclusive' }))
}

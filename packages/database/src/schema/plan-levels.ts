import { titled } from '@fieldwork/metadata'
import type { PhysicalNames } from '@fieldwork/metadata'
import { fillLevelsSql, levelTaskOf } from '../levels/fill-levels.ts'
import { levelFunction } from '../levels/level-function.ts'
import { levelTrees } from '../levels/level-tree.ts'
import type { LevelTree } from '../levels/level-tree.ts'
import { quoteName } from '../query/sql-text.ts'
import type { RollUpContext } from '../roll-ups/child-row.ts'
import { createFunction, dropFunction, dropTrigger } from '../roll-ups/trigger-function.ts'
import { readFunctions } from './actual-functions.ts'
import type { ActualFunction } from './actual-functions.ts'
import { isLargeTable } from './background.ts'
import type { PlanContext } from './plan-context.ts'
import { backgroundStep, say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

/** The functions and triggers that keep the levels of hierarchies, and the levels of records that are there already. */
export async function planLevels(context: PlanContext, physical: PhysicalNames): Promise<PhasedStep[]> {
  const { catalog, db, workspace, timeZone } = context
  const trees = levelTrees(catalog)
  const found = await readFunctions(db, workspace, String.raw`fw\_tl\_%`)
  const levels: RollUpContext = { catalog, schema: workspace, timeZone, columnOf: physical.column }
  const wanted = new Set(trees.map((tree) => levelFunction(levels, tree).name))
  const steps = [...found.values()].filter(({ name }) => !wanted.has(name)).map((old) => planObsolete(context, old))
  for (const tree of trees) steps.push(...(await planTree(context, levels, { tree, found })))
  return steps
}

function planObsolete({ workspace }: PlanContext, { name, triggers }: ActualFunction): PhasedStep {
  const tables = [...new Set(triggers.map(({ table }) => table))]
  const summary = say(`Levels of ${tables.join(', ')} are not kept any more`, `不再维护${tables.join('、')}的层级`)
  const sql = [...triggers.map((trigger) => dropTrigger(workspace, trigger)), dropFunction(workspace, name)]
  return step('triggers', summary, sql, { changes: tables })
}

async function planTree(
  context: PlanContext,
  levels: RollUpContext,
  { tree, found }: { tree: LevelTree; found: ReadonlyMap<string, ActualFunction> },
): Promise<PhasedStep[]> {
  const { workspace, actual, db, schema, inBackground } = context
  const { label, name, table } = tree.object
  const { triggers, ...wanted } = levelFunction(levels, tree)
  const there = found.get(wanted.name)
  const missing = triggers.filter((trigger) => !isThere(trigger, there?.triggers ?? []))
  const obsolete = (there?.triggers ?? []).filter((trigger) => !isThere(trigger, triggers))
  if (there?.source === wanted.source && missing.length + obsolete.length === 0) return []

  const title = titled(label, name)
  const summary = say(`Keep the levels of ${title.en} right with every write`, `随每次写入维护${title['zh-CN']}的层级`)
  const sql = [
    createFunction(workspace, { ...wanted, keeps: new Map() }),
    ...obsolete.map((trigger) => dropTrigger(workspace, trigger)),
    ...missing.map((trigger) => trigger.sql),
  ]
  const changes = obsolete.length > 0 ? [table] : []
  const keep = step('triggers', summary, sql, { changes, refersTo: [table] })
  if (!actual.names.has(table)) return [keep]
  const what = say(`Find the levels of the records of ${title.en}`, `计算现有${title['zh-CN']}记录的层级`)
  const fill = fillLevelsSql(levels, tree)
  if (inBackground && (await isLargeTable(db, `${schema}.${quoteName(table)}`)))
    return [keep, backgroundStep(what, fill, levelTaskOf(name))]
  return [keep, step('values', what, [fill], { refersTo: [table] })]
}

type Attached = Pick<ActualFunction['triggers'][number], 'name' | 'table'>

const isThere = (trigger: Attached, among: readonly Attached[]): boolean =>
  among.some((other) => other.name === trigger.name && other.table === trigger.table)

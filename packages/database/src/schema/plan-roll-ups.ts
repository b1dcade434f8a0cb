import type { PhysicalNames } from '@fieldwork/metadata'
import { titled } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'
import { readFunctions } from './actual-functions.ts'
import type { ActualFunction } from './actual-functions.ts'
import type { RollUpContext } from '../roll-ups/child-row.ts'
import { fillSql } from '../roll-ups/fill-sql.ts'
import { relationsOf } from '../roll-ups/relations.ts'
import type { Relation } from '../roll-ups/relations.ts'
import { fillTaskOf } from '../roll-ups/fill-task.ts'
import { createFunction, dropFunction, dropTrigger, keptBy, triggerFunction } from '../roll-ups/trigger-function.ts'
import { triggersOf } from '../roll-ups/triggers.ts'
import { quoteName } from '../query/sql-text.ts'
import { isLargeTable } from './background.ts'
import { roomForRollUps } from './ddl.ts'
import type { PlanContext } from './plan-context.ts'
import { backgroundStep, say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

/** The functions and triggers that keep roll-ups, and the values of those that are new or mean something else now. */
export async function planRollUps(context: PlanContext, physical: PhysicalNames): Promise<PhasedStep[]> {
  const { catalog, db, workspace, timeZone } = context
  const found = await readFunctions(db, workspace, String.raw`fw\_ru\_%`)
  const rollUps: RollUpContext = { catalog, schema: workspace, timeZone, columnOf: physical.column }
  const relations = relationsOf(catalog)
  const wanted = new Set(relations.map((relation) => triggerFunction(rollUps, relation).name))
  const steps = [...found.values()].filter(({ name }) => !wanted.has(name)).map((old) => planObsolete(context, old))
  for (const relation of relations) steps.push(...(await planRelation(context, rollUps, { relation, found })))
  return steps
}

function planObsolete({ workspace }: PlanContext, { name, triggers }: ActualFunction): PhasedStep {
  const tables = [...new Set(triggers.map(({ table }) => table))]
  const summary = say(
    `Roll-ups over ${tables.join(', ')} are not kept any more`,
    `不再维护基于${tables.join('、')}的汇总`,
  )
  const sql = [...triggers.map((trigger) => dropTrigger(workspace, trigger)), dropFunction(workspace, name)]
  return step('triggers', summary, sql, { changes: tables })
}

interface RelationPlan {
  relation: Relation
  found: ReadonlyMap<string, ActualFunction>
}

async function planRelation(
  context: PlanContext,
  rollUps: RollUpContext,
  { relation, found }: RelationPlan,
): Promise<PhasedStep[]> {
  const { workspace, actual } = context
  const { child, parent } = relation
  const wanted = triggerFunction(rollUps, relation)
  const actualFunction = found.get(wanted.name)
  const triggers = triggersOf(rollUps, relation)
  const attached = actualFunction?.triggers ?? []
  const missing = triggers.filter((trigger) => !attached.some((there) => isSame(there, trigger)))
  const obsolete = attached.filter((there) => !triggers.some((trigger) => isSame(there, trigger)))
  if (actualFunction?.source === wanted.source && missing.length + obsolete.length === 0) return []

  const sql = [
    createFunction(workspace, wanted),
    ...obsolete.map((trigger) => dropTrigger(workspace, trigger)),
    ...missing.map((trigger) => trigger.sql),
    ...(actualFunction ? [] : [roomForRollUps(workspace, parent.table)]),
  ]
  const titles = titlesOf(relation)
  const summary = say(
    `Keep roll-ups of ${titles.parent.en} right with every write of ${titles.child.en}: ${titles.all.en}`,
    `随${titles.child['zh-CN']}的每次写入维护${titles.parent['zh-CN']}的汇总：${titles.all['zh-CN']}`,
  )
  const keep = step('triggers', summary, sql, { refersTo: tablesOf(relation) })
  const kept = actualFunction && missing.length === 0 ? keptBy(actualFunction.source) : new Map<string, string>()
  const isNew = [child, parent].some(({ table }) => !actual.names.has(table))
  const stale = relation.rollUps.filter(({ field }) => {
    const name = `${parent.name}.${field.name}`
    return kept.get(name) !== wanted.keeps.get(name)
  })
  if (isNew || stale.length === 0) return [keep]
  return [keep, await planFill(context, rollUps, { ...relation, rollUps: stale })]
}

type Attached = ActualFunction['triggers'][number]

const isSame = (a: Attached, b: Attached): boolean => a.name === b.name && a.table === b.table

/** The tables whose rows decide. */
const tablesOf = ({ child, parent, tree }: Relation): string[] =>
  tree ? [...new Set([child.table, parent.table])] : [child.table]

function titlesOf({ child, parent, rollUps }: Relation) {
  const all = rollUps.map(({ field }) => titled(field.label, field.name))
  return {
    child: titled(child.label, child.name),
    parent: titled(parent.label, parent.name),
    all: say(all.map(({ en }) => en).join(', '), all.map((title) => title['zh-CN']).join('、')),
  }
}

/** The first fill, and what a changed definition makes necessary: at once where there is little, else by a task. */
async function planFill(context: PlanContext, rollUps: RollUpContext, relation: Relation): Promise<PhasedStep> {
  const sql = fillSql(rollUps, relation, 'true')
  const { parent, child, all } = titlesOf(relation)
  const what: LocalizedText = say(
    `Make ${all.en} of ${parent.en} from the records of ${child.en} there are`,
    `根据现有的${child['zh-CN']}记录计算${parent['zh-CN']}的${all['zh-CN']}`,
  )
  if (!(await isLong(context, relation))) return step('values', what, [sql], { refersTo: tablesOf(relation) })
  const summary = say(
    `${what.en}; until that is done the values can be incomplete`,
    `${what['zh-CN']}；完成之前数值可能不完整`,
  )
  return backgroundStep(summary, sql, fillTaskOf(relation.parent.name))
}

async function isLong({ db, schema, inBackground }: PlanContext, { parent, child }: Relation): Promise<boolean> {
  if (!inBackground) return false
  const isLarge = ({ table }: Relation['child']) => isLargeTable(db, `${schema}.${quoteName(table)}`)
  return (await isLarge(parent)) || isLarge(child)
}

import { quoteName } from '../query/sql-text.ts'
import type { PhysicalNames } from '@fieldwork/metadata'
import { readFunctions } from './actual-functions.ts'
import type { ActualFunction } from './actual-functions.ts'
import { fillLabel, fillTaskOf } from '../member-rules/fill-task-of.ts'
import { withColumns } from '../member-rules/rule-context.ts'
import type { RuleInput } from '../member-rules/rule-context.ts'
import { ruleFunctions } from '../member-rules/rule-names.ts'
import { createSync, ruleOf, syncFunction } from '../member-rules/sync-function.ts'
import { createWatch, watchFunctions } from '../member-rules/watch-functions.ts'
import { dropTrigger } from '../roll-ups/trigger-function.ts'
import type { PlanContext } from './plan-context.ts'
import { backgroundStep, say, step } from './steps.ts'
import type { PhasedStep } from './steps.ts'

type Found = ReadonlyMap<string, ActualFunction>

/** The functions and triggers that keep members by rules, and the tasks that follow when a rule comes, changes or goes. */
export async function planMemberRules(context: PlanContext, physical: PhysicalNames): Promise<PhasedStep[]> {
  const { db, workspace, timeZone } = context
  const found: Found = await readFunctions(db, workspace, ruleFunctions)
  if (found.size === 0 && context.catalog.memberRules.size === 0) return []
  const catalog = withColumns(context.catalog, physical)
  const inputs = [...catalog.memberRules.values()].map((rule): RuleInput => ({
    catalog,
    schema: workspace,
    timeZone,
    rule,
  }))
  const byRule = new Map<string, ActualFunction[]>()
  for (const each of found.values()) {
    const rule = ruleOf(each.source)?.rule ?? ''
    byRule.set(rule, [...(byRule.get(rule) ?? []), each])
  }
  return [
    ...[...byRule].flatMap(([rule, all]) => (catalog.memberRules.has(rule) ? [] : planRemoved(context, rule, all))),
    ...inputs.flatMap((input) => planRule(context, input, byRule.get(input.rule.name) ?? [])),
  ]
}

/** Trigger functions before what they call, so that nothing ever calls what is not there. */
function dropAll({ workspace }: PlanContext, functions: readonly ActualFunction[]): string[] {
  const triggers = functions.flatMap((each) => each.triggers)
  return [
    ...triggers.map((trigger) => dropTrigger(workspace, trigger)),
    ...functions.map(({ name }) => `drop function ${quoteName(workspace)}.${quoteName(name)}`),
  ]
}

const tablesOf = (functions: readonly Pick<ActualFunction, 'triggers'>[]): string[] => [
  ...new Set(functions.flatMap(({ triggers }) => triggers.map(({ table }) => table))),
]

function planRemoved(context: PlanContext, rule: string, functions: readonly ActualFunction[]): PhasedStep[] {
  const object = functions.map(({ source }) => ruleOf(source)?.object).find((name) => name !== undefined) ?? ''
  const summary = say(`The rule ${rule} makes nobody a member any more`, `规则${rule}不再添加相关人员`)
  const gone = say(`Take away the members that the rule ${rule} made`, `移除规则${rule}添加的相关人员`)
  return [
    step('triggers', summary, dropAll(context, functions), { changes: tablesOf(functions) }),
    backgroundStep(gone, '', fillTaskOf({ name: rule, object })),
  ]
}

function planRule(context: PlanContext, input: RuleInput, found: readonly ActualFunction[]): PhasedStep[] {
  const { workspace, actual } = context
  const { rule } = input
  const sync = syncFunction(input)
  const watches = watchFunctions(input)
  const there = new Map(found.map((each) => [each.name, each]))
  const isSame = ({ name, source }: { name: string; source: string }) => there.get(name)?.source === source
  const wanted = new Set([sync.name, ...watches.map(({ name }) => name)])
  const attached = found.flatMap(({ triggers }) => triggers)
  const triggers = watches.flatMap((each) => each.triggers)
  const missing = triggers.filter((trigger) => !isIn(attached, trigger))
  const obsolete = attached.filter((trigger) => !isIn(triggers, trigger))
  const sql = [
    ...obsolete.map((trigger) => dropTrigger(workspace, trigger)),
    ...found
      .filter(({ name }) => !wanted.has(name))
      .map(({ name }) => `drop function ${quoteName(workspace)}.${quoteName(name)}`),
    ...(isSame(sync) ? [] : [createSync(workspace, sync)]),
    ...watches.filter((each) => !isSame(each)).map((each) => createWatch(workspace, each)),
    ...missing.map((trigger) => trigger.sql),
  ]
  if (sql.length === 0) return []
  const { en, 'zh-CN': zh } = rule.label
  const summary = say(`Keep members by rule “${en}” right with every write`, `随每次写入维护规则“${zh}”的相关人员`)
  const changes = tablesOf([{ triggers: obsolete }])
  const keep = step('triggers', summary, sql, { changes, refersTo: tablesOf(watches) })
  const isNew = !actual.names.has(input.catalog.object(rule.object).table)
  return isNew || isSame(sync) ? [keep] : [keep, backgroundStep(fillLabel(rule), '', fillTaskOf(rule))]
}

type Attached = ActualFunction['triggers'][number]

const isIn = (list: readonly Attached[], { name, table }: Attached): boolean =>
  list.some((other) => other.name === name && other.table === table)

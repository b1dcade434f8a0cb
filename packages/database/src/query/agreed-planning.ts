import { createLru } from '@fieldwork/metadata'
import type { Catalog, Lru } from '@fieldwork/metadata'
import { createHabit } from '../connection/planning.ts'
import type { PlanHabit } from '../connection/planning.ts'
import type { QueryContext } from './context.ts'
import { bindValues } from './parameters.ts'
import type { ParameterValues } from './parameters.ts'
import { shapeOfPlan } from './plan-shape.ts'
import type { PlanNode } from './plan-shape.ts'
import type { CompiledStatement } from './statement.ts'

/** values that come so often are asked about: to learn it takes as long as to plan a few lists */
const askedFrom = 3
/** statistics change, and with them what the planner chooses */
const believedMs = 300_000
const maxRemembered = 5_000
/** longer ones are not likely to come again */
const longestValues = 300

/** What is known of some values of a statement. */
interface Remembered {
  asked: number
  agrees: boolean
  until: number
}

/** The plan of a statement for all values. */
interface ForAll {
  habit: PlanHabit
  shape: string
  until: number
}

const remembered = new WeakMap<Catalog, Lru<Remembered>>()
const plansForAll = new WeakMap<CompiledStatement, ForAll>()

/**
 * A statement whose rows are chosen by values, planned once for all of them where the planner would choose the same plan
 * for these: to plan takes as long as to read. That is asked when the same person has asked with the same values before.
 *
 * @returns the statement as it is planned for these values
 */
export function plannedFor(
  ctx: QueryContext,
  statement: CompiledStatement,
  values: ParameterValues,
): CompiledStatement | Promise<CompiledStatement> {
  const key = JSON.stringify([values.literals, values.inputs])
  if (key.length > longestValues) return statement
  const known = valuesOf(ctx.catalog).getOrCreate(`${statement.name} ${ctx.user.id} ${key}`, unknown)
  const now = performance.now()
  if (now >= known.until) {
    if (++known.asked < askedFrom) return statement
    return learn(ctx, { statement, values, known, now })
  }
  const forAll = known.agrees ? plansForAll.get(statement) : undefined
  return forAll ? { ...statement, planning: forAll.habit } : statement
}

const unknown = (): Remembered => ({ asked: 0, agrees: false, until: 0 })

function valuesOf(catalog: Catalog): Lru<Remembered> {
  const known = remembered.get(catalog) ?? createLru<Remembered>(maxRemembered)
  remembered.set(catalog, known)
  return known
}

interface Question {
  statement: CompiledStatement
  values: ParameterValues
  known: Remembered
  now: number
}

async function learn(ctx: QueryContext, { statement, values, known, now }: Question): Promise<CompiledStatement> {
  // whoever comes meanwhile is not to ask the same
  Object.assign(known, { asked: 0, agrees: false, until: now + believedMs })
  const { text, sources } = statement
  const forAll = await planForAll(ctx, statement)
  const own = await ctx.db.query<Explained>({
    text: `explain (format json) ${text}`,
    values: bindValues(sources, values),
  })
  known.agrees = shapeOf(own) === forAll.shape
  return known.agrees ? { ...statement, planning: forAll.habit } : statement
}

async function planForAll(ctx: QueryContext, statement: CompiledStatement): Promise<ForAll> {
  const known = plansForAll.get(statement)
  if (known && known.until > performance.now()) return known
  const { text, sources } = statement
  const name = 'fw_for_all'
  const given = sources.length > 0 ? `(${sources.map(() => 'null').join(', ')})` : ''
  const plan = await ctx.db.transaction(async (tx) => {
    await tx.query({ text: 'set local plan_cache_mode = force_generic_plan' })
    await tx.query({ text: `prepare ${name} as ${text}` })
    const explained = await tx.query<Explained>({ text: `explain (format json) execute ${name}${given}` })
    await tx.query({ text: `deallocate ${name}` })
    return explained
  })
  const found = { habit: known?.habit ?? createHabit(), shape: shapeOf(plan), until: performance.now() + believedMs }
  plansForAll.set(statement, found)
  return found
}

interface Explained {
  [column: string]: unknown
  'QUERY PLAN': { Plan: PlanNode }[]
}

const shapeOf = ({ rows }: { rows: Explained[] }): string => {
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
  if (!plan) throw new Error('EXPLAIN told no plan')
  return shapeOfPlan(plan)
}

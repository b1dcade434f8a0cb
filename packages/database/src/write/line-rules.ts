import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledCollection, CompiledObject, CompiledRule } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { tableScope } from '../query/record-scope.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { failingNames, ruleChecks } from './checks.ts'

/** The object as long as its lines are not written. */
export const withoutLineRules = (object: CompiledObject): CompiledObject => ({
  ...object,
  rules: object.rules.filter(({ when }) => !ruleReaches(object, when)),
})

const rulesOf = new WeakMap<CompiledObject, readonly CompiledRule[]>()

/** Rules that depend on the records which refer to a record: they can be tested when these are written. */
export function lineRules(object: CompiledObject): readonly CompiledRule[] {
  const known = rulesOf.get(object)
  if (known) return known
  const found = object.rules.filter(({ when }) => ruleReaches(object, when))
  rulesOf.set(object, found)
  return found
}

/** Whether an expression depends on the records of a collection, or of any: by itself, by formulas, or by roll-ups. */
export function ruleReaches(
  object: CompiledObject,
  { paths }: CheckedExpression,
  collection?: CompiledCollection,
): boolean {
  return paths.some(([name = '']) => {
    const found = object.collections.get(name)
    if (found) return collection === undefined || found.name === collection.name
    const { formula = null, rollUp = null } = object.fields.get(name) ?? {}
    if (rollUp)
      return collection === undefined || (rollUp.object === collection.object && rollUp.via === collection.field)
    return formula !== null && ruleReaches(object, formula, collection)
  })
}

/** The names of the rules, as `rule:<name>`, that a record breaks. */
export interface BrokenRules {
  id: string
  names: string[]
  /** what these rules do: the others stand for themselves */
  severity: CompiledRule['severity']
}

/** The rules that look at the lines of records, on what is stored now: the records that break some, those that refuse before those that warn. */
export async function checkLineRules(
  ctx: QueryContext,
  { object: name, ids }: { object: string; ids: readonly string[] },
): Promise<BrokenRules[]> {
  const object = ctx.catalog.object(name)
  const rules = [...lineRules(object)]
  if (rules.length === 0) return []
  const statement = cached(ctx.catalog, `line-rules\n${object.name}\n${environmentKey(ctx)}`, () => {
    const env = createEnvironment(ctx)
    const bound = env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')
    const image = { ...tableScope(env, object, 'o', 'system'), records: { old: null } }
    const checks = ruleChecks(env, { object: { ...object, rules }, assigned: new Map(), image, before: null })
    const names = failingNames(checks) ?? `'{}'::text[]`
    const text = `select o."id", ${names} from ${quoteName(object.table)} o where o."id" = any(${bound}) and o."deleted_at" is null`
    return compileStatement(text, env.parameters.sources)
  })
  const values = { user: ctx.user, now: ctx.now, inputs: { ids: [...ids] } }
  const rows = await runStatement<[string, string[]]>(ctx.db, statement, values)
  const warning = new Set(rules.filter(({ severity }) => severity === 'warn').map(({ name }) => `rule:${name}`))
  return (['block', 'warn'] as const).flatMap((severity) =>
    rows.flatMap(([id, all]) => {
      const names = all.filter((name) => warning.has(name) === (severity === 'warn'))
      return names.length > 0 ? [{ id, names, severity }] : []
    }),
  )
}

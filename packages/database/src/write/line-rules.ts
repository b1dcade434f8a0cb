import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledObject, CompiledRule } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { tableScope } from '../query/record-scope.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { failingNames, ruleChecks } from './checks.ts'

/** Whether a rule depends on the records that refer to this one: it can be tested when these are written. */
const looksAtLines = (object: CompiledObject, { when }: CompiledRule): boolean => reachesLines(object, when)

/** The object as long as its lines are not written. */
export const withoutLineRules = (object: CompiledObject): CompiledObject => ({
  ...object,
  rules: object.rules.filter((rule) => !looksAtLines(object, rule)),
})

function reachesLines(object: CompiledObject, { paths }: CheckedExpression): boolean {
  return paths.some(([name = '']) => {
    const formula = object.fields.get(name)?.formula
    return object.collections.has(name) || (formula != null && reachesLines(object, formula))
  })
}

/**
 * The rules that look at a record's lines, on what is stored now.
 *
 * @returns the names of those that are broken, as `rule:<name>`
 */
export async function checkLineRules(ctx: QueryContext, address: { object: string; id: string }): Promise<string[]> {
  const object = ctx.catalog.object(address.object)
  const rules = object.rules.filter((rule) => rule.severity === 'block' && looksAtLines(object, rule))
  if (rules.length === 0) return []
  const statement = cached(ctx.catalog, `line-rules\n${object.name}\n${environmentKey(ctx)}`, () => {
    const env = createEnvironment(ctx)
    const id = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
    const image = { ...tableScope(env, object, 'o', 'system'), records: { old: null } }
    const checks = ruleChecks(env, { object: { ...object, rules }, assigned: new Map(), image, before: null })
    const text = `select ${failingNames(checks)} from ${quoteName(object.table)} o where o."id" = ${id}`
    return compileStatement(text, env.parameters.sources)
  })
  const values = { user: ctx.user, now: ctx.now, inputs: { id: address.id } }
  const [row] = await runStatement<[string[]]>(ctx.db, statement, values)
  return row?.[0] ?? []
}

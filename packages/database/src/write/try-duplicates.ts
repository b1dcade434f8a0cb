import type { CompiledDuplicateRule, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { constantSql, fieldOf } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { othersSql } from './duplicate-checks.ts'
import { draftScope } from './image.ts'
import { matchKeySql } from './match-key.ts'

const maxFound = 20
const nobody = '00000000-0000-0000-0000-000000000000'

/** What one rule does with values. */
export interface TriedRule {
  /** what is compared, part by part; null: nothing is, so the record is nobody's duplicate */
  keys: (string | null)[]
  /** the rule's condition holds for the values */
  applies: boolean
  /** ids of records with the same keys, whoever may see them; at most 20 */
  found: string[]
  /** there are more than those */
  hasMore: boolean
}

/**
 * What rules, published or not, would find for these values, and what they compare. Nothing is cached.
 *
 * @param input.id a record that is not to be found, a UUID
 */
export async function tryDuplicates(
  ctx: QueryContext,
  { object: name, id, values, rules }: TryInput,
): Promise<TriedRule[]> {
  if (rules.length === 0) return []
  const object = ctx.catalog.object(name)
  const env = createEnvironment(ctx)
  const given = Object.keys(values).filter((field) => values[field] != null && object.fields.get(field)?.column != null)
  const image = draftScope(env, object, { given, eyes: 'system' })
  const self = env.parameters.bind({ from: 'input', name: 'id' }, 'uuid')
  const parts = rules.map((rule) => triedSql(env, rule, { object, image, id: self }))
  const statement = compileStatement(`select jsonb_build_array(${parts.join(', ')})::text`, env.parameters.sources)
  const bound = { user: ctx.user, now: ctx.now, inputs: { id: id ?? nobody }, fields: values }
  const [row] = await runStatement<[string]>(ctx.db, statement, bound)
  const tried = JSON.parse(row?.[0] ?? '[]') as Omit<TriedRule, 'hasMore'>[]
  return tried.map((each) => ({
    ...each,
    found: each.found.slice(0, maxFound),
    hasMore: each.found.length > maxFound,
  }))
}

interface TryInput {
  object: string
  id?: string
  values: Record<string, unknown>
  rules: readonly CompiledDuplicateRule[]
}

/** SQL of `{ keys, applies, found }`; one more is looked for than is told. */
function triedSql(
  env: SqlEnvironment,
  rule: CompiledDuplicateRule,
  { object, image, id }: { object: CompiledObject; image: RecordScope; id: string },
): string {
  const keys = rule.match.map(
    ({ field, normalise }) => `(${matchKeySql(normalise, image.column(fieldOf(object, field)))})::text`,
  )
  const applies = rule.where ? `coalesce((${constantSql(env, image, rule.where)}), false)` : 'true'
  const others = othersSql(env, rule, { object, image, id })
  const ids = `(select jsonb_agg(n."id" order by n."id") from (select d."id" ${others} limit ${maxFound + 1}) n)`
  const found = `case when ${applies} then coalesce(${ids}, '[]') else '[]' end`
  return `jsonb_build_object('keys', jsonb_build_array(${keys.join(', ')}), 'applies', ${applies}, 'found', ${found})`
}

import type { ListInput, QueryContext } from './context.ts'
import { parseFilter } from './filter.ts'
import { wholeShape } from './list-shape.ts'
import { bindValues } from './parameters.ts'
import { fromRows, hasText, selectRows } from './selection.ts'
import { createEnvironment } from './sql-environment.ts'
import { likePattern } from './sql-text.ts'

interface ExplainedPlan {
  Plan: { 'Plan Rows': number }
}

/** The planner's estimate of the rows of a list, from its statistics. */
export async function estimateCount(
  ctx: QueryContext,
  { object: name, filter: source, q, tree }: ListInput,
): Promise<number> {
  const env = createEnvironment(ctx)
  const filter = parseFilter(ctx, name, source)
  const shape = await wholeShape(ctx, name)
  const rows = selectRows(env, ctx.catalog.object(name), { filter, search: hasText(q), tree, shape })
  const inputs = { q: likePattern(q ?? ''), parent: tree?.parent }
  const values = bindValues(env.parameters.sources, {
    user: ctx.user,
    now: ctx.now,
    literals: filter?.literals,
    inputs,
  })
  const result = await ctx.db.query<{ 'QUERY PLAN': ExplainedPlan[] }>({
    text: `explain (format json) select 1${fromRows(rows)}`,
    values,
  })
  return result.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0
}

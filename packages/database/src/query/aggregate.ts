import type { AggregateInput, QueryContext } from './context.ts'
import { badOutput, groupLabel, groupOutput, measureOutput } from './aggregate-outputs.ts'
import type { AggregateOutput } from './aggregate-outputs.ts'
import { parseFilter } from './filter.ts'
import type { Filter } from './filter.ts'
import { readLimit } from './limit.ts'
import { wholeShape } from './list-shape.ts'
import type { ListShape } from './look-up.ts'
import { asReadProblem } from './read-error.ts'
import { fromRows, hasText, selectRows } from './selection.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import { likePattern, quoteName } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

const defaultLimit = 1_000
const maxLimit = 10_000
const maxOutputs = 30

/**
 * Figures over the rows the actor may see, as the JSON text of `{"data":[…]}`. Keys are the texts asked for; groups
 * over lookups are `{"id","label"}`, periods their first day.
 *
 * @throws unknown_field, invalid_expression, invalid_request (a measure, group, sort or limit that is not possible)
 */
export async function aggregateRecords(ctx: QueryContext, input: AggregateInput): Promise<string> {
  const filter = parseFilter(ctx, input.object, input.filter)
  const limit = readLimit(input.limit, { fallback: defaultLimit, max: maxLimit })
  const chosen = wholeShape(ctx, input.object)
  const by = chosen instanceof Promise ? await chosen : chosen
  const statement = statementOf(ctx, input, { filter, limit, by })
  const inputs = { q: likePattern(input.q ?? '') }
  const values = { user: ctx.user, now: ctx.now, literals: filter?.literals, inputs }
  const [row] = await runStatement<[string | null]>(ctx.db, statement, values).catch(asReadProblem)
  return `{"data":[${row?.[0] ?? ''}]}`
}

interface Checked {
  filter: Filter | null
  limit: number
  /** how the rows are found */
  by: ListShape
}

function statementOf(ctx: QueryContext, input: AggregateInput, rest: Checked) {
  const { object, measures, group, sort, q } = input
  const shape = rest.filter?.expression.shape
  const parts = [
    'aggregate',
    object,
    environmentKey(ctx),
    measures,
    group,
    sort,
    rest.limit,
    hasText(q),
    shape,
    rest.by,
  ]
  return cached(ctx.catalog, JSON.stringify(parts), () => compileAggregate(ctx, input, rest))
}

function compileAggregate(
  ctx: QueryContext,
  { object: name, measures, group = [], sort, q }: AggregateInput,
  { filter, limit, by }: Checked,
): CompiledStatement {
  if (measures.length + group.length > maxOutputs || measures.length + group.length === 0) {
    throw badOutput('', { en: `Ask for 1 to ${maxOutputs} outputs`, 'zh-CN': `统计项和分组共 1 到 ${maxOutputs} 个` })
  }
  const env = createEnvironment(ctx)
  const rows = selectRows(env, ctx.catalog.object(name), { filter, search: hasText(q), shape: by })
  const groups = [...new Set(group)].map((text) => groupOutput(env, rows.joins.scope, text))
  const outputs = [...groups, ...[...new Set(measures)].map((text) => measureOutput(env, rows.joins.scope, text))]
  const columns = outputs.map(({ sql }, i) => `${sql} as c${i}`).join(', ')
  const grouping = groups.length > 0 ? ` group by ${groups.map((_, i) => i + 1).join(', ')}` : ''
  const labels = outputs.flatMap(({ target }, i) => (target ? [`${groupLabel(env, `a.c${i}`, target)} as l${i}`] : []))
  const ordered = `select ${['a.*', ...labels].join(', ')} from (select ${columns}${fromRows(rows)}${grouping}) a`
  const text =
    `select string_agg(row_to_json(fw_t)::text, ',') from (${ordered}${orderOf(outputs, groups.length, sort)} limit ${limit}) a,` +
    ` lateral (select ${outputs.map(outputJson).join(', ')}) fw_t`
  return compileStatement(text, env.parameters.sources)
}

function outputJson({ text, target }: AggregateOutput, i: number): string {
  const value = target
    ? `case when a.c${i} is not null then json_build_object('id', a.c${i}, 'label', a.l${i}) end`
    : `a.c${i}`
  return `${value} as ${quoteName(text)}`
}

/** By the outputs asked for, then by the groups, so that the order is always the same. */
function orderOf(outputs: readonly AggregateOutput[], groups: number, sort: string | undefined): string {
  const asked = (sort ?? '')
    .split(',')
    .map((term) => term.trim())
    .filter(Boolean)
  const terms = asked.map((term) => {
    const index = outputs.findIndex(({ text }) => text === term.replace(/^[-+]/, ''))
    if (index < 0) {
      throw badOutput(term, {
        en: `“${term}” is not one of the measures and groups asked for`,
        'zh-CN': `“${term}”不在所选的统计项和分组中`,
      })
    }
    return orderTerm(outputs[index], index, term.startsWith('-'))
  })
  const rest = outputs.slice(0, groups).map((output, i) => orderTerm(output, i, false))
  const all = [...new Set([...terms.flat(), ...rest.flat()])]
  return all.length > 0 ? ` order by ${all.join(', ')}` : ''
}

/** Groups over lookups are ordered by what people see, then by id. */
function orderTerm(output: AggregateOutput | undefined, index: number, descending: boolean): string[] {
  const columns = output?.target ? [`l${index}`, `a.c${index}`] : [`a.c${index}`]
  return columns.map((column) => `${column}${descending ? ' desc' : ''} nulls last`)
}

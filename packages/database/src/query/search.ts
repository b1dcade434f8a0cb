import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import { nameSql } from './masked-field.ts'
import { asReadProblem } from './read-error.ts'
import { pathSql } from './record-scope.ts'
import { fromRows, searchColumns, selectRows } from './selection.ts'
import { createEnvironment, environmentKey } from './sql-environment.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import { likePattern, quoteText } from './sql-text.ts'
import { cached } from './statement-cache.ts'
import { compileStatement, runStatement } from './statement.ts'
import type { CompiledStatement } from './statement.ts'

/** Objects looked into by one statement. */
const objectsPerStatement = 8
/** The newest of those found, among which the best are chosen. */
const candidates = 200

export interface SearchInput {
  q: string
  /** objects to look into; those the actor may not read, and those with nothing to search, give nothing */
  objects: readonly string[]
  /** records of each object at most */
  limit: number
}

/** Records of one object. */
export interface SearchHits {
  object: string
  records: { id: string; label: string | null }[]
  /** there are further ones */
  more: boolean
  /** how well the best of them fits; less is better: the very name, its beginning, a part of it or another field */
  rank: number
}

/**
 * Records of many objects whose name or searchable fields contain a text, as far as the actor may see them; a few
 * objects by each statement. Objects without any are absent.
 *
 * @throws too_slow
 */
export async function searchRecords(ctx: QueryContext, { q, objects, limit }: SearchInput): Promise<SearchHits[]> {
  const found: SearchHits[] = []
  for (let at = 0; at < objects.length; at += objectsPerStatement) {
    const some = objects.slice(at, at + objectsPerStatement)
    found.push(...(await searchSome(ctx, { q, objects: some, limit })))
  }
  return found.sort((a, b) => a.rank - b.rank)
}

type HitRow = [object: string, id: string, label: string | null, rank: number]

async function searchSome(ctx: QueryContext, { q, objects, limit }: SearchInput): Promise<SearchHits[]> {
  const key = JSON.stringify(['search', environmentKey(ctx), objects, limit])
  const statement = cached(ctx.catalog, key, () => compileSearch(ctx, { objects, limit }))
  if (!statement) return []
  const text = q.trim()
  const inputs = { q: likePattern(text), name: likePattern(text).slice(1, -1), start: likePattern(text).slice(1) }
  const values = { user: ctx.user, now: ctx.now, inputs }
  const rows = await runStatement<HitRow>(ctx.db, statement, values).catch(asReadProblem)
  return objects.flatMap((object) => {
    const own = rows.filter(([name]) => name === object)
    if (own.length === 0) return []
    const records = own.slice(0, limit).map(([, id, label]) => ({ id, label }))
    return [{ object, records, more: own.length > limit, rank: Math.min(...own.map(([, , , rank]) => rank)) }]
  })
}

/** null: nothing can be searched */
function compileSearch(ctx: QueryContext, { objects, limit }: Omit<SearchInput, 'q'>): CompiledStatement | null {
  const env = createEnvironment(ctx)
  const searched = objects
    .map((name) => ctx.catalog.object(name))
    .filter((object) => ctx.access(object.name, 'read').kind !== 'none' && searchColumns(env, object).length > 0)
  if (searched.length === 0) return null
  const arms = searched.map((object) => `(${armOf(env, object, limit)})`)
  return compileStatement(arms.join(' union all '), env.parameters.sources)
}

function armOf(env: SqlEnvironment, object: CompiledObject, limit: number): string {
  const rows = selectRows(env, object, { filter: null, search: true })
  const label = `${nameSql(env, rows.joins.scope, (path) => pathSql(env, rows.joins.scope, path))}::text`
  const [name, start] = ['name', 'start'].map((input) => env.parameters.bind({ from: 'input', name: input }, 'text'))
  const newest = `select o."id", ${label} as label${fromRows(rows)} order by o."id" desc limit ${candidates}`
  const rank = `case when h.label ilike ${name} then 0 when h.label ilike ${start} then 1 else 2 end`
  return (
    `select ${quoteText(object.name)} as object, h."id", h.label, ${rank} as rank from (${newest}) h` +
    ` order by rank, h."id" desc limit ${limit + 1}`
  )
}

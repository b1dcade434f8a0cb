import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { bindValues } from '../query/parameters.ts'
import { fieldOf, pathSql, tableScope } from '../query/record-scope.ts'
import { createEnvironment, targetOf } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import { optionCodes } from './number-options.ts'
import type { InsertInput } from './outcome.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** The texts that values of rows give to their numbers, as the single insert writes them. */
export interface NumberTexts {
  /** `code:<path>` for the codes of options */
  at(key: string, position: number): string
}

interface TextsSpec {
  object: CompiledObject
  /** paths and `code:<path>` */
  paths: readonly string[]
  rows: readonly Row[]
}

/** Each distinct value is turned into text by PostgreSQL once, each record that is referred to read once. */
export async function numberTexts(
  ctx: QueryContext,
  db: Queryable,
  { object, paths, rows }: TextsSpec,
): Promise<NumberTexts> {
  const tables = new Map<string, ReadonlyMap<string, string>>()
  for (const key of paths) tables.set(key, await textsOf(ctx, db, { object, rows, key }))
  return {
    at(key, position) {
      const value = rows[position]?.values[firstOf(key)]
      return value == null
        ? ''
        : (tables.get(key)?.get(String(value).toLowerCase()) ?? tables.get(key)?.get(String(value)) ?? '')
    },
  }
}

const pathOf = (key: string): string => key.replace(/^code:/, '')
const firstOf = (key: string): string => pathOf(key).split('.')[0] ?? ''

async function textsOf(
  ctx: QueryContext,
  db: Queryable,
  { object, rows, key }: { object: CompiledObject; rows: readonly Row[]; key: string },
): Promise<ReadonlyMap<string, string>> {
  const path = pathOf(key)
  const [name = '', ...rest] = path.split('.')
  const values = [...new Set(rows.flatMap(({ values: { [name]: value } }) => (value == null ? [] : [String(value)])))]
  const texts = await (rest.length === 0 ? ownTexts : referredTexts)(ctx, db, { object, name, rest, values })
  if (!key.startsWith('code:')) return texts
  const codes = new Map(optionCodes(ctx.catalog, object, path))
  return new Map([...texts].map(([value, text]) => [value, codes.get(text) ?? text]))
}

interface Lookup {
  object: CompiledObject
  name: string
  rest: string[]
  values: string[]
}

async function ownTexts(_ctx: QueryContext, db: Queryable, { object, name, values }: Lookup) {
  const type = fieldSqlType(fieldOf(object, name))
  return textMap(db, `select v, v::${type}::text as text from unnest($1::text[]) v`, [values])
}

async function referredTexts(ctx: QueryContext, db: Queryable, { object, name, rest, values }: Lookup) {
  const env = createEnvironment(ctx)
  const ids = env.parameters.bind({ from: 'input', name: 'ids' }, 'uuid[]')
  const target = targetOf(env, fieldOf(object, name))
  const text = pathSql(env, tableScope(env, target, 'o', 'system'), rest)
  const sql = `select o."id"::text as v, (${text})::text as text from ${quoteName(target.table)} o where o."id" = any(${ids})`
  return textMap(db, sql, bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { ids: values } }))
}

async function textMap(db: Queryable, text: string, values: unknown[]): Promise<Map<string, string>> {
  const { rows } = await db.query<{ v: string; text: string | null }>({ text, values })
  return new Map(rows.map((row) => [row.v, row.text ?? '']))
}

import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import { draftScope } from './image.ts'
import { fillNew, filledFields } from './filled-values.ts'
import type { InsertInput } from './outcome.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** The rows with what lookups and defaults bring along; the same question is asked once. */
export async function fillRows(
  ctx: QueryContext,
  db: Queryable,
  { object, rows }: { object: CompiledObject; rows: readonly Row[] },
): Promise<Row[]> {
  const fields = filledFields(object)
  const sources = sourcesOf(object, fields)
  const answers = new Map<string, Record<string, unknown>>()
  const done: Row[] = []
  for (const row of rows) {
    const open = fields.filter(({ name }) => row.values[name] === undefined)
    const key = JSON.stringify([open.map(({ name }) => name), sources.map((name) => row.values[name] ?? null)])
    const found = answers.get(key) ?? (await ask(ctx, db, { object, open, sources, values: row.values }))
    answers.set(key, found)
    done.push({ id: row.id, values: { ...row.values, ...found } })
  }
  return done
}

/** The fields of the record itself that what is filled depends on. */
function sourcesOf(object: CompiledObject, fields: readonly CompiledField[]): string[] {
  const read = fields.flatMap((field) => {
    const paths = field.default && 'expression' in field.default ? field.default.expression.paths : []
    return paths.map(([name = '']) => name)
  })
  return [...new Set([...object.copies.map(({ lookup }) => lookup), ...read])]
}

interface Question {
  object: CompiledObject
  open: readonly CompiledField[]
  sources: readonly string[]
  values: Readonly<Record<string, unknown>>
}

async function ask(
  ctx: QueryContext,
  db: Queryable,
  { object, open, sources, values }: Question,
): Promise<Record<string, unknown>> {
  const env = createEnvironment(ctx)
  const given = sources.filter((name) => values[name] != null && object.fields.get(name)?.column != null)
  const taken = filledFields(object).filter((field) => !open.includes(field))
  const assigned = new Map([...given, ...taken.map(({ name }) => name)].map((name) => [name, '']))
  fillNew(env, object, { assigned, image: draftScope(env, object, { given, eyes: 'system' }) })
  const filled = open.filter(({ name }) => assigned.has(name))
  if (filled.length === 0) return {}
  const text = `select jsonb_build_array(${filled.map(({ name }) => assigned.get(name)).join(', ')})`
  const bound = { user: ctx.user, now: ctx.now, fields: values }
  const [row] = await runStatement<[unknown[]]>(db, compileStatement(text, env.parameters.sources), bound)
  return Object.fromEntries(filled.map(({ name }, at) => [name, row?.[0]?.[at] ?? null]))
}

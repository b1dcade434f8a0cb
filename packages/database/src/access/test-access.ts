import type { CompiledObject } from '@fieldwork/metadata'
import type { QueryContext, RowAccess } from '../query/context.ts'
import { isId } from '../query/get.ts'
import { accessSql, fieldOf, pathSql, tableScope } from '../query/record-scope.ts'
import type { RecordScope } from '../query/record-scope.ts'
import { createEnvironment, environmentKey } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import { cached } from '../query/statement-cache.ts'
import { compileStatement, runStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { fillNew } from '../write/filled-values.ts'
import { givenAssignments, imageScope } from '../write/image.ts'

export interface AccessTests {
  object: string
  /** each is a column of the one statement that is asked */
  tests: readonly RowAccess[]
  /** equal keys of one actor's access mean equal tests */
  key: string
  /** a record that is stored, deleted or not, or the values of one that is not */
  of: { id: string } | { values: Readonly<Record<string, unknown>> }
}

/** What decides about access in a record, and which of the tests hold for it. */
export interface TestedAccess {
  holds: boolean[]
  isDeleted: boolean
  owner: string | null
  department: string | null
  /** ids by dimension */
  dimensions: Readonly<Record<string, readonly string[]>>
}

/** Tests accesses on one record, by the same SQL as lists and writes; null when there is no such record. */
export async function testAccess(ctx: QueryContext, input: AccessTests): Promise<TestedAccess | null> {
  const { object: name, of } = input
  if ('id' in of && !isId(of.id)) return null
  const given = 'id' in of ? [] : storedNames(ctx.catalog.object(name), of.values)
  const key = `access test\n${name}\n${environmentKey(ctx)}\n${input.key}\n${'id' in of ? 'stored' : given.join()}`
  const statement = cached(ctx.catalog, key, () => compileTests(ctx, input, given))
  const values = 'id' in of ? { inputs: { id: of.id } } : { fields: of.values }
  const [row] = await runStatement<[string]>(ctx.db, statement, { user: ctx.user, now: ctx.now, ...values })
  if (!row) return null
  const { dimensions, ...tested } = JSON.parse(row[0]) as Omit<TestedAccess, 'dimensions'> & {
    dimensions: Record<string, string | string[] | null>
  }
  const lists = Object.entries(dimensions).map(([each, ids]) => [each, [ids ?? []].flat()] as const)
  return { ...tested, dimensions: Object.fromEntries(lists) }
}

const storedNames = ({ fields }: CompiledObject, values: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(values).filter((name) => values[name] != null && fields.get(name)?.column != null)

function compileTests(ctx: QueryContext, { object: name, tests, of }: AccessTests, given: string[]): CompiledStatement {
  const env = createEnvironment(ctx)
  const object = ctx.catalog.object(name)
  const record = 'id' in of ? tableScope(env, object, 'o', 'system') : newRecord(env, object, given)
  const holds = tests.map((access) => `(${accessSql(env, record, { access }) ?? 'true'}) is true`)
  // every value that is bound has to stand in the text
  const values = [...givenAssignments(env, object, given).values()]
  const column = (field: string) => (object.hasOwner ? record.column(fieldOf(object, field)) : 'null')
  const department = object.fields.has('owner_department') ? column('owner_department') : 'null'
  const dimensions = Object.entries(object.dimensions).map(
    ([dimension, path]) => `${quoteText(dimension)}, to_jsonb(${pathSql(env, record, path)})`,
  )
  const members = [
    `'holds', jsonb_build_array(${holds.join(', ')})`,
    `'isDeleted', ${'id' in of ? 'o."deleted_at" is not null' : 'false'}`,
    ...(values.length > 0 ? [`'unset', num_nulls(${values.join(', ')})`] : []),
    `'owner', ${column('owner')}`,
    `'department', ${department}`,
    `'dimensions', jsonb_build_object(${dimensions.join(', ')})`,
  ]
  const id = 'id' in of ? env.parameters.bind({ from: 'input', name: 'id' }, 'uuid') : ''
  const from = 'id' in of ? ` from ${quoteName(object.table)} o where o."id" = ${id}` : ''
  return compileStatement(`select jsonb_build_object(${members.join(', ')})::text${from}`, env.parameters.sources)
}

const unchanged = (field: Parameters<typeof fieldSqlType>[0]): string => `null::${fieldSqlType(field)}`

/** The record as it would be stored, with what the database itself fills. */
function newRecord(env: SqlEnvironment, object: CompiledObject, given: readonly string[]): RecordScope {
  const assigned = givenAssignments(env, object, given)
  const image = imageScope(env, object, { assigned, unchanged, old: null })
  fillNew(env, object, { assigned, image })
  return image
}

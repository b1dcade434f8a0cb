import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext } from '../query/context.ts'
import { tableScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { bindValues } from '../query/parameters.ts'
import { failingNames, ruleChecks } from './checks.ts'
import type { InsertInput, WriteOutcome } from './outcome.ts'
import { accessTest } from './row-rule.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** Refusals by record id. */
export type Refusals = Map<string, Pick<WriteOutcome, 'code' | 'detail'>>

/** The row rule and the validation rules on rows that this transaction has just stored. */
export async function checkStored(
  ctx: QueryContext,
  db: Queryable,
  { object, rows }: { object: CompiledObject; rows: readonly Row[] },
): Promise<Refusals> {
  const env = createEnvironment(ctx)
  const { allowed, names } = storedTests(env, object)
  if (allowed === null && names === null) return new Map()
  const [first, last] = idRange(rows)
  const range = ['first', 'last'].map((name) => env.parameters.bind({ from: 'input', name }, 'uuid'))
  const broken = [...(allowed ? [`(${allowed}) is not true`] : []), ...(names ? [`cardinality(${names}) > 0`] : [])]
  // ids of version 7 made by one process are a short range; the transaction's own time leaves others' rows out
  const text =
    `select o."id", (${allowed ?? 'true'}) is true as allowed, ${names ?? 'array[]::text[]'} as names` +
    ` from ${quoteName(object.table)} o where o."id" between ${range.join(' and ')} and o."created_at" = now()` +
    ` and (${broken.join(' or ')})`
  const values = bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { first, last } })
  const found = await db.query<{ id: string; allowed: boolean; names: string[] }>({ text, values })
  const own = new Set(rows.map(({ id }) => id))
  return new Map(
    found.rows
      .filter(({ id }) => own.has(id))
      .map(({ id, allowed: isAllowed, names: broken }) => [
        id,
        isAllowed ? { code: 'rule', detail: broken } : { code: 'forbidden_post_image', detail: [] },
      ]),
  )
}

function storedTests(env: SqlEnvironment, object: CompiledObject) {
  const image = { ...tableScope(env, object, 'o', 'system'), records: { old: null } }
  const rules = ruleChecks(env, { object, assigned: new Map(), image, before: null })
  return { allowed: accessTest(env, image, 'create'), names: failingNames(rules) }
}

function idRange(rows: readonly Row[]): [string, string] {
  let [first, last] = [rows[0]?.id ?? '', rows[0]?.id ?? '']
  for (const { id } of rows) {
    if (id < first) first = id
    if (id > last) last = id
  }
  return [first, last]
}

import type { CompiledObject } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { QueryContext, WriteConsent } from '../query/context.ts'
import { tableScope } from '../query/record-scope.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { bindValues } from '../query/parameters.ts'
import { failingNames, ruleChecks } from './checks.ts'
import type { Check } from './checks.ts'
import { duplicateCases } from './duplicate-checks.ts'
import { filledFields } from './filled-values.ts'
import type { InsertInput, WriteOutcome } from './outcome.ts'
import { departmentCheck } from './assignment.ts'
import { accessTest } from './row-rule.ts'

type Row = Pick<InsertInput, 'id' | 'values'>

/** Refusals by record id. */
export type Refusals = Map<string, Pick<WriteOutcome, 'code' | 'detail'>>

/** What rows that this transaction has just stored are refused for, and what they are only warned of. */
export interface StoredFindings {
  refusals: Refusals
  /** `rule:<name>` by record id */
  warnings: Map<string, string[]>
}

/** The row rule, the validation rules and the duplicate rules on rows that this transaction has just stored. */
export async function checkStored(
  ctx: QueryContext,
  db: Queryable,
  { object, rows }: { object: CompiledObject; rows: readonly Row[] },
): Promise<StoredFindings> {
  const findings: StoredFindings = { refusals: new Map(), warnings: new Map() }
  const env = createEnvironment(ctx)
  const tests = storedTests(env, object)
  const asked = [tests.assigned, tests.broken, tests.warned, tests.twice].filter((names) => names !== null)
  if (tests.allowed === null && asked.length === 0) return findings
  const [first, last] = idRange(rows)
  const range = ['first', 'last'].map((name) => env.parameters.bind({ from: 'input', name }, 'uuid'))
  const found = [
    ...(tests.allowed ? [`(${tests.allowed}) is not true`] : []),
    ...asked.map((names) => `cardinality(${names}) > 0`),
  ]
  const none = 'array[]::text[]'
  // ids of version 7 made by one process are a short range; the transaction's own time leaves others' rows out
  const text =
    `select o."id", (${tests.allowed ?? 'true'}) is true as allowed, ${tests.assigned ?? none} as assigned, ${tests.broken ?? none} as broken,` +
    ` ${tests.warned ?? none} as warned, ${tests.twice ?? none} as twice` +
    ` from ${quoteName(object.table)} o where o."id" between ${range.join(' and ')} and o."created_at" = now()` +
    ` and (${found.join(' or ')})`
  const values = bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { first, last } })
  const answer = await db.query<StoredRow>({ text, values })
  const own = new Set(rows.map(({ id }) => id))
  for (const row of answer.rows) if (own.has(row.id)) note(findings, row, env.consent)
  return findings
}

interface StoredRow {
  id: string
  allowed: boolean
  assigned: string[]
  broken: string[]
  warned: string[]
  twice: string[]
}

function note({ refusals, warnings }: StoredFindings, row: StoredRow, consent: WriteConsent): void {
  const { id, allowed, assigned, broken, warned, twice } = row
  if (!allowed) refusals.set(id, { code: 'forbidden_post_image', detail: [] })
  else if (assigned.length > 0) refusals.set(id, { code: 'forbidden_assign', detail: assigned })
  else if (broken.length > 0) refusals.set(id, { code: 'rule', detail: broken })
  else if (twice.length > 0) refusals.set(id, { code: 'duplicate', detail: twice })
  else if (consent.refuseWarnings) refusals.set(id, { code: 'warning', detail: warned })
  else warnings.set(id, warned)
}

function storedTests(env: SqlEnvironment, object: CompiledObject) {
  const image = { ...tableScope(env, object, 'o', 'system'), records: { old: null } }
  const stored = { object, assigned: new Map(), image, before: null }
  const required = filledFields(object).filter((field) => field.required)
  const missing: Check[] = required.map((field) => ({
    name: `required:${field.name}`,
    when: `${image.column(field)} is null`,
  }))
  const rules = [...missing, ...ruleChecks(env, stored)]
  const department = departmentCheck(env, object, image)
  const twice = duplicateCases(env, { ...stored, id: 'o."id"' })
  return {
    allowed: accessTest(env, image, 'create'),
    assigned: failingNames(department ? [department] : []),
    broken: failingNames(rules.filter(({ warns }) => !warns)),
    warned: failingNames(rules.filter(({ warns }) => warns)),
    twice: twice.detail.names,
  }
}

function idRange(rows: readonly Row[]): [string, string] {
  let [first, last] = [rows[0]?.id ?? '', rows[0]?.id ?? '']
  for (const { id } of rows) {
    if (id < first) first = id
    if (id > last) last = id
  }
  return [first, last]
}

import { OWNER_DEPARTMENT } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { fieldSqlType } from '../query/sql-type.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName } from '../query/sql-text.ts'
import { compileStatement } from '../query/statement.ts'
import type { CompiledStatement } from '../query/statement.ts'
import { failingNames, ruleChecks, valueCases } from './checks.ts'
import { duplicateCases } from './duplicate-checks.ts'
import { eventParts, noChanges } from './event.ts'
import { fileChecks, takeFiles } from './file-checks.ts'
import { filledChecks, fillNew } from './filled-values.ts'
import { lookedUpOnce } from './looked-up-once.ts'
import { guardedFields } from './guarded-fields.ts'
import { givenAssignments, imageScope } from './image.ts'
import type { Assignments } from './image.ts'
import { imagesOf, tellListeners } from './listeners.ts'
import { nextPlace } from './line-places.ts'
import { referenceChecks } from './reference-checks.ts'
import { departmentCheck } from './assignment.ts'
import { accessTest } from './row-rule.ts'
import { enteredNumberParts, sequenceParts, takeStatements } from './sequence.ts'
import type { EnteredPart, SequencePart, TakePlace } from './sequence.ts'
import type { InsertInput } from './outcome.ts'
import { bindWriteParameters, columnList, detailSql, isStale, returnedRecord } from './statement-parts.ts'
import type { Detail, WriteParameters } from './statement-parts.ts'

export interface InsertPlan {
  statement: CompiledStatement
  /** auto-numbers in their order: how each takes a place by itself */
  takes: readonly TakePlace[]
  /** those of them whose place is taken ahead */
  takenAhead: readonly TakePlace[]
}

/** A verdict on the image of the new row, then the row, then its event. */
export function compileInsert(
  ctx: QueryContext,
  object: CompiledObject,
  given: readonly string[],
  { guarded = [], beforeLines = false }: Pick<InsertInput, 'guarded' | 'beforeLines'> = {},
): InsertPlan {
  const env = createEnvironment(ctx)
  const write = bindWriteParameters(env)
  const assigned = givenAssignments(env, object, given)
  const place = nextPlace(object, assigned)
  if (place) assigned.set(place.field, place.sql)
  const image = imageScope(env, object, { assigned, unchanged: newFieldSql(write), old: null })
  const filled = fillNew(env, object, { assigned, image })
  const { cases, details } = newRecordCases(env, { object, given, guarded, assigned, image, write })
  const sequences = sequenceParts(env, object, { image, given })
  const entered = enteredNumberParts(env, object, { image, given })
  const returned = returnedRecord(env, object, ['created_by', 'updated_by'])
  const read = new Set(returned.columns)
  const told = tellCreation(env, object, { row: 'ins', used: read, beforeLines })
  const rows = insertRow(object, { write, assigned, sequences, entered, returned: read })
  const event = { object: object.name, op: 'create', row: 'ins', changes: noChanges, ...write, from: 'ins' }
  const parts = [
    `verdict as materialized (select case ${cases.join(' ')} end as code)`,
    ...sequences.flatMap(({ cte }) => (cte === null ? [] : [cte.sql])),
    ...entered.map(({ cte }) => cte),
    `ins as (${rows})`,
    ...eventParts(event, told),
    ...takeFiles(object, assigned, 'ins'),
  ]
  const last = `select verdict.code, ${detailSql(details)}, ${returned.json('ins')}, 1 from verdict`
  const text = lookedUpOnce(`with ${parts.join(', ')} ${last}`, filled)
  return {
    statement: compileStatement(text, env.parameters.sources, 'any'),
    ...takesOf(ctx, object, given, sequences),
  }
}

/** Tells the creation of the rows under an alias to those who listen. */
function tellCreation(
  env: SqlEnvironment,
  object: CompiledObject,
  { row, used, beforeLines }: { row: string; used: Set<string>; beforeLines: boolean },
): string[] {
  const { after, join } = imagesOf(env, object, { row, old: new Map(), used })
  const told = { op: 'create', written: null, beforeLines }
  return tellListeners(env, object, { told, images: { after, before: null, join } })
}

function takesOf(
  ctx: QueryContext,
  object: CompiledObject,
  given: readonly string[],
  sequences: readonly SequencePart[],
): Pick<InsertPlan, 'takes' | 'takenAhead'> {
  const takes = takeStatements(ctx, object, given)
  const ahead = new Set(sequences.filter(({ takesAhead }) => takesAhead).map(({ field }) => field))
  return { takes, takenAhead: takes.filter(({ field }) => ahead.has(field)) }
}

interface NewRecord {
  object: CompiledObject
  given: readonly string[]
  guarded: readonly string[]
  assigned: Assignments
  image: ReturnType<typeof imageScope>
  write: WriteParameters
}

function newRecordCases(
  env: SqlEnvironment,
  { object, given, guarded, assigned, image, write }: NewRecord,
): { cases: string[]; details: Detail[] } {
  const checked = { object, given, assigned, image, before: null }
  const files = fileChecks(env, { ...checked, ...write })
  const values = valueCases(
    env,
    [...referenceChecks(env, checked), ...files],
    [...filledChecks(object, checked), ...ruleChecks(env, checked)],
  )
  const duplicates = duplicateCases(env, { ...checked, id: write.id })
  const allowed = accessTest(env, image, 'create')
  const department = given.includes(OWNER_DEPARTMENT) ? departmentCheck(env, object, image) : null
  const rights = guardedFields(env, { operation: 'create', names: guarded, record: image })
  const cases = [
    `when ${isStale(env, write.revision)} then 'stale_revision'`,
    ...(allowed === null ? [] : [`when (${allowed}) is not true then 'forbidden_post_image'`]),
    ...rights.cases,
    ...(department ? [`when ${department.when} then 'forbidden_assign'`] : []),
    ...values.cases,
    ...duplicates.cases,
    ...values.lastCases,
  ]
  const details = [
    rights.detail,
    ...(department ? [{ codes: ['forbidden_assign'], names: failingNames([department]) }] : []),
    ...values.details,
    duplicates.detail,
  ]
  return { cases, details }
}

interface RowSpec {
  write: WriteParameters
  assigned: Assignments
  sequences: readonly SequencePart[]
  entered: readonly EnteredPart[]
  returned: ReadonlySet<string>
}

function insertRow(object: CompiledObject, { write, assigned, sequences, entered, returned }: RowSpec): string {
  const numbers = sequences.map(({ field, value }) => [field.name, value()] as const)
  const fields = [...assigned, ...numbers].map(([name, sql]) => [object.fields.get(name)?.column ?? name, sql] as const)
  const system = [
    ['id', write.id],
    ['created_by', write.actor],
    ['updated_by', write.actor],
  ] as const
  const columns = [...system, ...fields]
  const needed = new Set([
    ...returned,
    'id',
    'version',
    'updated_at',
    ...sequences.map(({ field }) => field.column ?? ''),
  ])
  const sources = [
    'verdict',
    ...sequences.flatMap(({ cte }) => (cte === null ? [] : [cte.name])),
    ...entered.map(({ source }) => source),
  ].join(', ')
  return (
    `insert into ${quoteName(object.table)} (${columnList(columns.map(([column]) => column))})` +
    ` select ${columns.map(([, sql]) => sql).join(', ')} from ${sources} where verdict.code is null` +
    ` returning ${columnList(needed)}`
  )
}

/** Nothing refers to a new record yet: a count or total of it is 0. */
const emptyRollUp = ({ rollUp, type, property }: CompiledField): string | undefined =>
  rollUp ? type.column(property)?.default : undefined

/** What a field of a new record holds when no value was given. */
function newFieldSql(write: WriteParameters) {
  const system: Record<string, string> = {
    id: write.id,
    version: '1',
    created_at: 'now()',
    updated_at: 'now()',
    created_by: write.actor,
    updated_by: write.actor,
  }
  return (field: CompiledField) => system[field.name] ?? `${emptyRollUp(field) ?? 'null'}::${fieldSqlType(field)}`
}

import { compileJs } from '@fieldwork/expressions'
import type { EvaluationScope } from '@fieldwork/expressions'
import type { QueryContext } from '@fieldwork/database'
import { RECORD_TYPE, appError, describeSchemaError, objectValidator } from '@fieldwork/metadata'
import type { CompiledField, CompiledObject } from '@fieldwork/metadata'
import type { Json, Problem } from '@fieldwork/fields'
import { withoutFields } from './access/known-object.ts'
import { unwritable } from './entered-fields.ts'
import type { FieldValues } from './types.ts'
import { newRecordPlan } from './new-record-plan.ts'
import type { NewRecordStep } from './new-record-plan.ts'
import { ruleProblem, useTransition } from './write-problems.ts'

export interface NewRecordOptions {
  /** the record may begin in any state: take-over of existing data */
  anyState?: boolean
  /** names of values that the platform gives beside those that were entered */
  given?: readonly string[]
  /** read-only fields may be given what they held, e.g. when something was done: take-over by the platform itself */
  withStamps?: boolean
}

/**
 * The values of a new record, ready to be stored: checked, with the first state, defaults filled in, normalised.
 *
 * @throws validation_failed (every problem)
 */
export function newRecordValues(
  ctx: QueryContext,
  object: CompiledObject,
  sent: FieldValues,
  options: NewRecordOptions = {},
): FieldValues {
  const { values, problems } = tryNewRecord(ctx, object, sent, options)
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  return values
}

/** The same, with the problems instead of the error. */
export function tryNewRecord(
  ctx: QueryContext,
  object: CompiledObject,
  sent: FieldValues,
  { anyState = false, withStamps = false, given }: NewRecordOptions,
): { values: FieldValues; problems: Problem[] } {
  const values = withFirstState(object, sent)
  const entered = withStamps ? withoutStamps(object, values) : values
  const known = withStamps || ctx.isPlatformWrite ? object : knownObject(ctx, object)
  const problems = objectValidator(known, 'create')(withoutHidden(object, entered))
  if (!withStamps) problems.push(...unwritable(ctx, object, { operation: 'create', values: sent, given }))
  if (!anyState && object.states && values[object.states.field] !== firstState(object, sent))
    problems.push(useTransition(object))
  if (problems.length > 0) return { values, problems: [...problems, ...brokenRules(ctx, object, { values, problems })] }
  const { constants, steps } = newRecordPlan(object)
  // one assign keeps the object in its fast form, which adding field by field does not
  const completed: FieldValues = Object.assign({}, constants, values)
  return { values: completed, problems: complete(ctx, steps, completed) }
}

/**
 * The values that a caller changes, ready to be stored. Whose value he does not see, he does not write over. Read-only
 * fields are written by the platform itself only.
 *
 * @throws validation_failed (every problem)
 */
export function enteredChanges(
  ctx: QueryContext,
  object: CompiledObject,
  sent: FieldValues,
  operation: 'create' | 'update' = 'update',
): FieldValues {
  if (ctx.isPlatformWrite) return { ...sent, ...changedValues(object, withoutStamps(object, sent)) }
  return changedValues(knownObject(ctx, object), sent, unwritable(ctx, object, { operation, values: sent }))
}

/** The object as it is to the actor. */
export const knownObject = ({ absent }: QueryContext, object: CompiledObject): CompiledObject =>
  withoutFields(object, absent?.(object.name))

/**
 * The values of a change, ready to be stored.
 *
 * @param known what is wrong with them already
 * @throws validation_failed (every problem)
 */
function changedValues(object: CompiledObject, sent: FieldValues, known: readonly Problem[] = []): FieldValues {
  const problems = [...known, ...objectValidator(object, 'update')(sent)]
  if (problems.length > 0) throw appError('validation_failed', {}, problems)
  const values = { ...sent }
  normalise(object, values)
  return values
}

/**
 * The values of a record that is still being entered: checked one by one, with the defaults.
 *
 * @throws validation_failed (every wrong value)
 */
export function draftValues(ctx: QueryContext, object: CompiledObject, sent: FieldValues): FieldValues {
  const values = changedValues(knownObject(ctx, object), sent)
  const { constants, steps } = newRecordPlan(object)
  const completed: FieldValues = Object.assign({}, constants, values)
  complete(ctx, steps, completed)
  return completed
}

/**
 * What a hook left of the values of a change. Values that it did not touch were checked before; of the others those of
 * read-only fields are its own affair, computed and system fields are nobody's.
 *
 * @throws validation_failed (every problem)
 */
export function changedByHook(
  ctx: QueryContext,
  { object: name, values: before }: { object: string; values: FieldValues },
  values: FieldValues,
): FieldValues {
  const object = ctx.catalog.object(name)
  const touched = Object.fromEntries(Object.entries(values).filter(([field, value]) => before[field] !== value))
  return { ...values, ...changedValues(object, withoutStamps(object, touched)) }
}

function withFirstState(object: CompiledObject, sent: FieldValues): FieldValues {
  const { states } = object
  if (!states || typeof sent !== 'object' || sent === null || sent[states.field] != null) return sent
  return Object.assign({}, sent, { [states.field]: firstState(object, sent) })
}

/** The state in which a new record begins, which its type may say. */
function firstState({ states, recordTypes }: CompiledObject, sent: FieldValues): string | undefined {
  if (!recordTypes) return states?.initial
  const type = recordTypes.types.get(String(sent[RECORD_TYPE] ?? recordTypes.default))
  return type?.initial ?? states?.initial
}

/** A read-only state field is set by the platform, so the validator must not see it. */
function withoutHidden({ states, fields }: CompiledObject, values: FieldValues): FieldValues {
  if (!states || !fields.get(states.field)?.readOnly) return values
  const { [states.field]: _state, ...rest } = values
  return rest
}

/** Callers may not send read-only fields, so the validator does not know those that are kept. */
function withoutStamps({ fields }: CompiledObject, values: FieldValues): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !isStamp(fields.get(name))))
}

function isStamp(field: CompiledField | undefined): boolean {
  return field !== undefined && field.readOnly && !field.system && !field.type.computed
}

/** Fills in defaults, normalises, and tells which required fields got nothing. Null was sent on purpose. */
function complete(ctx: QueryContext, steps: readonly NewRecordStep[], values: FieldValues): Problem[] {
  const problems: Problem[] = []
  let scope: EvaluationScope | undefined
  for (const { field, name, fallback, normalise: tidy, required } of steps) {
    let value = values[name]
    if (value === undefined && fallback) values[name] = value = fallback((scope ??= scopeOf(ctx, values)))
    if (tidy && value != null) {
      const tidied = tidy(value as Json)
      if (tidied !== value) values[name] = tidied
    }
    if (required && value == null) problems.push(missing(field, values))
  }
  return problems
}

function scopeOf({ user, now, timeZone }: QueryContext, record: FieldValues): EvaluationScope {
  return { record, variables: { user: user.id === null ? null : user, old: null }, now: now ?? new Date(), timeZone }
}

function normalise(object: CompiledObject, values: FieldValues): void {
  for (const name in values) {
    const field = object.fields.get(name)
    const value = values[name]
    if (field?.type.normalise && value != null) values[name] = field.type.normalise(value as Json, field.property)
  }
}

/** A required field whose default gave nothing. */
function missing({ name, label }: CompiledField, values: FieldValues): Problem {
  const error = { keyword: 'required', instancePath: '', params: { missingProperty: name }, data: values }
  return describeSchemaError(error, () => label)
}

/** Rules that are broken too, so that all is told at once; those over a field that is wrong already are left out. */
function brokenRules(
  ctx: QueryContext,
  object: CompiledObject,
  { values, problems }: { values: FieldValues; problems: readonly Problem[] },
): Problem[] {
  const wrong = new Set(problems.map(({ pointer }) => pointer?.split('/')[1]))
  const moment = ctx.consent?.isImport ? 'import' : 'save'
  const decidable = object.rules.filter(
    ({ when, severity, on }) =>
      severity === 'block' &&
      on.has(moment) &&
      when.paths.every(([field, ...rest]) => rest.length === 0 && !wrong.has(field)),
  )
  const scope = scopeOf(ctx, values)
  return decidable.filter(({ when }) => compileJs(when)(scope) === true).map(ruleProblem)
}

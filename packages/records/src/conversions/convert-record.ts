import { getRecord, lockRecord, noteConversion } from '@fieldwork/database'
import type { TakenQuantity } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError, objectValidator } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import { demand } from '../actor-context.ts'
import { createRecord } from '../create-record.ts'
import { unwritable } from '../entered-fields.ts'
import { inTransaction } from '../in-transaction.ts'
import { pointingTo } from '../lines/line-problems.ts'
import type { FieldValues } from '../types.ts'
import { knownObject } from '../values.ts'
import type { WriteContext } from '../write-context.ts'
import { changeRecord } from '../write-change.ts'
import { asConversion } from './as-conversion.ts'
import { exactSum } from './exact-sum.ts'
import { conversionOf, planConversion } from './plan-conversion.ts'
import type { ConversionPlan, PlannedTarget, TakenLine } from './plan-conversion.ts'
import { isComplete } from './is-complete.ts'
import { readsHidden } from './reads-hidden.ts'
import type { Converted, ConvertedRecord, ConvertInput } from './types.ts'

/**
 * Makes of a record what one of its object's conversions says, in one transaction: the targets with the rights of the
 * actor, what is written back as the conversion's own doing. The source is locked first, so nothing is converted twice.
 *
 * @throws forbidden, not_found, stale_version, conversion_not_possible, validation_failed (pointers such as
 *   `/targets/customer/values/name`), and what a new record is refused for
 */
export async function convertRecord(ctx: WriteContext, input: ConvertInput): Promise<Converted> {
  demand(ctx, input.object, 'read')
  if (readsHidden(ctx, conversionOf(ctx, input.object, input.conversion))) throw appError('forbidden')
  if ((await getRecord(ctx, { object: input.object, id: input.id, fields: ['id'] })) === null)
    throw appError('not_found', { name: input.id })
  return inTransaction(ctx, async (tx) => {
    await lockRecord(tx, input)
    const plan = await planConversion(tx, input)
    const made: Record<string, ConvertedRecord> = {}
    for (const planned of plan.targets) made[planned.target.key] = await makeTarget(tx, { plan, planned, made, input })
    const writer = asConversion(tx)
    for (const { lines } of plan.targets) for (const each of lines) await keepQuantities(writer, each)
    const targets = plan.targets.filter(({ lines }) => lines.length > 0).map(({ target }) => target)
    const complete = await isComplete(tx, { conversion: plan.conversion, targets, id: input.id })
    const version = await writeBack(writer, { plan, made, input, complete })
    return {
      conversion: input.conversion,
      source: { object: input.object, id: input.id, version },
      targets: made,
      complete,
    }
  })
}

interface Making {
  plan: ConversionPlan
  planned: PlannedTarget
  made: Record<string, ConvertedRecord>
  input: ConvertInput
}

async function makeTarget(ctx: WriteContext, making: Making): Promise<ConvertedRecord> {
  const { planned, input } = making
  const { target, choice } = planned
  const isNew = choice.existing == null
  const id = choice.existing ?? (await makeNew(ctx, making))
  const { key, object } = target
  const source = { object: input.object, id: input.id }
  const taken = isNew ? planned.lines.flatMap(takenQuantities) : []
  await noteConversion(ctx, { conversion: input.conversion, source, target: key, object, id, isNew, taken })
  return { object, id, isNew }
}

/** What of the source's lines goes into the target, where the conversion keeps how much. */
const takenQuantities = ({ map, taken }: PlannedTarget['lines'][number]): TakenQuantity[] =>
  map.quantity?.isKept
    ? taken.map(({ line, quantity }) => ({
        object: map.from.object,
        id: line.id,
        field: map.quantity!.converted,
        quantity: quantity ?? 0,
      }))
    : []

async function makeNew(ctx: WriteContext, making: Making): Promise<string> {
  const { object, key } = making.planned.target
  const { values: entered = {} } = making.planned.choice
  const values = newValues(making)
  const id = await pointingTo(`/targets/${key}/values`, async () => {
    const problems = enteredProblems(ctx, ctx.catalog.object(object), entered)
    if (problems.length > 0) throw appError('validation_failed', {}, problems)
    // what the conversion copies is its own doing
    const actor = { ...ctx.actor, isDefined: true as const }
    return (await createRecord({ ...ctx, actor, isPlatformWrite: true }, { object, values })).id
  })
  return id
}

/** What somebody entered and may not. */
function enteredProblems(ctx: WriteContext, object: CompiledObject, values: FieldValues): Problem[] {
  const absent = ctx.absent?.(object.name)
  const unknown = Object.fromEntries(Object.entries(values).filter(([name]) => absent?.has(name)))
  return [
    ...unwritable(ctx, object, { operation: 'create', values, isStrict: true }),
    ...objectValidator(knownObject(ctx, object), 'update')(unknown),
  ]
}

/** What the mapping leaves empty is left to defaults; what somebody entered goes before it, links go before all. */
function newValues({ plan, planned, made, input }: Making): FieldValues {
  const { target, choice, lines } = planned
  const links = Object.entries(target.links).flatMap(([field, key]) =>
    made[key] ? [[field, made[key].id] as const] : [],
  )
  return {
    ...withoutEmpty(plan.source.targets[target.key]?.values ?? {}),
    ...choice.values,
    ...Object.fromEntries(links),
    ...(target.source !== null && { [target.source]: input.id }),
    ...Object.fromEntries(lines.map(({ map, taken }) => [map.to.collection, taken.map((one) => newLine(map, one))])),
  }
}

function newLine({ source, quantity }: PlannedTarget['lines'][number]['map'], { line, quantity: taken }: TakenLine) {
  return {
    ...withoutEmpty(line.values),
    ...(quantity && { [quantity.to]: taken }),
    ...(source !== null && { [source]: line.id }),
  }
}

const withoutEmpty = (values: FieldValues): FieldValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

async function keepQuantities(ctx: WriteContext, { map, taken }: PlannedTarget['lines'][number]): Promise<void> {
  const { quantity, from } = map
  if (!quantity?.isKept) return
  for (const { line, quantity: converted } of taken) {
    const total = exactSum(line.converted, converted ?? 0)
    await changeRecord(ctx, {
      object: from.object,
      id: line.id,
      operation: 'update',
      values: { [quantity.converted]: total },
    })
  }
}

interface Made extends Omit<Making, 'planned'> {
  complete: boolean
}

/** @returns the version of the source afterwards */
async function writeBack(ctx: WriteContext, { plan, made, input, complete }: Made): Promise<number> {
  const { links, transition } = plan.conversion.writeBack
  const linked = Object.entries(links).flatMap(([field, key]) => (made[key] ? [[field, made[key].id] as const] : []))
  const values = { ...plan.source.set, ...Object.fromEntries(linked) }
  const { object, id } = input
  if (transition !== null && complete)
    return (await changeRecord(ctx, { object, id, operation: 'transition', transition, values })).version
  if (Object.keys(values).length === 0) return plan.source.version
  return (await changeRecord(ctx, { object, id, operation: 'update', values })).version
}

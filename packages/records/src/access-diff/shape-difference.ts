import { accessText } from '@fieldwork/database'
import type { AccessText } from '@fieldwork/database'
import type { Operation } from '@fieldwork/metadata'
import { accessPlan } from '../access/access-plan.ts'
import type { ActorSide } from './field-changes.ts'
import { fieldDifferences } from './field-changes.ts'
import type { FieldDifference } from './types.ts'
import { isUntouched } from './untouched.ts'

/** Operations whose records are counted. */
export const counted = ['read', 'update'] as const
export type Counted = (typeof counted)[number]

/** What may differ for all people of the same shape before and after, object by object. */
export interface ShapeDifference {
  object: string
  operations: { gained: Operation[]; lost: Operation[] }
  fields: FieldDifference[]
  /** by counted operation: what decides before and after */
  texts: { before: AccessText; after: AccessText }[]
  /** one of the texts differs; else only values of a person's own can */
  isOther: boolean
}

/** The objects on which people of one shape have other rights then, or may have by values of their own. */
export function shapeDifferences(before: ActorSide, after: ActorSide, timeZone: string): ShapeDifference[] {
  const names = new Set([...before.catalog.objects.keys(), ...after.catalog.objects.keys()])
  return [...names].flatMap((object) => {
    if (isUntouched(before, after, object)) return []
    const difference = differenceOn(before, after, { object, timeZone })
    const { operations, fields, texts, isOther } = difference
    const compares = texts.some(({ before: { sources } }) => sources.some(({ from }) => from === 'access'))
    const isSame = operations.gained.length + operations.lost.length + fields.length === 0 && !isOther
    return isSame && !compares ? [] : [difference]
  })
}

function differenceOn(
  before: ActorSide,
  after: ActorSide,
  { object, timeZone }: { object: string; timeZone: string },
): ShapeDifference {
  const [now, then] = [operationsOf(before, object), operationsOf(after, object)]
  const texts = counted.map((operation) => {
    const [one, other] = [before, after].map(({ catalog, actor }) =>
      accessText({ catalog, access: accessPlan(catalog, actor).access }, { object, operation }, timeZone),
    )
    return { before: one!, after: other! }
  })
  return {
    object,
    operations: {
      gained: then.filter((operation) => !now.includes(operation)),
      lost: now.filter((operation) => !then.includes(operation)),
    },
    fields: fieldDifferences(before, after, object),
    texts,
    isOther: texts.some(({ before: one, after: other }) => one.text !== other.text),
  }
}

const operationsOf = ({ catalog, actor }: ActorSide, object: string): Operation[] =>
  catalog.objects.has(object) ? accessPlan(catalog, actor).operations(object) : []

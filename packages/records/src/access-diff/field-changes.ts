import { maskOf } from '@fieldwork/metadata'
import type { Catalog, CompiledField, FieldRight } from '@fieldwork/metadata'
import { accessPlan } from '../access/access-plan.ts'
import type { PlannedActor } from '../access/access-plan.ts'
import { rightWords, sentence } from './change-words.ts'
import type { AccessChange, FieldDifference } from './types.ts'

/** Somebody in one of the catalogs. */
export interface ActorSide {
  catalog: Catalog
  actor: PlannedActor
}

const widths: Record<FieldDifference['before'], number> = { none: 0, mask: 1, partly: 2, read: 3, write: 4 }

/** The fields of an object that are there before and after, and on which somebody has another right then. */
export function fieldDifferences(before: ActorSide, after: ActorSide, object: string): FieldDifference[] {
  const [one, other] = [before.catalog.objects.get(object), after.catalog.objects.get(object)]
  if (!one || !other || !reads(before, object) || !reads(after, object)) return []
  const [now, then] = [rightsOn(before, object), rightsOn(after, object)]
  return [...other.fields.values()].flatMap((field) => {
    const known = one.fields.get(field.name)
    if (!known) return []
    const [from, to] = [now(known), then(field)]
    return from === to ? [] : [{ field: field.name, label: field.label, before: from, after: to }]
  })
}

const reads = ({ catalog, actor }: ActorSide, object: string): boolean =>
  accessPlan(catalog, actor).access(object, 'read').kind !== 'none'

function rightsOn({ catalog, actor }: ActorSide, object: string): (field: CompiledField) => FieldRight | 'partly' {
  const { masked, absent, partly, unwritten } = accessPlan(catalog, actor).fields(object)
  return ({ name, readOnly }) => {
    if (absent.has(name)) return 'none'
    if (partly.has(name)) return 'partly'
    if (masked.has(name)) return 'mask'
    return readOnly || unwritten.update.has(name) ? 'read' : 'write'
  }
}

/** The same as changes of a role, whose bearer has no other one. */
export function fieldChanges(before: ActorSide, after: ActorSide, object: string): AccessChange[] {
  return fieldDifferences(before, after, object).map(({ field: name, label, before: from, after: to }) => {
    const effect = widths[to] > widths[from] ? 'wider' : 'narrower'
    const known = after.catalog.object(object).fields.get(name)!
    const isOpened = widths[to] >= 2 && widths[from] < 2 && (maskOf(known) !== null || from === 'mask')
    const summary = sentence('field', { name: label, before: wordsOf(from), after: wordsOf(to) })
    return { kind: 'field', name, before: from, after: to, effect, warning: isOpened ? 'sensitive' : null, summary }
  })
}

const wordsOf = (right: FieldDifference['before']) => rightWords[right === 'partly' ? 'mask' : right]

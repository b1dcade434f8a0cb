import { createHash } from 'node:crypto'
import type { AccessText, PersonBetween } from '@fieldwork/database'
import type { Catalog } from '@fieldwork/metadata'
import { shapeOfActor, valuesOf } from '../access/access-plan.ts'
import type { PlannedActor } from '../access/access-plan.ts'
import type { ActorSide } from './field-changes.ts'
import { shapeDifferences } from './shape-difference.ts'
import type { ShapeDifference } from './shape-difference.ts'
import type { Catalogs } from './role-changes.ts'

/** A person with both catalogs' eyes. */
export interface BothSides {
  before: ActorSide
  after: ActorSide
  /** equal keys: statements of equal texts */
  key: string
  /** what the arms of both sides compare with */
  values(): { before: Values; after: Values }
}

type Values = Readonly<Record<string, unknown>>

export function sidesOf({ before, after }: Catalogs, person: PersonBetween): BothSides {
  const sideOf = (catalog: Catalog, facts: PersonBetween['before']): ActorSide => {
    const roles = facts ? [...new Set(facts.assignments.map(({ role }) => role))] : person.roles
    const administrator = roles.some((role) => catalog.roles.get(role)?.administrator === true)
    const actor: PlannedActor = { id: person.id, roles, administrator, ...(facts && { facts }) }
    return { catalog, actor }
  }
  const [one, other] = [sideOf(before, person.before), sideOf(after, person.after)]
  let values: ReturnType<BothSides['values']> | null = null
  return {
    before: one,
    after: other,
    key: `${keyOf(one)}\n${keyOf(other)}\n${person.before === person.after}`,
    values: () => (values ??= { before: valuesOn(one), after: valuesOn(other) }),
  }
}

const keyOf = ({ catalog, actor }: ActorSide): string =>
  actor.administrator ? 'administrator' : shapeOfActor(catalog, actor).key

const valuesOn = ({ catalog, actor }: ActorSide): Values => valuesOf(catalog, actor) ?? {}

/** Finds what differs for people; what follows from their shapes alone is found out once. */
export function createDifferences(timeZone: string): (sides: BothSides) => ShapeDifference[] {
  const known = new Map<string, ShapeDifference[]>()
  return ({ before, after, key, values }) => {
    const shape = known.get(key) ?? shapeDifferences(before, after, timeZone)
    known.set(key, shape)
    return shape.filter(
      ({ operations, fields, texts, isOther }) =>
        isOther ||
        operations.gained.length + operations.lost.length + fields.length > 0 ||
        texts.some((text) => boundTo(text.before, values().before) !== boundTo(text.after, values().after)),
    )
  }
}

/** The values that a text compares with, in its order. */
const boundTo = ({ sources }: AccessText, values: Values): string =>
  sources.map((source) => (source.from === 'access' ? valueKey(values[source.key]) : '')).join()

const lists = new WeakMap<Uint8Array, string>()

/** Stands for a value: lists of ids are as long as departments are many. */
export function valueKey(value: unknown): string {
  if (!(value instanceof Uint8Array)) return JSON.stringify(value) ?? ''
  const known = lists.get(value) ?? createHash('sha256').update(value).digest('base64')
  lists.set(value, known)
  return known
}

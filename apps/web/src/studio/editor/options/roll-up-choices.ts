import type { StudioObject } from '../../catalog/studio-objects.ts'
import type { CatalogField } from '../../catalog/types.ts'

export const ROLL_UP_FUNCTIONS = ['count', 'sum', 'avg', 'min', 'max', 'latest'] as const
export type RollUpFunction = (typeof ROLL_UP_FUNCTIONS)[number]

/** Records of another object that refer to this one, and by which field. */
export interface Relation {
  object: StudioObject
  via: CatalogField
}

const REFERENCES: ReadonlySet<string> = new Set(['lookup', 'master-detail', 'user', 'department'])

/** What refers to an object, in the order of the objects. */
export function relationsTo(objects: StudioObject[], name: string): Relation[] {
  return objects.flatMap((object) =>
    object.fields
      .filter(({ reference, system, type }) => reference === name && !system && REFERENCES.has(type))
      .map((via) => ({ object, via })),
  )
}

const NUMBERS = ['integer', 'decimal', 'money']
const MEASURED = [...NUMBERS, 'percent', 'formula', 'roll-up']
const DATED = ['date', 'date-time']
const TEXTS = ['text', 'long-text', 'email', 'phone', 'url', 'auto-number', 'select', 'boolean']

const TYPES: Record<Exclude<RollUpFunction, 'count'>, ReadonlySet<string>> = {
  sum: new Set([...NUMBERS, 'formula', 'roll-up']),
  avg: new Set(MEASURED),
  min: new Set([...MEASURED, ...DATED]),
  max: new Set([...MEASURED, ...DATED]),
  latest: new Set([...MEASURED, ...DATED, ...TEXTS]),
}

/** Fields that the function can be made of; what a formula gives is checked when the draft is. */
export function aggregableFields({ fields }: Pick<StudioObject, 'fields'>, name: RollUpFunction): CatalogField[] {
  const own = fields.filter(({ name: field }) => field !== 'id')
  return name === 'count' ? own : own.filter(({ type }) => TYPES[name].has(type))
}

/** Fields that say when something was. */
export const datedFields = ({ fields }: Pick<StudioObject, 'fields'>): CatalogField[] =>
  fields.filter(({ type }) => DATED.includes(type))

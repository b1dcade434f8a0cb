import type { Constant, ExprType, TypeEnvironment } from '@fieldwork/expressions'
import type { FieldType, Property } from '@fieldwork/fields'
import { parameterConstants } from './parameter-values.ts'

/** What an expression may know of the objects; a Catalog is one. */
export interface FieldSource {
  /** figures and switches of the workspace; absent: none are known */
  parameters?: ReadonlyMap<string, Constant>
  objects: ReadonlyMap<
    string,
    {
      fields: ReadonlyMap<string, { type: FieldType; property: Property }>
      collections: ReadonlyMap<string, { object: string; field?: string }>
      /** the lookup to the record above; left out where that is not known */
      hierarchy?: string | null
    }
  >
}

export interface EnvironmentOptions {
  /** `old` is known: the record before the write, null when it is created */
  withOld?: boolean
  /** names of fields that there are not, by object */
  absent?: ((object: string) => ReadonlySet<string>) | undefined
}

/** What names mean in an expression over one record of `object`; null where there is no record. */
export function typeEnvironment(
  { objects, parameters }: FieldSource,
  object: string | null,
  { withOld = false, absent }: EnvironmentOptions = {},
): TypeEnvironment {
  /** A collection by a field that there is not, is not there either. */
  const isThere = (name: string, field: string): boolean => {
    if (absent === undefined) return true
    const collection = objects.get(name)?.collections.get(field)
    return collection?.field === undefined ? !absent(name).has(field) : !absent(collection.object).has(collection.field)
  }
  return {
    object,
    fieldNames: (name) => {
      const known = objects.get(name)
      const names = known ? [...known.fields.keys(), ...known.collections.keys()] : []
      return absent ? names.filter((field) => isThere(name, field)) : names
    },
    fieldType: (name, field) => {
      const owner = objects.get(name)
      if (!isThere(name, field)) return undefined
      const known = owner?.fields.get(field)
      return known ? expressionType(known) : collectionType(owner?.collections.get(field))
    },
    variables: knownVariables(object, withOld),
    ...(parameters && { constants: parameterConstants(parameters) }),
    isHierarchy: (name) => objects.get(name)?.hierarchy !== null,
  }
}

/** The type of a field's values in expressions. */
export const expressionType = ({ type, property }: { type: FieldType; property: Property }): ExprType =>
  type.expression(property)

/** The type of the records that refer to a record, in expressions. */
export const collectionType = (collection: { object: string } | undefined): ExprType | undefined =>
  collection && { kind: 'list', of: { kind: 'record', object: collection.object }, collection: true }

/** The variables that are known where an expression over `object` stands. */
export function knownVariables(object: string | null, withOld: boolean): Record<string, ExprType> {
  const user: ExprType = { kind: 'record', object: 'user' }
  return withOld && object !== null ? { user, old: { kind: 'record', object } } : { user }
}

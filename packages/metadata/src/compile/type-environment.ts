import type { ExprType, TypeEnvironment } from '@fieldwork/expressions'
import type { FieldType, Property } from '@fieldwork/fields'

/** What an expression may know of the objects; a Catalog is one. */
export interface FieldSource {
  objects: ReadonlyMap<string, { fields: ReadonlyMap<string, { type: FieldType; property: Property }> }>
}

export interface EnvironmentOptions {
  /** `old` is known: the record before the write, null when it is created */
  withOld?: boolean
}

/** What names mean in an expression over one record of `object`; null where there is no record. */
export function typeEnvironment(
  { objects }: FieldSource,
  object: string | null,
  { withOld = false }: EnvironmentOptions = {},
): TypeEnvironment {
  const fieldOf = (name: string, field: string) => objects.get(name)?.fields.get(field)
  return {
    object,
    fieldNames: (name) => [...(objects.get(name)?.fields.keys() ?? [])],
    fieldType: (name, field) => {
      const known = fieldOf(name, field)
      return known && expressionType(known)
    },
    variables: knownVariables(object, withOld),
  }
}

/** The type of a field's values in expressions. */
export const expressionType = ({ type, property }: { type: FieldType; property: Property }): ExprType =>
  type.expression(property)

/** The variables that are known where an expression over `object` stands. */
export function knownVariables(object: string | null, withOld: boolean): Record<string, ExprType> {
  const user: ExprType = { kind: 'record', object: 'user' }
  return withOld && object !== null ? { user, old: { kind: 'record', object } } : { user }
}

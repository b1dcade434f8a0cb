import type { ExprType, TypeEnvironment } from '@fieldwork/expressions'

import type { FieldInfo, ObjectSchema } from '../api/types.ts'

const KINDS: Record<string, ExprType> = {
  integer: { kind: 'integer' },
  decimal: { kind: 'decimal' },
  money: { kind: 'decimal' },
  percent: { kind: 'decimal' },
  boolean: { kind: 'boolean' },
  date: { kind: 'date' },
  'date-time': { kind: 'datetime' },
  formula: { kind: 'any' },
}

/** How expressions in the browser see the object: what it refers to is not loaded, so those paths have any type. */
export function environmentOf(schema: ObjectSchema): TypeEnvironment {
  const names = Object.keys(schema.fields)
  return {
    object: schema.object,
    fieldType: (object, field) => {
      if (object !== schema.object) return { kind: 'any' }
      if (field === 'id') return { kind: 'record', object }
      const info = schema.fields[field]
      return info ? typeOf(info) : undefined
    },
    fieldNames: (object) => (object === schema.object ? names : []),
    variables: { user: { kind: 'record', object: 'user' }, old: { kind: 'record', object: schema.object } },
  }
}

function typeOf(info: FieldInfo): ExprType {
  return info.expression ?? (info.reference ? { kind: 'record', object: info.reference } : expressionTypeOf(info.type))
}

/** How expressions in the browser see values of a field type; what a formula gives is not known from its type. */
export function expressionTypeOf(fieldType: string): ExprType {
  return KINDS[fieldType] ?? { kind: 'text' }
}

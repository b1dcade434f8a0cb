import type { ExprType, TypeEnvironment } from '@fieldwork/expressions'

import type { ObjectSchema } from '../api/types.ts'

const ANY: ExprType = { kind: 'any' }

/** How expressions in the browser see the object: what it refers to is not loaded, so those paths have any type. */
export function environmentOf(schema: ObjectSchema): TypeEnvironment {
  const names = Object.keys(schema.fields)
  return {
    object: schema.object,
    fieldType: (object, field) => {
      if (object !== schema.object) return ANY
      if (field === 'id') return { kind: 'record', object }
      const info = schema.fields[field]
      const collection = schema.collections?.[field]
      if (!info && collection)
        return { kind: 'list', of: { kind: 'record', object: collection.object }, collection: true }
      return info && (info.expression ?? ANY)
    },
    fieldNames: (object) => (object === schema.object ? [...names, ...Object.keys(schema.collections ?? {})] : []),
    ...(schema.parameters && { constants: { param: new Map(Object.entries(schema.parameters)) } }),
    variables: { user: { kind: 'record', object: 'user' }, old: { kind: 'record', object: schema.object } },
  }
}

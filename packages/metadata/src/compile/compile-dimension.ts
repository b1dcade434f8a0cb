import type { CompiledDimension, Definition } from '../catalog.ts'
import type { DimensionDocument } from '../generated/dimension.ts'
import { describeLabel } from '../words.ts'
import { checkLeadsTo } from './compile-access.ts'
import { referredObject } from './report.ts'
import type { CheckContext } from './report.ts'

/** Checks where the values of a dimension are, and those of a person. */
export function compileDimension(context: CheckContext, definition: Definition): CompiledDimension {
  const { name, label, order = 0, object, own } = definition as unknown as DimensionDocument
  const isKnown = referredObject(context, '/object', object) !== null
  const user = isKnown && own !== undefined ? referredObject(context, '/own', 'user') : null
  if (user && own !== undefined) checkLeadsTo(context, '/own', { from: user, path: own, target: object })
  return { name, label: label ?? describeLabel(name), order, object, own: own?.split('.') ?? null }
}

import type { Property } from '@fieldwork/fields'
import type { Catalog, CompiledField, CompiledObject } from '../catalog.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { checkProperties } from '../validation/validate-property.ts'
import { compileRollUp } from './compile-roll-up.ts'
import { completeProperty } from './normal-form.ts'
import type { ObjectDefinition } from './object-definition.ts'
import { shapeOf } from './object-shape.ts'
import { publishedWorld } from './published-world.ts'
import { withRollUpResult } from './roll-up-result.ts'

/** no name that an author can choose */
const NAME = 'fw_draft'
const AT = `/properties/${NAME}/x-field`

/**
 * Checks a roll-up that is not published as if it were a field of the object.
 *
 * @param options what stands in its `x-field`, without the type
 * @returns the field, or every problem with its pointer into the options
 */
export function compileDraftRollUp(
  catalog: Catalog,
  object: CompiledObject,
  options: Record<string, unknown>,
): { field: CompiledField } | { problems: DefinitionProblem[] } {
  const sink = problemSink('object', object.name)
  const property = { 'x-field': { ...options, type: 'roll-up' } } as Property
  checkProperties(sink, { [NAME]: property })
  const field = sink.problems.length > 0 ? null : compileIn(catalog, object, { sink, property })
  return field ? { field } : { problems: sink.problems.map((problem) => ({ ...problem, pointer: within(problem) })) }
}

function compileIn(
  catalog: Catalog,
  object: CompiledObject,
  { sink, property }: { sink: ReturnType<typeof problemSink>; property: Property },
): CompiledField | null {
  const definition = object.definition as unknown as ObjectDefinition
  const properties = { ...definition.properties, [NAME]: completeProperty(property) }
  const shape = shapeOf({ ...definition, properties })
  const field = shape.fields.get(NAME)
  if (!field) throw new Error('The draft has no shape')
  const world = publishedWorld(catalog, shape)
  const context = { world, sink, dependencies: new Set<string>() }
  const rollUp = compileRollUp(context, `/properties/${NAME}`, { shape, field })
  const result = rollUp && world.rollUp(object.name, NAME)
  return result ? { ...withRollUpResult(field, result), formula: null, rollUp, default: null } : null
}

const within = ({ pointer = '' }: DefinitionProblem): string =>
  pointer.startsWith(AT) ? pointer.slice(AT.length) : pointer

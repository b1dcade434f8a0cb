import type { CompiledCollection, CompiledMaster } from '../catalog.ts'
import { stableText } from '../json/hash.ts'
import { pointerOf } from '../json/pointer.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { text } from '../words.ts'
import { namesOfTargets } from './field-targets.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { reservedFieldNames } from './reserved-names.ts'

/** By object, then by name: the records of other objects that refer to one of its records. */
export type Collections = ReadonlyMap<string, ReadonlyMap<string, CompiledCollection>>

/** The master of an object's records; null when they stand for themselves. */
export function masterOf({ fields }: Pick<ObjectShape, 'fields'>): CompiledMaster | null {
  for (const { name, type, property, reference } of fields.values()) {
    if (!type.isMaster || reference === null) continue
    const { position, reparentable } = property['x-field']
    return {
      field: name,
      object: reference,
      position: typeof position === 'string' ? position : null,
      reparentable: reparentable === true,
    }
  }
  return null
}

interface Reference {
  /** the object that refers, and by which field */
  object: string
  field: FieldShape
  target: ObjectShape
  /** the only field by which it refers to the target */
  isOnly: boolean
}

/**
 * Names what refers to each object: by the field's option `collection`, else by the name of the referring object when
 * it refers once, else by object and field. A name that is taken already is reported where it was chosen.
 */
export function findCollections(shapes: ReadonlyMap<string, ObjectShape>): {
  collections: Collections
  problems: DefinitionProblem[]
} {
  const collections = new Map<string, Map<string, CompiledCollection>>()
  const problems: DefinitionProblem[] = []
  const open = referencesIn(shapes)
  const namings = [chosenName, objectName, objectAndField]
  for (const reference of namings.reduce(named, open)) problems.push(taken(reference))
  return { collections, problems }

  function named(references: Reference[], naming: (reference: Reference) => string | null): Reference[] {
    return references.filter((reference) => {
      const name = naming(reference)
      const own = collections.get(reference.target.name) ?? new Map<string, CompiledCollection>()
      collections.set(reference.target.name, own)
      const isFree = name !== null && isUsable(name, reference.target) && !own.has(name)
      if (isFree) own.set(name, collectionOf(name, reference))
      else if (chosenName(reference) !== null && naming === chosenName) problems.push(taken(reference))
      return !isFree && chosenName(reference) === null
    })
  }
}

const chosenName = ({ field }: Reference): string | null => {
  const { collection } = field.property['x-field']
  return typeof collection === 'string' ? collection : null
}
const objectName = ({ object, isOnly }: Reference): string | null => (isOnly ? object : null)
const objectAndField = ({ object, field }: Reference): string => `${object}_${field.name}`

const isUsable = (name: string, target: ObjectShape): boolean =>
  !target.fields.has(name) && !reservedFieldNames.has(name) && !name.startsWith('fw_')

function referencesIn(shapes: ReadonlyMap<string, ObjectShape>): Reference[] {
  return [...shapes.values()].flatMap(({ name: object, fields }) => {
    const own = [...fields.values()]
      .filter(({ system }) => !system)
      .flatMap((field) => targetsOf(shapes, field).map((target) => ({ field, target })))
    return own.map(({ field, target }) => {
      const isOnly = own.filter((each) => each.target === target).length === 1
      return { object, field, target, isOnly }
    })
  })
}

/** The objects whose records a field refers to, in whichever way. */
function targetsOf(shapes: ReadonlyMap<string, ObjectShape>, field: FieldShape): ObjectShape[] {
  const names = field.reference === null ? namesOfTargets(shapes, field) : [field.reference]
  return names.flatMap((name) => shapes.get(name) ?? [])
}

function collectionOf(name: string, { object, field }: Reference): CompiledCollection {
  const { minLines, maxLines, snapshot } = field.property['x-field']
  return {
    name,
    object,
    field: field.name,
    isLines: field.type.isMaster === true,
    ...(snapshot === true && { isSnapshot: true }),
    minLines: typeof minLines === 'number' ? minLines : 0,
    maxLines: typeof maxLines === 'number' ? maxLines : null,
  }
}

function taken({ object, field, target }: Reference): DefinitionProblem {
  const found = chosenName({ object, field, target, isOnly: false }) ?? `${object}_${field.name}`
  const sink = problemSink('object', object)
  const message = text(
    `“${target.name}” has something else called “${found}”; choose another name for the collection`,
    `“${target.name}”已有名为“${found}”的内容，请为集合换一个名称`,
  )
  const pointer = pointerOf('properties', field.name, 'x-field', 'collection')
  sink.add({ pointer, code: 'repeated_name', message, params: { name: found, object: target.name } })
  return sink.problems[0] as DefinitionProblem
}

/** Changes when statements that read the collection have to change. */
export const collectionSignature = (collection: CompiledCollection | undefined): string | undefined =>
  collection && stableText(collection)

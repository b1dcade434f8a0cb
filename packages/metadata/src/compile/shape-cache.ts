import type { PhysicalNames } from '../catalog.ts'
import type { NormalDocument } from './normal-documents.ts'
import type { ObjectDefinition } from './object-definition.ts'
import { shapeOf } from './object-shape.ts'
import type { ObjectShape } from './object-shape.ts'
import { OWNER_DEPARTMENT } from './standard-fields.ts'

const cached = new WeakMap<NormalDocument, ObjectShape>()

/** The shapes of all objects; one whose document and columns are as before is the same object as before. */
export function shapesOf(documents: NormalDocument[], physical?: PhysicalNames): Map<string, ObjectShape> {
  const shapes = new Map<string, ObjectShape>()
  const hasDepartments = documents.some(({ kind, name }) => kind === 'object' && name === 'department')
  for (const document of documents) {
    if (document.kind !== 'object') continue
    const before = cached.get(document)
    const isSame = before !== undefined && isFor(before, hasDepartments) && hasColumns(before, physical)
    const shape = isSame
      ? before
      : shapeOf(document.definition as unknown as ObjectDefinition, physical, { hasDepartments })
    cached.set(document, shape)
    shapes.set(document.name, shape)
  }
  return shapes
}

const isFor = ({ hasOwner, fields }: ObjectShape, hasDepartments: boolean): boolean =>
  fields.has(OWNER_DEPARTMENT) === (hasOwner && hasDepartments)

function hasColumns({ name, fields }: ObjectShape, physical?: PhysicalNames): boolean {
  for (const { name: field, column } of fields.values()) {
    if (column !== null && column !== (physical?.column(name, field) ?? field)) return false
  }
  return true
}

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { DraftOrigin } from '../model/change-set.ts'
import type { ObjectDefinition } from '../model/definitions.ts'

/** An object while it is edited: what every tab of its page gets. */
export interface ObjectEditing {
  object: StudioObject
  definition: ObjectDefinition
  /** as it is published; null for a new one */
  base: ObjectDefinition | null
  origin: DraftOrigin
  /** `isTyping`: one of several changes that a person makes in one go */
  edit: (next: ObjectDefinition, options?: { isTyping?: boolean }) => void
  /** what the address asks to open, e.g. a field or a rule */
  focus: string | null
}

/** Prefix of the names of fields that are added to the object. */
export function fieldPrefix({ origin }: ObjectEditing): string {
  return origin === 'shipped' ? 'x_' : ''
}

/** True for a field that the package ships: it can be changed, not removed. */
export function isShippedField({ origin, base }: ObjectEditing, name: string): boolean {
  return origin === 'shipped' && base?.properties[name] !== undefined && !name.startsWith('x_')
}

/** True for a field that is published: its name and type hold data. */
export function isPublishedField({ base }: ObjectEditing, name: string): boolean {
  return base?.properties[name] !== undefined
}

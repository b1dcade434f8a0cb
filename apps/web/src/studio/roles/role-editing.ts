import type { RoleDefinition } from '../model/roles.ts'

/** A role while it is edited. */
export interface RoleEditing {
  role: RoleDefinition
  edit(next: RoleDefinition, options?: { isTyping?: boolean }): void
}

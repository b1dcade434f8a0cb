import { useMemo } from 'react'

import { useDimensionDefinitions, useRoleDefinitions } from '../catalog/queries.ts'
import { useDraftedDocuments } from '../draft/use-documents.ts'
import type { Drafted } from '../draft/use-documents.ts'
import type { DimensionDefinition } from '../model/dimensions.ts'
import type { RoleDefinition } from '../model/roles.ts'

/** A role with where it comes from. */
export type DraftedRole = Drafted<RoleDefinition>

/** The roles as the draft has them, and the way to change them. */
export function useDraftedRoles() {
  const { all, isPending, put } = useDraftedDocuments('role', useRoleDefinitions().data)
  return { roles: all, isPending, put }
}

/** The management dimensions as the draft has them in their order, and the way to change them. */
export function useDraftedDimensions() {
  const { all, isPending, put } = useDraftedDocuments('dimension', useDimensionDefinitions().data)
  const dimensions = useMemo(() => [...all].sort(byPlace), [all])
  return { dimensions, isPending, put }
}

function byPlace({ definition: a }: Drafted<DimensionDefinition>, { definition: b }: Drafted<DimensionDefinition>) {
  return (a.order ?? 0) - (b.order ?? 0) || (a.name < b.name ? -1 : 1)
}

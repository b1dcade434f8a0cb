import { useMemo } from 'react'

import { useCatalog } from '../catalog/queries.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'

/** The objects as they are published: only what they know can be tried on records. */
export function usePublished(): StudioObject[] {
  const catalog = useCatalog().data
  return useMemo(
    () => (catalog?.objects ?? []).map((object) => ({ ...object, isNew: false, isChanged: false, definition: null })),
    [catalog],
  )
}

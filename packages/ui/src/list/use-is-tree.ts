import { useCallback } from 'react'

import { useMe } from '../api/queries.ts'

/** Tells whether the records of an object stand below each other. */
export function useIsTree(): (object: string) => boolean {
  const objects = useMe().data?.objects
  return useCallback((object) => objects?.[object]?.hierarchy === true, [objects])
}

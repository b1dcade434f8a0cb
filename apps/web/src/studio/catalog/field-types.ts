import { useMemo } from 'react'

import { useCatalog } from './queries.ts'
import type { CatalogFieldType } from './types.ts'

/** The field types by name. */
export function useFieldTypes(): ReadonlyMap<string, CatalogFieldType> {
  const types = useCatalog().data?.fieldTypes
  return useMemo(() => new Map((types ?? []).map((type) => [type.name, type])), [types])
}

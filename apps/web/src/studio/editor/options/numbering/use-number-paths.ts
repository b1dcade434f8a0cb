import type { StudioObject } from '../../../catalog/studio-objects.ts'
import { useFieldTypes } from '../../../catalog/field-types.ts'
import type { PathField } from '../../../model/views.ts'
import { usePaths } from '../../views/path-select.tsx'

const SHOWN: ReadonlySet<string> = new Set(['text', 'integer', 'decimal', 'boolean', 'date'])

/** What a number can show of a record when it is made: values of its own and of records it points to, or option codes. */
export function useNumberPaths(object: StudioObject | null, isCode: boolean): PathField[] {
  const types = useFieldTypes()
  const paths = usePaths(object)
  return [...paths.values()].filter(({ path, field }) => {
    const first = paths.get(path.split('.')[0] ?? '')?.field
    // what the platform makes itself is not known before the number
    if (!first || first.system || types.get(first.type)?.computed != null) return false
    const type = types.get(field.type)
    if (!type || type.computed === 'formula') return false
    return isCode ? field.type === 'select' : SHOWN.has((field.expression ?? type.expression).kind)
  })
}

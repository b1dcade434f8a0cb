import { useMemo } from 'react'

import { useMe } from '../api/queries.ts'
import type { Layout, ObjectSchema, RecordData } from '../api/types.ts'
import { createFormLogic } from './form-logic.ts'
import type { BlockState } from './form-logic.ts'
import { valuesOf } from './form-values.ts'

/** Which blocks of a layout show for a record. */
export function useBlockStates(schema: ObjectSchema, layout: Layout, record: RecordData): Record<string, BlockState> {
  const me = useMe().data
  return useMemo(() => {
    const values = valuesOf(schema, record)
    const user = me?.user ?? { id: '', name: '', username: '' }
    return createFormLogic(schema, layout, { user, timeZone: me?.timeZone ?? 'Asia/Shanghai', old: values }).evaluate(
      values,
    ).blocks
  }, [schema, layout, record, me?.user, me?.timeZone])
}

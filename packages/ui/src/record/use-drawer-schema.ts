import { useState } from 'react'

import { useObjectSchema, useRecord } from '../api/queries.ts'
import type { ObjectSchema, RecordTypeInfo } from '../api/types.ts'
import type { DrawerRequest } from './drawer-request.ts'

/** The field that holds the type of a record, where its object has types. */
export const RECORD_TYPE = 'record_type'

export interface DrawerSchema {
  data: ObjectSchema | undefined
  error: unknown
  /** what a new record is called, before its type is chosen too */
  label: string | undefined
  /** types to choose from before there is a form */
  choices: RecordTypeInfo[] | null
  choose: (type: string) => void
}

/** The schema of the form that a drawer shows: of the record's type, of the one given, or of the one that is chosen. */
export function useDrawerSchema({ object, id, initial }: DrawerRequest): DrawerSchema {
  const mode = id ? 'update' : 'create'
  const [chosen, setChosen] = useState<string | null>(null)
  const all = useObjectSchema(object, mode)
  const record = useRecord(object, id ?? '').data
  const types = all.data?.recordTypes ?? null
  const creatable = types?.filter((type) => type.creatable) ?? []
  const only = !id && creatable.length === 1 ? creatable[0]?.name : undefined
  const wanted = chosen ?? initial?.[RECORD_TYPE] ?? record?.[RECORD_TYPE] ?? only
  const type = types?.find(({ name }) => name === wanted)?.name
  const typed = useObjectSchema(type ? object : '', mode, type)
  const isOpen = types !== null && !id && type === undefined
  const { data, error } = type ? typed : all
  const label = all.data?.label
  return { data: isOpen ? undefined : data, error, label, choices: isOpen ? creatable : null, choose: setChosen }
}

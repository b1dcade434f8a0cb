import type { Json, JsonSchema } from '@fieldwork/fields'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import { useApi } from '../api/api-provider.tsx'
import { keys } from '../api/keys.ts'
import type { ObjectSchema } from '../api/types.ts'

const NONE: readonly string[] = []

/**
 * The schema as it holds for one record: what the person may write on others and not on this one is read-only. Asked
 * only where some field depends on the record.
 *
 * @returns undefined until it is known
 */
export function useRowSchema(schema: ObjectSchema | undefined, id: string | undefined): ObjectSchema | undefined {
  const api = useApi()
  const object = schema?.object ?? ''
  const depends = id !== undefined && Object.values(schema?.fields ?? {}).some((field) => field.partlyWritable)
  const rights = useQuery({
    queryKey: keys.rights(object, id ?? ''),
    enabled: depends,
    // a form does not change under the hands
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      const url = `/api/records/${object}/${id}?fields=id&rights=true`
      return (await api.get<{ _unwritable: string[] }>(url, signal))['_unwritable']
    },
  })
  // where it cannot be told, saving tells
  const closed = rights.data ?? (depends && rights.isPending ? undefined : NONE)
  return useMemo(() => (schema && closed ? withReadOnly(schema, closed) : undefined), [schema, closed])
}

/** Read-only as a field is that the role does not open at all: the schema of the values leaves it out. */
export function withReadOnly(schema: ObjectSchema, names: readonly string[]): ObjectSchema {
  if (names.length === 0) return schema
  const properties = { ...(schema.schema['properties'] as Record<string, Json>) }
  const fields = { ...schema.fields }
  for (const name of names) {
    const field = fields[name]
    if (!field) continue
    const property = (properties[name] as JsonSchema | undefined) ?? field.property ?? null
    fields[name] = { ...field, writable: false, required: false, property }
    delete properties[name]
  }
  const { required } = schema.schema
  const left = Array.isArray(required) ? required.filter((name) => !names.includes(String(name))) : []
  return { ...schema, fields, schema: { ...schema.schema, properties, ...(required && { required: left }) } }
}

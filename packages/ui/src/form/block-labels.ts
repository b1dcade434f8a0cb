import type { Layout, Locale, ObjectSchema } from '../api/types.ts'
import { localize } from '../texts/localized.ts'

/** The schema with what a layout calls fields in place of their own labels; the same one where it renames none. */
export function withBlockLabels(schema: ObjectSchema, layout: Layout, locale: Locale): ObjectSchema {
  const renamed = Object.values(layout.blocks).flatMap(({ type, field = '', label }) => {
    const info = type === 'field' && label !== undefined ? schema.fields[field] : undefined
    return info ? [[field, { ...info, label: localize(label, locale) }] as const] : []
  })
  return renamed.length === 0 ? schema : { ...schema, fields: { ...schema.fields, ...Object.fromEntries(renamed) } }
}

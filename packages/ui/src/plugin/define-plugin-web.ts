import type { TypeUi } from '@fieldwork/fields/ui'
import type { ComponentType } from 'react'

import type { ObjectSchema, RecordData } from '../api/types.ts'

/** What a component on a record's page gets: the record as the caller may read it, and the schema of its object. */
export interface RecordPartProps {
  schema: ObjectSchema
  record: RecordData
}

/** The components of a plugin, by the keys under which its `plugin.ts` announces them. */
export interface PluginWebParts {
  pages?: Record<string, ComponentType>
  tiles?: Record<string, ComponentType>
  buttons?: Record<string, ComponentType<RecordPartProps>>
  panels?: Record<string, ComponentType<RecordPartProps>>
  /** by the name of the field type */
  widgets?: Record<string, TypeUi>
}

/** Defines what a plugin shows in the browser; the default export of its `web/index.tsx`. */
export const definePluginWeb = (parts: PluginWebParts): PluginWebParts => parts

import { fieldType } from '@fieldwork/fields'
import type { FieldType } from '@fieldwork/fields'
import type { Plugin, PluginDefinition, PluginRoute } from './plugin.ts'

/**
 * Defines a plugin; the default export of its `plugin.ts`. What is wrong with it is told when it is loaded, with
 * everything else that is wrong: the server starts without it.
 */
export function definePlugin<Settings = Record<string, unknown>>(definition: PluginDefinition<Settings>): Plugin {
  // whoever calls its parts gives each the plugin's own settings
  return Object.freeze({ ...(definition as unknown as PluginDefinition), kind: 'fieldwork-plugin' as const })
}

/** A route whose body has a type of its own. */
export const defineRoute = <Body = Record<string, unknown>, Settings = Record<string, unknown>>(
  route: PluginRoute<Settings, Body>,
): PluginRoute<Settings, never> => route as unknown as PluginRoute<Settings, never>

/** What a field type of a plugin says itself; the rest is as in the type that it is based on. */
export type FieldTypeDefinition = Partial<FieldType> &
  Pick<FieldType, 'name' | 'label' | 'conformance'> & {
    /** name of a type of the platform, e.g. `text`, `integer`, `select` */
    base: string
  }

/** A kind of field that is like one of the platform’s, except for what is given. Throws Error for an unknown base. */
export function defineFieldType({ base, ...own }: FieldTypeDefinition): FieldType {
  const known = fieldType(base)
  if (!known) throw new Error(`There is no field type “${base}” to base “${own.name}” on`)
  return { ...known, ...own }
}

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

/** A field type that is complete only where it differs from a plain text. */
export const defineFieldType = (type: FieldType): FieldType => Object.freeze(type)

import type { PluginWebParts } from '@fieldwork/ui'

const loading = new Map<string, Promise<PluginWebParts>>()

/** Loads the module of a plugin once; one that could not be fetched is asked for again the next time. */
export function loadParts(src: string): Promise<PluginWebParts> {
  const known = loading.get(src)
  if (known) return known
  const loaded = load(src)
  loading.set(src, loaded)
  loaded.catch(() => loading.delete(src))
  return loaded
}

async function load(src: string): Promise<PluginWebParts> {
  await import('./host-modules.ts')
  const module = (await import(/* @vite-ignore */ src)) as { default?: PluginWebParts }
  if (typeof module.default !== 'object') throw new Error('web/index.tsx has no default export made by definePluginWeb')
  return module.default
}

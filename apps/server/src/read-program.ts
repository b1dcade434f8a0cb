import { fileURLToPath } from 'node:url'
import type { Extensions, Layer } from '@fieldwork/metadata'
import { readPackages } from '@fieldwork/metadata/server'
import { loadPlugins, type LoadedPlugins } from './plugins/load-plugins.ts'
import type { KeptCode } from './plugins/stand-ins.ts'
import { extensionsWith } from './plugins/plugin-steps.ts'

// from this file as from the bundled server
const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** Packages that the program ships, a folder each. */
export const SHIPPED_FOLDER = root('metadata')

/** What definitions can build on before any workspace is opened. */
export interface Program {
  /** the shipped packages, lowest first */
  packages: Layer[]
  plugins: LoadedPlugins
  extensions: Extensions
}

/**
 * Reads the shipped packages and loads the plugins.
 *
 * @param input.folders further plugins, a folder each
 * @param input.kept where code that works is kept, and stands in for code that does not
 * @param input.given plugins that are in memory already; absent: those in their folders
 */
export async function readProgram({
  folders,
  given,
  kept,
}: {
  folders: readonly string[]
  given?: LoadedPlugins | undefined
  kept?: KeptCode
}): Promise<Program> {
  const packages = await readPackages(SHIPPED_FOLDER)
  const plugins = given ?? (await loadPlugins({ shipped: root('plugins'), others: folders, below: packages, kept }))
  return { packages, plugins, extensions: extensionsWith(plugins) }
}

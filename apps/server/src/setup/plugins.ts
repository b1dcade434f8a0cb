import { createRegistry, type Database, type Registry, type RegistryOptions } from '@fieldwork/database'
import { AppError, createCatalog, noExtensions } from '@fieldwork/metadata'
import type { FailedPlugin, LoadedPlugin, LoadedPlugins } from '../plugins/load-plugins.ts'

export interface Opened {
  registry: Registry
  plugins: LoadedPlugins
}

/**
 * Opens the workspace with the plugins that were loaded. What is installed of a plugin that could not be loaded stays
 * as it is; where definitions of plugins do not compile, the workspace is opened without these.
 *
 * @throws as createRegistry, where it is not for the plugins
 */
export async function openWithPlugins(db: Database, options: RegistryOptions, plugins: LoadedPlugins): Promise<Opened> {
  const open = (loaded: readonly LoadedPlugin[], kept: readonly FailedPlugin[]): Promise<Registry> =>
    createRegistry(db, {
      ...options,
      packages: [...options.packages, ...loaded.map(({ layer }) => layer)],
      kept: kept.map(({ name }) => name),
    })
  try {
    return { plugins, registry: await open(plugins.loaded, plugins.failed) }
  } catch (error) {
    const { loaded, failed } = withoutBroken(options, plugins)
    if (!isAboutDefinitions(error) || failed.length === 0) throw error
    const registry = await open(loaded, failed).catch((second: unknown) => {
      if (!isAboutDefinitions(second)) throw second
      // what is installed of them needs their code: their records are kept and return with them
      return open(loaded, [])
    })
    return { registry, plugins: { loaded, failed } }
  }
}

const isAboutDefinitions = (error: unknown): boolean => error instanceof AppError && error.code === 'validation_failed'

/** Plugins whose definitions do not compile over what the program ships, put to those that failed. */
function withoutBroken({ packages, extensions }: RegistryOptions, { loaded, failed }: LoadedPlugins): LoadedPlugins {
  const whole: LoadedPlugin[] = []
  const broken: FailedPlugin[] = [...failed]
  for (const each of loaded) {
    const layers = [...packages, ...whole.map(({ layer }) => layer), each.layer]
    const compiled = createCatalog(layers, { revision: 0, extensions: extensions ?? noExtensions })
    if ('problems' in compiled)
      broken.push({ name: each.plugin.name, problems: compiled.problems, standIn: each.plugin })
    else whole.push(each)
  }
  return { loaded: whole, failed: broken }
}

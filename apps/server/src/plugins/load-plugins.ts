import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addFieldType } from '@fieldwork/fields'
import type { Problem } from '@fieldwork/fields'
import { AppError, pointerOf, wrongCron } from '@fieldwork/metadata'
import type { Layer } from '@fieldwork/metadata'
import { readPackage } from '@fieldwork/metadata/server'
import { checkPlugin, type Plugin } from '@fieldwork/plugin-sdk'
import { say } from '../errors.ts'
import { keepStandIn, standInsFor, type KeptCode } from './stand-ins.ts'
import { compilePlugin, runPlugin, withCompiler } from './compile-plugin.ts'
import { compileWeb, type PluginCode } from './compile-web.ts'

const PLUGIN_FILE = 'plugin.ts'

/** A plugin whose code is in this process, enabled or not. */
export interface LoadedPlugin {
  plugin: Plugin
  /** its definitions: its own layer */
  layer: Layer
  /** what it runs in the browser; null: nothing */
  web: PluginCode | null
}

/** A plugin that the server runs without, and why. */
export interface FailedPlugin {
  name: string
  problems: Problem[]
  /** its last code that worked, else its outline: field types, steps, triggers and kinds for definitions that need them */
  standIn?: Plugin | undefined
}

export interface LoadedPlugins {
  loaded: readonly LoadedPlugin[]
  failed: readonly FailedPlugin[]
}

export interface PluginPlaces {
  /** a folder that holds one plugin in each folder with a `plugin.ts` */
  shipped: string
  /** folders of further plugins, each of one */
  others: readonly string[]
  /** the layers that plugins can build on */
  below: Layer[]
  /** absent: nothing stands in for code that does not work */
  kept?: KeptCode | undefined
}

/** Finds and loads every plugin there is. One that cannot be loaded is told of and stops nothing. */
export async function loadPlugins({ shipped, others, below, kept }: PluginPlaces): Promise<LoadedPlugins> {
  const folders = [...(await pluginFolders(shipped)), ...others.map((folder) => resolve(folder))]
  const { loaded, failed } =
    folders.length === 0 ? nothing : await withCompiler(() => loadFolders(folders, { below, kept }))
  return { loaded, failed: kept ? await withStandIns({ loaded, failed }, kept) : failed }
}

const nothing: LoadedPlugins = { loaded: [], failed: [] }

/** The plugins that failed, and those that are gone though the workspace has them, with what stands in for them. */
async function withStandIns({ loaded, failed }: LoadedPlugins, kept: KeptCode): Promise<FailedPlugin[]> {
  const standIns = await standInsFor(kept, new Set(loaded.map(({ plugin }) => plugin.name)))
  // one that nobody misses is not told of
  const gone = [...standIns.keys()].filter((name) => !failed.some((each) => each.name === name)).map(goneOne)
  const all = [...failed, ...gone].map((each) => ({ ...each, standIn: standIns.get(each.name) }))
  for (const { standIn } of all) for (const type of standIn?.fieldTypes ?? []) addFieldType({ ...type, standsIn: true })
  return all
}

const goneOne = (name: string): FailedPlugin => ({ name, problems: [{ code: 'plugin_gone', message: goneWords }] })

const goneWords = say(
  'Its folder is not there any more. What definitions use of it is kept; disable it to take its definitions away',
  '插件目录已不存在；定义所用到的部分予以保留，停用后移除其定义',
)

type Loading = Pick<PluginPlaces, 'below' | 'kept'>

async function loadFolders(folders: readonly string[], { below, kept }: Loading): Promise<LoadedPlugins> {
  const loaded: LoadedPlugin[] = []
  const failed: FailedPlugin[] = []
  for (const folder of folders) {
    const found = await loadPlugin(folder, { below: [...below, ...loaded.map(({ layer }) => layer)], kept })
    if ('problems' in found) failed.push(found)
    else if (loaded.some(({ plugin }) => plugin.name === found.plugin.name)) failed.push(foundTwice(found.plugin))
    else loaded.push(found)
  }
  return { loaded, failed }
}

async function pluginFolders(parent: string): Promise<string[]> {
  if (!existsSync(parent)) return []
  const entries = await readdir(parent, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(parent, name))
  return folders.filter((folder) => existsSync(join(folder, PLUGIN_FILE))).sort()
}

async function loadPlugin(folder: string, { below, kept }: Loading): Promise<LoadedPlugin | FailedPlugin> {
  const name = basename(folder)
  try {
    const text = await compilePlugin(join(folder, PLUGIN_FILE))
    const plugin = await runPlugin(text)
    const problems = [...checkPlugin(plugin, name), ...wrongTimes(plugin)]
    if (problems.length > 0) return { name, problems }
    const loaded = await installable(plugin as Plugin, below)
    if (kept) await keepStandIn(kept, loaded.plugin, text)
    return loaded
  } catch (error) {
    if (error instanceof AppError) return { name, problems: error.problems }
    const { message } = error as Error
    return { name, problems: [{ code: 'broken_plugin', message: say(message, message) }] }
  }
}

/** What a plugin brings, ready to be enabled. Throws what is wrong with it. To be called in a turn of `withCompiler`. */
export async function installable(plugin: Plugin, below: Layer[]): Promise<LoadedPlugin> {
  const { name, version, label, requires, url, metadata, fieldTypes = [] } = plugin
  const folder = fileURLToPath(new URL('metadata', url))
  const documents = metadata === false ? [] : (await readPackage(folder, name, below)).documents
  const web = await compileWeb(url)
  if (web === null && plugin.web) throw new Error('It says what it shows in the browser, but has no web/index.tsx')
  for (const type of fieldTypes) addFieldType(type)
  return {
    plugin,
    layer: { name, package: { version, label, ...(requires && { requires }), type: 'plugin' }, documents },
    web,
  }
}

/** Schedules whose times nobody can tell. */
function wrongTimes(plugin: unknown): Problem[] {
  return Object.entries((plugin as Plugin | undefined)?.schedules ?? {}).flatMap(([name, { cron }]) => {
    const reason = wrongCron(cron)
    if (reason === null) return []
    const message = say(`“${cron}” is no time: ${reason}`, `“${cron}”不是有效的时间：${reason}`)
    return [{ pointer: pointerOf('schedules', name, 'cron'), code: 'wrong_format', message }]
  })
}

function foundTwice({ name }: Plugin): FailedPlugin {
  const message = say(`There is another plugin “${name}”`, `已有同名插件“${name}”`)
  return { name, problems: [{ code: 'duplicate', message }] }
}

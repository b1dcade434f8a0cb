import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '@fieldwork/database'
import type { Plugin } from '@fieldwork/plugin-sdk'
import { runPlugin } from './compile-plugin.ts'
import { keepOutline, outlinedPlugins } from './plugin-outline.ts'

const ENDING = '.mjs'

/** Where the code of plugins is kept that worked, for a start at which it does not any more. */
export interface KeptCode {
  folder: string
  /** the workspace, which keeps the outlines of plugins for a machine that has no code of them */
  db: Pick<Database, 'query' | 'log'>
  /** whether the workspace has the plugin, or definitions that need what it brings */
  isNeeded(plugin: Plugin): Promise<boolean>
}

/** Code kept in a folder for a workspace. */
export const keptCode = (db: Pick<Database, 'query' | 'log'>, folder: string): KeptCode => ({
  folder,
  db,
  async isNeeded(plugin) {
    const { rows } = await db.query<{ needed: boolean }>({
      text:
        'select exists (select from fw_definition where layer = $1 or body::text like any ($2::text[])' +
        ' or kind = any ($3::text[])) as needed',
      values: [plugin.name, namesIn(plugin).map((name) => `%"${name}"%`), (plugin.kinds ?? []).map(({ name }) => name)],
    })
    return rows[0]?.needed === true
  },
})

/** What definitions call by name of a plugin's code. */
const namesIn = ({ fieldTypes = [], steps = [], triggers = [] }: Plugin): string[] =>
  [...fieldTypes, ...steps, ...triggers].map(({ name }) => name)

const fileOf = (folder: string, name: string): string => join(folder, name + ENDING)

/** Keeps what stands in for a plugin that works, should it not work any more: its code here, its outline in the workspace. */
export async function keepStandIn(kept: KeptCode, plugin: Plugin, text: string): Promise<void> {
  await keepOutline(kept.db, plugin)
  await keepCode(kept, plugin, text)
}

/** Keeps code that works, where definitions may need it: whole or not at all. */
async function keepCode({ folder }: KeptCode, plugin: Plugin, text: string): Promise<void> {
  const { kinds = [], hooks: { before = [], after = [] } = {} } = plugin
  if ([...namesIn(plugin), ...kinds, ...before, ...after].length === 0) return
  const file = fileOf(folder, plugin.name)
  if (existsSync(file) && (await readFile(file, 'utf8')) === text) return
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(`${file}.${process.pid}`, text)
    await rename(`${file}.${process.pid}`, file)
  } catch (error) {
    // whoever gives the server no place to write to does without
    if (!['EACCES', 'EROFS', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) throw error
  }
}

/**
 * What stands in for plugins that the workspace needs, by name: their last code that worked, else their outline.
 *
 * @param working names of those that need nothing to stand in for them
 */
export async function standInsFor(kept: KeptCode, working: ReadonlySet<string>): Promise<Map<string, Plugin>> {
  const found = await outlinedPlugins(kept.db)
  for (const name of await keptPlugins(kept)) {
    if (working.has(name)) continue
    const plugin = await runKept(kept, name)
    if (plugin) found.set(name, plugin)
  }
  const missing = [...found].filter(([name]) => !working.has(name))
  const needed = await Promise.all(missing.map(([, plugin]) => kept.isNeeded(plugin)))
  return new Map(missing.filter((_each, at) => needed[at]))
}

/** null: it does not run in this program any more, so that only the outline is left */
async function runKept({ folder, db }: KeptCode, name: string): Promise<Plugin | null> {
  try {
    return (await runPlugin(await readFile(fileOf(folder, name), 'utf8'))) as Plugin
  } catch (error) {
    db.log.warn({ error, plugin: name }, 'the code of a plugin that was kept does not run')
    return null
  }
}

/** Names of the plugins whose code was kept. */
async function keptPlugins({ folder }: KeptCode): Promise<string[]> {
  if (!existsSync(folder)) return []
  const files = await readdir(folder)
  return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length))
}

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '@fieldwork/database'
import type { Plugin } from '@fieldwork/plugin-sdk'
import { runPlugin } from './compile-plugin.ts'

const ENDING = '.mjs'

/** Where the code of plugins is kept that worked, for a start at which it does not any more. */
export interface KeptCode {
  folder: string
  /** whether the workspace has the plugin, or definitions that need what it brings */
  isNeeded(plugin: Plugin): Promise<boolean>
}

/** Code kept in a folder for a workspace. */
export const keptCode = (db: Pick<Database, 'query'>, folder: string): KeptCode => ({
  folder,
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

/** Keeps code that works, where definitions may need it: whole or not at all. */
export async function keepCode({ folder }: KeptCode, plugin: Plugin, text: string): Promise<void> {
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

/** The last code of a plugin that worked, where it is needed; undefined: none. */
export async function standInFor(kept: KeptCode, name: string): Promise<Plugin | undefined> {
  const file = fileOf(kept.folder, name)
  if (!existsSync(file)) return undefined
  const plugin = (await runPlugin(await readFile(file, 'utf8'))) as Plugin
  return (await kept.isNeeded(plugin)) ? plugin : undefined
}

/** Names of the plugins whose code was kept. */
export async function keptPlugins({ folder }: KeptCode): Promise<string[]> {
  if (!existsSync(folder)) return []
  const files = await readdir(folder)
  return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length))
}

import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCatalog, layerOfPackage } from '@fieldwork/metadata'
import type { Layer } from '@fieldwork/metadata'
import { readConfig, readProgram } from '@fieldwork/server'
import type { Command, CommandInput } from '../promote/command.ts'
import { FolderError } from '../promote/folder.ts'
import { objectTypes } from './object-types.ts'

/**
 * Writes the types of the objects that a plugin sees into `generated/objects.ts` of its folder: those of the packages
 * that this program ships and of the plugin itself; with `--layer all` those of the server's workspace.
 */
export const writeTypes: Command = async (input) => {
  const { target, say } = input
  const folder = resolve(target)
  if (!existsSync(folder)) throw new FolderError(`${target} is not there`)
  const { plugins, packages, extensions } = await readProgram({ folders: foldersWith(folder, input) })
  const failed = plugins.failed.find(({ name }) => folder.endsWith(`/${name}`))
  for (const { pointer = '', message } of failed?.problems ?? []) say(`${pointer} ${message.en}`.trim())
  if (failed) return 1
  const own = plugins.loaded.find(({ plugin }) => fileURLToPath(new URL('.', plugin.url)) === `${folder}/`)
  const needed = own ? plugins.loaded.filter(({ plugin }) => own.plugin.requires?.[plugin.name] !== undefined) : []
  const shipped = [...packages, ...needed.map(({ layer }) => layer), ...(own ? [own.layer] : [])]
  const layers = input.layer === 'all' ? await layersOfServer(input) : shipped
  const compiled = createCatalog(layers, { revision: 0, extensions })
  if ('problems' in compiled) {
    for (const { kind, name, pointer = '', message } of compiled.problems)
      say(`${kind} ${name} ${pointer}: ${message.en}`)
    return 1
  }
  const file = join(folder, 'generated', 'objects.ts')
  await mkdir(join(folder, 'generated'), { recursive: true })
  await writeFile(file, await objectTypes(compiled.catalog))
  say(`${compiled.catalog.objects.size} objects in ${file}`)
  return 0
}

/** The plugin itself is loaded too where it does not stand among the shipped ones. */
function foldersWith(folder: string, { env }: CommandInput): string[] {
  const shipped = fileURLToPath(new URL('../../../../plugins/', import.meta.url))
  const others = readConfig(env).plugins
  const isPlugin = existsSync(join(folder, 'plugin.ts')) && !folder.startsWith(shipped)
  return isPlugin && !others.includes(folder) ? [...others, folder] : others
}

async function layersOfServer({ client }: CommandInput): Promise<Layer[]> {
  const { package: read } = await client.export('all')
  return [layerOfPackage(read)]
}

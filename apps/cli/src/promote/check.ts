import { checkRequirements, createCatalog, layerOfPackage, type Layer } from '@fieldwork/metadata'
import { readConfig, readProgram } from '@fieldwork/server'
import type { Command } from './command.ts'
import { fileOf, FolderError, readFolder } from './folder.ts'

/** Checks a folder over the packages that this program ships and the plugins that it requires, without a server. */
export const checkFolder: Command = async ({ target, language, say }) => {
  const read = await readFolder(target, language)
  if (read === null) throw new FolderError(`${target} holds no package`)
  const { packages, plugins, extensions } = await readProgram({ folders: readConfig(process.env).plugins })
  const own: Layer = layerOfPackage(read)
  const needed = plugins.loaded.map(({ layer }) => layer).filter(({ name }) => name in (own.package?.requires ?? {}))
  const below = [...packages, ...needed].filter(({ name }) => name !== read.name)
  const unmet = checkRequirements(own, below)
  const compiled = createCatalog([...below, own], { revision: 0, extensions })
  const found = 'problems' in compiled ? compiled.problems : []
  const inWords = (message: { en: string; 'zh-CN': string }) => (language === 'zh-CN' ? message['zh-CN'] : message.en)
  for (const { pointer, message } of unmet) say(`fieldwork.json ${pointer}: ${inWords(message)}`)
  for (const { pointer = '', message, kind, name } of found)
    say(`${fileOf({ kind, name })} ${pointer}: ${inWords(message)}`)
  if (unmet.length + found.length > 0) return 1
  say(`${target}: ${read.documents.length} documents are right`)
  return 0
}

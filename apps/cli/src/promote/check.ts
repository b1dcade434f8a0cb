import { fileURLToPath } from 'node:url'
import { checkRequirements, createCatalog, layerOfPackage, type Layer } from '@fieldwork/metadata'
import { readPackages } from '@fieldwork/metadata/server'
import type { Command } from './command.ts'
import { fileOf, FolderError, readFolder } from './folder.ts'

const SHIPPED = fileURLToPath(new URL('../../../../metadata', import.meta.url))

/** Checks a folder over the packages that this program ships, without a server. */
export const checkFolder: Command = async ({ target, language, say }) => {
  const read = await readFolder(target, language)
  if (read === null) throw new FolderError(`${target} holds no package`)
  const below = (await readPackages(SHIPPED)).filter(({ name }) => name !== read.name)
  const own: Layer = layerOfPackage(read)
  const unmet = checkRequirements(own, below)
  const compiled = createCatalog([...below, own], { revision: 0 })
  const found = 'problems' in compiled ? compiled.problems : []
  const inWords = (message: { en: string; 'zh-CN': string }) => (language === 'zh-CN' ? message['zh-CN'] : message.en)
  for (const { pointer, message } of unmet) say(`fieldwork.json ${pointer}: ${inWords(message)}`)
  for (const { pointer = '', message, kind, name } of found)
    say(`${fileOf({ kind, name })} ${pointer}: ${inWords(message)}`)
  if (unmet.length + found.length > 0) return 1
  say(`${target}: ${read.documents.length} documents are right`)
  return 0
}

import { diffToPatch } from '@fieldwork/metadata'
import type { Command } from './command.ts'
import { compareEntries, fileOf, FolderError, readFolder } from './folder.ts'

/** What a push would change on the server, as merge patches. */
export const diff: Command = async ({ target, client, layer, language, say }) => {
  const local = await readFolder(target, language)
  if (local === null) throw new FolderError(`${target} holds no package: pull first`)
  const { package: remote } = await client.export(layer ?? local.name)
  const changes = compareEntries(remote.documents, local.documents)
  const known = new Map(remote.documents.map((entry) => [fileOf(entry), entry.body]))
  for (const { entry, change } of changes) {
    say(`${change}  ${fileOf(entry)}`)
    if (change !== 'changed') continue
    const { name: _name, ...before } = known.get(fileOf(entry)) ?? {}
    say(JSON.stringify(diffToPatch(before, entry.body), null, 2))
  }
  if (changes.length === 0) say(`${target} and ${client.url} say the same`)
  return changes.length === 0 ? 0 : 1
}

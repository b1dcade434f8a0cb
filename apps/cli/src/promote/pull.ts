import type { Command, CommandInput } from './command.ts'
import { compareEntries, fileOf, readFolder, readState, writeFolder, writeState } from './folder.ts'
import type { EntryChange } from './folder.ts'

const WORKSPACE = 'workspace'

/** Writes a layer of the server as files. What was changed here only stays; what both sides changed is asked for. */
export const pull: Command = async (input) => {
  const { target, client, layer, language, say } = input
  const local = await readFolder(target, language)
  const { package: remote, revision } = await client.export(layer ?? local?.name ?? WORKSPACE)
  const here = local?.documents ?? []
  const former = await readState(target, client.url)
  const mine = filesOf(compareEntries(former?.documents ?? [], here))
  const theirs = filesOf(compareEntries(former?.documents ?? [], remote.documents))
  const changes = compareEntries(here, remote.documents).filter(
    ({ entry }) => theirs.has(fileOf(entry)) || !mine.has(fileOf(entry)),
  )
  if (
    !(await mayOverwrite(
      input,
      changes.filter(({ entry }) => mine.has(fileOf(entry))),
    ))
  )
    return 1

  if (local === null || changes.length > 0) await writeFolder(target, remote, changes)
  await writeState(target, client.url, { revision, documents: remote.documents })
  for (const { entry, change } of changes) say(`${change}  ${fileOf(entry)}`)
  say(`${target} has revision ${revision} of ${client.url}`)
  return 0
}

const filesOf = (changes: EntryChange[]): Set<string> => new Set(changes.map(({ entry }) => fileOf(entry)))

async function mayOverwrite({ isAccepted, say, ask }: CommandInput, changes: EntryChange[]): Promise<boolean> {
  if (changes.length === 0 || isAccepted) return true
  say(`Both you and the server changed these files:\n  ${[...filesOf(changes)].join('\n  ')}`)
  if (await ask('Overwrite yours?')) return true
  say('Nothing was written. Commit yours and repeat with --yes, then bring your changes back.')
  return false
}

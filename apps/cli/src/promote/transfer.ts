import { readFile, writeFile } from 'node:fs/promises'
import type { PackageDocument } from '@fieldwork/metadata'
import type { Command } from './command.ts'
import { FolderError } from './folder.ts'
import { tellPlan } from './push.ts'

/** Saves a layer of the server as one file. */
export const exportFile: Command = async ({ target, client, layer = 'workspace', say }) => {
  const { package: read } = await client.export(layer)
  const text = `${JSON.stringify(read, null, 2)}\n`
  if (target === '-') say(text.trimEnd())
  else await writeFile(target, text)
  if (target !== '-') say(`${read.documents.length} documents of ${read.name} ${read.version} in ${target}`)
  return 0
}

/** Imports a package from a file: plans, asks where something can be lost, publishes. */
export const importFile: Command = async ({ target, client, layer = 'workspace', isAccepted, message, say, ask }) => {
  const read = await readPackageFile(target)
  const request = { package: read, layer, prune: false, message, confirm: isAccepted }
  const plan = await client.plan(request)
  tellPlan(plan, read, say)
  if (plan.problems.length > 0) return 1
  const isRisky = plan.steps.some((step) => step.class !== 'safe')
  if (isRisky && !isAccepted && !(await ask('Import this?'))) {
    say('Nothing was imported. Look at the plan and repeat with --yes.')
    return 1
  }
  const { changed, revision } = await client.import({ ...request, confirm: isRisky || isAccepted })
  say(changed ? `Imported as revision ${revision}` : `Nothing to import: revision ${revision} has it all`)
  return 0
}

/** Takes an imported package away: plans, asks, publishes. */
export const uninstallPackage: Command = async ({ target, client, isAccepted, message, say, ask }) => {
  const plan = await client.planUninstall(target)
  tellPlan(plan, { documents: [] }, say)
  if (plan.problems.length > 0) return 1
  if (!isAccepted && !(await ask('Uninstall this?'))) {
    say('Nothing was uninstalled. Look at the plan and repeat with --yes.')
    return 1
  }
  const { revision } = await client.uninstall(target, { confirm: true, message })
  say(`Uninstalled as revision ${revision}`)
  return 0
}

async function readPackageFile(path: string): Promise<PackageDocument> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PackageDocument
  } catch (error) {
    throw new FolderError(`${path}: ${(error as Error).message}`)
  }
}

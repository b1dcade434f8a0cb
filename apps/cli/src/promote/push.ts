import type { PackageDocument } from '@fieldwork/metadata'
import { ServerError } from './client.ts'
import type { Client, ImportRequest, ServerPlan } from './client.ts'
import type { Command, CommandInput } from './command.ts'
import { compareEntries, fileOf, FolderError, readFolder, readState, writeState } from './folder.ts'

const WORKSPACE = 'workspace'

/** Makes a layer of the server as the files say: plans, asks where something can be lost, publishes. */
export const push: Command = async (input) => {
  const { target, client, say } = input
  const { request, current } = await requestOf(input)
  const { package: local, layer } = request
  if (compareEntries(current.documents, local.documents).length === 0 && layer === WORKSPACE) {
    await writeState(target, client.url, { revision: current.revision, documents: local.documents })
    say(`Nothing to push: ${client.url} has it all`)
    return 0
  }
  return publish(input, local, request)
}

/** What publishing the files would be asked for, and what is there now. */
export async function requestOf({ target, client, language, layer: wanted, message }: CommandInput) {
  const local = await readFolder(target, language)
  if (local === null) throw new FolderError(`${target} holds no package: pull first`)
  const layer = wanted ?? local.name
  const current = await exportIfThere(client, layer)
  const state = await readState(target, client.url)
  const request: ImportRequest = {
    package: local,
    layer,
    prune: layer === WORKSPACE,
    base_revision: state?.revision ?? current.revision,
    message,
  }
  return { request, current }
}

/** What the layer holds at present; nothing, where a package is new to the server. */
async function exportIfThere(client: Client, layer: string) {
  const { package: workspace, revision } = await client.export(WORKSPACE)
  if (layer === WORKSPACE) return { documents: workspace.documents, revision }
  try {
    return { documents: (await client.export(layer)).package.documents, revision }
  } catch (error) {
    if (error instanceof ServerError && error.code === 'not_found') return { documents: [], revision }
    throw error
  }
}

async function publish(input: CommandInput, local: PackageDocument, request: ImportRequest): Promise<number> {
  const { client, say, target } = input
  try {
    const plan = await client.plan({ ...request, confirm: input.isAccepted })
    tellPlan(plan, local, say)
    if (plan.problems.length > 0) return 1
    if (needsConsent(plan) && !input.isAccepted && !(await input.ask('Publish this?'))) {
      say('Nothing was published. Look at the plan and repeat with --yes.')
      return 1
    }
    const { changed, revision } = await client.import({ ...request, confirm: needsConsent(plan) || input.isAccepted })
    await writeState(target, client.url, { revision, documents: local.documents })
    say(changed ? `Published as revision ${revision} of ${client.url}` : `Nothing to push: ${client.url} has it all`)
    return 0
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    say(error.message)
    tellProblems(error.problems, local, say)
    if (error.code === 'changed_meanwhile')
      say(`Somebody published meanwhile: fieldwork pull ${target}, then push again`)
    return 1
  }
}

const needsConsent = ({ steps, changes }: ServerPlan): boolean =>
  steps.some((step) => step.class !== 'safe') || changes.some(({ change }) => change === 'deleted')

/**
 * Says what a plan does.
 *
 * @param read what was sent, whose files problems are in
 */
export function tellPlan(
  plan: ServerPlan,
  read: Pick<PackageDocument, 'documents'>,
  say: (line: string) => void,
): void {
  for (const { kind, name, change } of plan.changes) say(`${change.padEnd(8)}  ${kind} ${name}`)
  for (const step of plan.steps) say(`${step.class.padEnd(11)}  ${step.summary}`)
  for (const { kind, name, path, message } of plan.conflicts) say(`conflict  ${kind} ${name}${path}: ${message}`)
  tellProblems(plan.problems, read, say)
}

/** Says problems, each with the file it is in. */
export function tellProblems(
  problems: ServerPlan['problems'],
  { documents }: Pick<PackageDocument, 'documents'>,
  say: (line: string) => void,
): void {
  for (const { pointer = '', kind, name, message } of problems) {
    const [, at, rest = ''] = /^\/package\/documents\/(\d+)\/body(.*)$/.exec(pointer) ?? []
    const entry = at === undefined ? undefined : documents[Number(at)]
    const place = entry ? `${fileOf(entry)}${rest && ` ${rest}`}` : [kind, name, pointer].filter(Boolean).join(' ')
    say(`${place}: ${message}`)
  }
}

import type { LocalizedText } from '@fieldwork/fields'
import { appError, checkCircles, checkRequirements, isOlder, orderPackages, upgradeLayers } from '@fieldwork/metadata'
import type { Layer } from '@fieldwork/metadata'
import type { Edit, EditContext } from './draft.ts'
import { workspaceLayer } from './stored-documents.ts'

interface InstallInput {
  /** every layer of the workspace */
  before: Layer[]
  /** the layers that the program ships */
  shipped: Layer[]
  /** names of those to install where the workspace has none of that name; absent: all of them */
  wanted?: readonly string[] | undefined
  /** names of plugins that are installed and stay as they are, for their code could not be loaded */
  kept?: readonly string[] | undefined
  /** accept older releases */
  confirm: boolean
}

/**
 * Replaces the layers that the program ships by those of this program; packages that were imported stay.
 *
 * @throws package_downgrade unless confirmed, validation_failed where a package requires what is not there
 */
export function installPackages(
  { before, shipped, wanted, kept = [], confirm }: InstallInput,
  within: EditContext,
): ReturnType<Edit> {
  const installed = before.filter(({ package: info }) => info?.imported !== true)
  const isWanted = ({ name }: Layer): boolean =>
    !wanted || wanted.includes(name) || installed.some((layer) => layer.name === name)
  const own = shipped.filter((layer) => layer.name !== workspaceLayer && isWanted(layer))
  const imported = before.filter(
    ({ name, package: info }) =>
      (info?.imported === true || kept.includes(name)) && !own.some((layer) => layer.name === name),
  )
  const packages = orderPackages([...own, ...imported])
  const problems = own.flatMap((layer) => [...checkRequirements(layer, packages), ...checkCircles(layer, packages)])
  if (problems.length > 0) return { problems }
  if (!confirm) for (const layer of own) refuseOlder(before, layer)
  const upgraded = upgradeLayers({ before, packages, ...within })
  return 'problems' in upgraded ? upgraded : { ...upgraded, message: installationWords(before, packages) }
}

/** Throws package_downgrade. */
export function refuseOlder(before: Layer[], { name, package: info }: Layer): void {
  const from = before.find((layer) => layer.name === name)?.package?.version
  if (from === undefined || info === undefined || !isOlder(info.version, from)) return
  throw appError('package_downgrade', { package: name, from, to: info.version })
}

/** What changed, in words: `Install crm 1.1.0`, `Upgrade crm from 1.0.0 to 1.1.0`. */
export function installationWords(before: Layer[], after: Layer[]): LocalizedText {
  const known = (name: string) => before.find((layer) => layer.name === name && name !== workspaceLayer)
  const installed = after.filter(({ name }) => name !== workspaceLayer && !known(name))
  const upgraded = after.filter(({ name, package: info }) => {
    const former = known(name)
    return former !== undefined && former.package?.version !== info?.version
  })
  const words = [...listed(installed), ...upgraded.map((layer) => versionWords(known(layer.name), layer))]
  if (words.length === 0) return said('Update packages', '更新软件包')
  return said(words.map(({ en }) => en).join('; '), words.map((text) => text['zh-CN']).join('；'))
}

function listed(layers: Layer[]): LocalizedText[] {
  if (layers.length === 0) return []
  const names = layers.map(({ name }) => name)
  return [said(`Install ${names.join(', ')}`, `安装 ${names.join('、')}`)]
}

function versionWords(from: Layer | undefined, { name, package: info }: Layer): LocalizedText {
  const [old, now] = [from?.package?.version ?? '0', info?.version ?? '0']
  return said(`Upgrade ${name} from ${old} to ${now}`, `将 ${name} 从 ${old} 升级到 ${now}`)
}

const said = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

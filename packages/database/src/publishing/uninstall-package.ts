import type { LocalizedText, Problem } from '@fieldwork/fields'
import { appError, checkRequirements, upgradeLayers } from '@fieldwork/metadata'
import type { Layer, UpgradeConflict } from '@fieldwork/metadata'
import type { Edit } from './draft.ts'
import { workspaceLayer } from './stored-documents.ts'

/**
 * Takes an imported package or a plugin away: its documents go, its records are kept, and what the workspace says of them is set
 * aside as conflicts.
 *
 * @throws not_found
 */
export function uninstallEdit(name: string): Edit {
  return (layers, within) => {
    const layer = layers.find((candidate) => candidate.name === name && name !== workspaceLayer)
    if (!layer) throw appError('not_found', { name })
    const { version, imported, type } = layer.package ?? {}
    if (imported !== true && type !== 'plugin') return { problems: [shipped(name)] }
    const packages = layers.filter((other) => other !== layer && other.name !== workspaceLayer)
    const problems = unmetRequirements(packages)
    if (problems.length > 0) return { problems }
    const upgraded = upgradeLayers({ before: layers, packages, ...within })
    if ('problems' in upgraded) return upgraded
    const message = say(`Uninstall ${name} ${version}`, `卸载 ${name} ${version}`)
    return { ...upgraded, message, consents: [removalWords(layer, upgraded.conflicts)] }
  }
}

/** What packages require and do not find. */
export const unmetRequirements = (packages: Layer[]): Problem[] =>
  packages
    .flatMap((layer) => checkRequirements(layer, packages))
    .map(({ pointer: _pointer, ...problem }) => ({ ...problem, code: 'required_by_package' }))

/** What somebody agrees to who takes a package away. */
export function removalWords({ name, package: info, documents }: Layer, conflicts: UpgradeConflict[]): LocalizedText {
  const [count, aside] = [documents.length, conflicts.filter(({ isApplied }) => !isApplied).length]
  const [en, zh] = [info?.label?.en ?? name, info?.label?.['zh-CN'] ?? name]
  const [also, alsoZh] =
    aside === 0
      ? ['', '']
      : [
          `, and ${aside} changes of this workspace that build on it are set aside`,
          `；本工作区中依赖它的 ${aside} 处修改将被搁置`,
        ]
  return say(
    `Uninstall ${en}: its ${count} definitions are removed${also}; the records are kept and return with it`,
    `卸载${zh}：移除其 ${count} 个定义${alsoZh}；记录予以保留，重新安装即可找回`,
  )
}

function shipped(name: string): Problem {
  const message = say(
    `Package “${name}” comes with the program and cannot be uninstalled; hide what is not wanted`,
    `软件包“${name}”随程序提供，无法卸载；可隐藏不需要的内容`,
  )
  return { code: 'shipped_package', message, params: { package: name } }
}

const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

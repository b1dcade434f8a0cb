import type { Problem } from '@fieldwork/fields'
import type { Layer } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import { isInRange } from './versions.ts'

const PLATFORM = 'platform'

/**
 * Layers of packages in the order in which they build on each other: the platform, packages, plugins; within these
 * what is required first, and otherwise as given.
 */
export function orderPackages(layers: readonly Layer[]): Layer[] {
  const ordered: Layer[] = []
  const visited = new Set<string>()
  const visit = (layer: Layer): void => {
    if (visited.has(layer.name)) return
    visited.add(layer.name)
    for (const required of Object.keys(layer.package?.requires ?? {})) {
      const found = layers.find(({ name }) => name === required)
      if (found) visit(found)
    }
    ordered.push(layer)
  }
  for (const layer of layers.toSorted((a, b) => rankOf(a) - rankOf(b))) visit(layer)
  return ordered
}

function rankOf({ name, package: info }: Layer): number {
  if (name === PLATFORM) return 0
  return info?.type === 'plugin' ? 2 : 1
}

/** What a package requires and does not find; pointers are into its manifest. */
export function checkRequirements(layer: Layer, layers: readonly Layer[]): Problem[] {
  return Object.entries(layer.package?.requires ?? {}).flatMap(([name, range]) => {
    const found = layers.find((candidate) => candidate.name === name)
    const version = found?.package?.version
    if (found && version !== undefined && isInRange(version, range)) return []
    return [unmet(layer.name, { name, range, version })]
  })
}

/** Packages that require each other in a circle, as far as `layer` takes part. */
export function checkCircles(layer: Layer, layers: readonly Layer[]): Problem[] {
  const requiredBy = (name: string): string[] =>
    Object.keys((name === layer.name ? layer : layers.find((other) => other.name === name))?.package?.requires ?? {})
  const reached = new Set<string>()
  const queue = requiredBy(layer.name)
  for (const name of queue) {
    if (reached.has(name)) continue
    reached.add(name)
    queue.push(...requiredBy(name))
  }
  if (!reached.has(layer.name)) return []
  const message = text(
    `Package ${layer.name} requires itself, by way of other packages`,
    `软件包 ${layer.name} 经由其他软件包依赖自身`,
  )
  return [{ pointer: pointerOf('requires'), code: 'circular_requirement', message, params: { package: layer.name } }]
}

interface Unmet {
  name: string
  range: string
  version: string | undefined
}

function unmet(dependent: string, { name, range, version }: Unmet): Problem {
  const [en, zh] = version === undefined ? ['not installed', '未安装'] : [`at ${version}`, `为 ${version}`]
  const message = text(
    `Package ${dependent} requires ${name} ${range}, which is ${en}`,
    `软件包 ${dependent} 需要 ${name} ${range}，但其${zh}`,
  )
  return { pointer: pointerOf('requires', name), code: 'unmet_requirement', message, params: { package: name, range } }
}

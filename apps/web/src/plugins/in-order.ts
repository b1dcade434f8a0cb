import type { WebPlugin } from '@fieldwork/ui'

/** The parts of one sort of all plugins, each with its plugin, smallest order first. */
export function inOrder<Part extends { order: number }>(
  plugins: readonly WebPlugin[] = [],
  partsOf: (plugin: WebPlugin) => readonly Part[],
): { plugin: WebPlugin; part: Part }[] {
  return plugins
    .flatMap((plugin) => partsOf(plugin).map((part) => ({ plugin, part })))
    .sort((a, b) => a.part.order - b.part.order)
}

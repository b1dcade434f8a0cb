import type { Catalog } from '@fieldwork/metadata'
import type { BeforeHook, HookedOperation } from '@fieldwork/records'
import { brokenPlugin } from './broken-plugin.ts'
import type { FailedPlugin } from './load-plugins.ts'

const everyWrite: readonly HookedOperation[] = ['create', 'update', 'transition', 'delete', 'undelete']

/**
 * In place of the hooks of a plugin that does not work: they refuse what these would have looked at. Where its code is
 * not even kept, that is every write to the objects that its definitions have a part in.
 */
export function restingHooks(catalog: Catalog, { name, standIn }: FailedPlugin): BeforeHook[] {
  const run = () => Promise.reject(brokenPlugin(name))
  if (standIn) {
    const { before = [], after = [] } = standIn.hooks ?? {}
    return [...before, ...after].map(({ object, operations }) => ({ object, operations, run }))
  }
  const own = [...catalog.objects.keys()].filter((object) => catalog.layersOf('object', object).includes(name))
  return own.map((object) => ({ object, operations: everyWrite, run }))
}

import type { LocalizedText } from '@fieldwork/fields'
import type { Catalog } from '../catalog.ts'
import { appError } from '../errors.ts'
import type { AppDefinition, AppItem } from './page-definitions.ts'

/** An entry of a menu, ready to be drawn. */
export interface MenuItem {
  key: string
  type: 'object' | 'group'
  label: LocalizedText
  icon: string | null
  object?: string
  /** the view that it opens; the object's first when absent */
  view?: string
  /** among the tabs at the bottom of a phone */
  phoneTab?: boolean
  children?: MenuItem[]
}

/** A menu with its entries in order; groups without entries are left out. */
export interface Menu {
  name: string
  label: LocalizedText
  icon: string
  order: number
  /** who logs in to none of these does not see it; null: everybody does */
  systems: readonly string[] | null
  items: MenuItem[]
}

/**
 * The menu of an app: its own items, then the objects that name the app without having an item. Lines stand where
 * their records are shown, and in a menu only as an item of it.
 *
 * @throws not_found when there is no such app
 */
export function menuOf(catalog: Catalog, app: string): Menu {
  const definition = catalog.documents('app').get(app) as unknown as AppDefinition | undefined
  if (!definition) throw appError('not_found', { name: app })
  const { name, label, icon, order, systems = null } = definition
  const entries = [...inOrder(definition.items), ...unlisted(catalog, definition)]
  const items = entries
    .filter(([, item]) => groupOf(item) === undefined)
    .map(([key, item]) => menuItem(catalog, entries, [key, item]))
    .filter((item) => item.type === 'object' || (item.children?.length ?? 0) > 0)
  return { name, label, icon, order, systems, items }
}

type Entry = [string, AppItem]

const groupOf = (item: AppItem): string | undefined => (item.type === 'object' ? item.group : undefined)

function inOrder(items: Record<string, AppItem>): Entry[] {
  return Object.entries(items).sort(([a, left], [b, right]) => left.order - right.order || (a < b ? -1 : 1))
}

function unlisted(catalog: Catalog, { name, items }: AppDefinition): Entry[] {
  const listed = new Set(Object.values(items).map((item) => (item.type === 'object' ? item.object : null)))
  return [...catalog.objects.values()]
    .filter(({ master, name: object }) => master === null && !listed.has(object))
    .filter(({ definition }) => appsOf(definition).includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((object) => [object.name, { type: 'object', object: object.name, order: Number.MAX_SAFE_INTEGER }])
}

function appsOf(definition: Record<string, unknown>): string[] {
  return (definition['x-object'] as { apps: string[] }).apps
}

function menuItem(catalog: Catalog, entries: Entry[], [key, item]: Entry): MenuItem {
  if (item.type === 'group') {
    const children = entries
      .filter(([, child]) => groupOf(child) === key)
      .map((child) => menuItem(catalog, entries, child))
    return { key, type: 'group', label: item.label as LocalizedText, icon: null, children }
  }
  const object = catalog.object(item.object)
  return {
    key,
    type: 'object',
    label: item.label ?? object.label,
    icon: object.icon,
    object: object.name,
    ...(item.view !== undefined && { view: item.view }),
    ...(item.phoneTab && { phoneTab: true }),
  }
}

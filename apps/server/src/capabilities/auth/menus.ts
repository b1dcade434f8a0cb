import type { LocalizedText } from '@fieldwork/fields'
import type { Catalog, CompiledObject, Definition, Operation } from '@fieldwork/metadata'
import { isObject } from '../../http/body.ts'
import { resolveText, type Locale } from '../../http/locale.ts'

export interface MenuItem {
  key: string
  type: 'object' | 'group'
  object?: string
  view?: string
  label: string
  icon?: string
  children?: MenuItem[]
}

export interface AppMenu {
  name: string
  label: string
  icon: string
  items: MenuItem[]
}

/** An item as the app definition has it. */
interface ItemDefinition {
  key: string
  type: 'object' | 'group'
  object?: string
  view?: string
  label?: LocalizedText
  icon?: string
  group?: string
  order?: number
}

export interface MenuInput {
  catalog: Catalog
  /** operations by object */
  rights: Record<string, Operation[]>
  locale: Locale
}

/** The apps and their menus with what the caller may read; an app in which nothing is left is left out. */
export function buildMenus(input: MenuInput): AppMenu[] {
  return [...input.catalog.documents('app').values()]
    .sort((a, b) => orderOf(a) - orderOf(b) || a.name.localeCompare(b.name))
    .map((app) => buildMenu(app, input))
    .filter((menu) => menu.items.length > 0)
}

function buildMenu(app: Definition, input: MenuInput): AppMenu {
  const { locale } = input
  const items = [...definedItems(app), ...objectsThatAsk(app, input.catalog)]
  const menuItems = (group: string | undefined): MenuItem[] =>
    items
      .filter((item) => item.group === group)
      .sort((a, b) => orderOf(a) - orderOf(b))
      .flatMap((item) => (item.type === 'group' ? groupItem(item, menuItems(item.key)) : objectItem(item, input)))
  return {
    name: app.name,
    label: resolveText(app.label as LocalizedText | undefined, locale) ?? app.name,
    icon: String(app.icon ?? 'appstore'),
    items: menuItems(undefined),
  }

  function groupItem({ key, type, label, icon }: ItemDefinition, children: MenuItem[]): MenuItem[] {
    const text = resolveText(label, locale) ?? key
    return children.length > 0 ? [{ key, type, label: text, ...(icon ? { icon } : {}), children }] : []
  }
}

function objectItem({ key, object: name, view, label, icon }: ItemDefinition, input: MenuInput): MenuItem[] {
  const object = input.catalog.objects.get(name ?? '')
  if (!object || !input.rights[object.name]?.includes('read')) return []
  const text = resolveText(label ?? object.label, input.locale)
  return [
    { key, type: 'object', object: object.name, ...(view ? { view } : {}), label: text, icon: icon ?? object.icon },
  ]
}

/** A group that is itself in a group would never be reached; so groups are always at the top. */
function definedItems(app: Definition): ItemDefinition[] {
  if (!isObject(app.items)) return []
  return Object.entries(app.items).map(([key, item]) => {
    const definition = { ...(item as Omit<ItemDefinition, 'key'>), key }
    return definition.type === 'group' ? { ...definition, group: undefined } : definition
  })
}

/** Objects that name the app themselves appear without an item. */
function objectsThatAsk(app: Definition, catalog: Catalog): ItemDefinition[] {
  const present = new Set(definedItems(app).map(({ object }) => object))
  return [...catalog.objects.values()]
    .filter((object) => !present.has(object.name) && appsOf(object).includes(app.name))
    .map(({ name }) => ({ key: name, type: 'object', object: name, order: Number.MAX_SAFE_INTEGER }))
}

function appsOf(object: CompiledObject): unknown[] {
  const options = object.definition['x-object']
  return isObject(options) && Array.isArray(options.apps) ? options.apps : []
}

function orderOf(entry: Definition | ItemDefinition): number {
  return typeof entry.order === 'number' ? entry.order : Number.MAX_SAFE_INTEGER
}

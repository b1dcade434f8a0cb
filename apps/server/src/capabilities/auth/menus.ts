import { menuOf, type Catalog, type Menu, type MenuItem as DefinedItem, type Operation } from '@fieldwork/metadata'
import type { Locale } from '../../http/locale.ts'

export interface MenuItem {
  key: string
  type: 'object' | 'group'
  object?: string
  view?: string
  phoneTab?: boolean
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

export interface MenuInput {
  catalog: Catalog
  /** operations by object */
  rights: Record<string, Operation[]>
  locale: Locale
  /** whether the caller is to see an app */
  permits(menu: Menu): boolean
}

/** The apps and their menus with what the caller may read; an app in which nothing is left is left out. */
export function buildMenus(input: MenuInput): AppMenu[] {
  return [...input.catalog.documents('app').keys()]
    .map((name) => menuOf(input.catalog, name))
    .filter(input.permits)
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
    .map((menu) => visibleMenu(menu, input))
    .filter(({ items }) => items.length > 0)
}

function visibleMenu({ name, label, icon, items }: Menu, input: MenuInput): AppMenu {
  return { name, label: label[input.locale], icon, items: items.flatMap((item) => visibleItem(item, input)) }
}

function visibleItem({ label, icon, children, ...item }: DefinedItem, input: MenuInput): MenuItem[] {
  const shown = { ...item, label: label[input.locale], ...(icon !== null && { icon }) }
  if (item.type === 'object') return input.rights[item.object ?? '']?.includes('read') ? [shown] : []
  const visible = (children ?? []).flatMap((child) => visibleItem(child, input))
  return visible.length > 0 ? [{ ...shown, children: visible }] : []
}

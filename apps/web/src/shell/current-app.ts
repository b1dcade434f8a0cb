import type { AppMenu, MenuItem } from '@fieldwork/ui'

/** The menu entries that lead to objects, in menu order. */
export function objectItems(items: MenuItem[]): MenuItem[] {
  return items.flatMap((item) => (item.type === 'group' ? objectItems(item.children ?? []) : [item]))
}

const PHONE_TABS = 2

/** The entries with a tab at the bottom of a phone: those that the app names, then its first ones. */
export function phoneTabs(items: MenuItem[]): MenuItem[] {
  const all = objectItems(items)
  return [...all.filter(({ phoneTab }) => phoneTab), ...all.filter(({ phoneTab }) => !phoneTab)].slice(0, PHONE_TABS)
}

/** The app that the path belongs to; the first one where none does. */
export function currentApp(apps: AppMenu[], path: string): AppMenu | undefined {
  const object = objectOfPath(path)
  return apps.find((app) => objectItems(app.items).some((item) => item.object === object)) ?? apps[0]
}

/** The object in `/o/{object}/…`. */
export function objectOfPath(path: string): string | undefined {
  return /^\/o\/([^/]+)/.exec(path)?.[1]
}

/** The one entry that a page belongs to: the one of its view, else the one that shows the object as it usually is. */
export function currentItem(items: MenuItem[], path: string, view: string | undefined): MenuItem | undefined {
  const object = objectOfPath(path)
  const ofObject = objectItems(items).filter((item) => item.object === object)
  return (
    ofObject.find((item) => item.view !== undefined && item.view === view) ??
    ofObject.find((item) => item.view === undefined) ??
    ofObject[0]
  )
}

/** Where a menu entry leads. */
export function pathOfItem(item: MenuItem): string {
  return item.view ? `/o/${item.object}?view=${item.view}` : `/o/${item.object}`
}

import type { AppMenu, Me } from '@fieldwork/ui'

interface PageEntry {
  to: string
  label: string
  icon: string
}

/** The pages of plugins in the menu of an app; the first app has those that name none which the caller has. */
export function pagesOfApp(me: Pick<Me, 'apps' | 'plugins'>, app: string): PageEntry[] {
  return (me.plugins ?? []).flatMap(({ name, pages }) =>
    pages
      .filter((page) => placeOf(me, page.app)?.name === app)
      .map(({ key, label, icon }) => ({ to: `/p/${name}/${key}`, label, icon })),
  )
}

/** The app to which the page of a plugin belongs. */
export function appOfPage(me: Pick<Me, 'apps' | 'plugins'>, path: string): AppMenu | undefined {
  const [, plugin, key] = /^\/p\/([^/]+)\/([^/]+)/.exec(path) ?? []
  const page = me.plugins?.find(({ name }) => name === plugin)?.pages.find((each) => each.key === key)
  return page && placeOf(me, page.app)
}

const placeOf = ({ apps }: Pick<Me, 'apps'>, app: string | undefined): AppMenu | undefined =>
  apps.find(({ name }) => name === app) ?? apps[0]

import type { AppMenu, Me } from '@fieldwork/ui'

interface PageEntry {
  to: string
  label: string
  icon: string
}

/** The pages of plugins in the menu of an app; the first app has those that name none which the caller has. */
export function pagesOfApp(me: Pick<Me, 'apps' | 'plugins'>, app: string): PageEntry[] {
  return (me.plugins ?? []).flatMap(({ name, pages }) =>
    pages.filter((page) => placeOf(me, page.app)?.name === app).map((page) => entryOf(name, page)),
  )
}

/** Every page of a plugin that the caller has, whatever app it is in. */
export const pagesOfPlugins = ({ plugins = [] }: Pick<Me, 'plugins'>): PageEntry[] =>
  plugins.flatMap(({ name, pages }) => pages.map((page) => entryOf(name, page)))

const entryOf = (plugin: string, { key, label, icon }: { key: string; label: string; icon: string }): PageEntry => ({
  to: `/p/${plugin}/${key}`,
  label,
  icon,
})

/** The app to which the page of a plugin belongs. */
export function appOfPage(me: Pick<Me, 'apps' | 'plugins'>, path: string): AppMenu | undefined {
  const [, plugin, key] = /^\/p\/([^/]+)\/([^/]+)/.exec(path) ?? []
  const page = me.plugins?.find(({ name }) => name === plugin)?.pages.find((each) => each.key === key)
  return page && placeOf(me, page.app)
}

const placeOf = ({ apps }: Pick<Me, 'apps'>, app: string | undefined): AppMenu | undefined =>
  apps.find(({ name }) => name === app) ?? apps[0]

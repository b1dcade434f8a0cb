import type { Catalog } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../../capability.ts'
import { buildMenus } from './menus.ts'

/** What the web app needs to know about the caller: menus, rights, language, workspace. */
export function describeCaller(actor: Actor, { registry, records, config }: ServerDeps) {
  const catalog = registry.catalog()
  const rights = records.rights(actor)
  return {
    locale: actor.locale,
    timeZone: config.timeZone,
    apps: buildMenus({ catalog, rights, locale: actor.locale }),
    rights,
    objects: describeObjects(catalog, { rights, locale: actor.locale }),
    revision: catalog.revision,
    workspace: { name: 'main', label: config.workspaceName },
  }
}

/** Every object that the caller may read: what to call it, and whether people make records of it. */
function describeObjects({ objects }: Catalog, { rights, locale }: { rights: object } & Pick<Actor, 'locale'>) {
  const readable = [...objects.values()].filter(({ name }) => name in rights)
  return Object.fromEntries(
    readable.map(({ name, label, icon, managed, hierarchy }) => [
      name,
      { label: label[locale], icon, managed, hierarchy: hierarchy !== null },
    ]),
  )
}

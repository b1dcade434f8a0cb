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
    revision: catalog.revision,
    workspace: { name: 'main', label: config.workspaceName },
  }
}

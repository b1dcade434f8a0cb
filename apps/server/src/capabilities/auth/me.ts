import type { Catalog, CompiledObject } from '@fieldwork/metadata'
import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../../capability.ts'
import { describeWeb } from '../plugins/describe-web.ts'
import { buildMenus, type MenuInput } from './menus.ts'

/** What the web app needs to know about the caller: menus, rights, language, workspace. */
export function describeCaller(actor: Actor, deps: ServerDeps) {
  const { registry, records, config } = deps
  const catalog = registry.catalog()
  const rights = records.rights(actor)
  return {
    locale: actor.locale,
    timeZone: config.timeZone,
    apps: buildMenus({ catalog, rights, locale: actor.locale, permits: permittedApps(catalog, actor) }),
    rights,
    platformRights: records.platformRights(actor),
    objects: describeObjects(catalog, {
      rights,
      locale: actor.locale,
      createsWithMaster: (object) => records.createsWithMaster(actor, object),
    }),
    plugins: describeWeb(deps, actor),
    revision: catalog.revision,
    workspace: { name: 'main', label: config.workspaceName },
  }
}

/** Apps of his roles, and of those that others have lent him; of them those of the systems that he may log in to. */
function permittedApps(catalog: Catalog, { roles, administrator, facts, lenders = [] }: Actor): MenuInput['permits'] {
  const lent = lenders.flatMap(({ facts: { assignments } }) => assignments.map(({ role }) => role))
  const lists = [...roles, ...lent].flatMap((name) => catalog.roles.get(name) ?? []).map(({ apps }) => apps)
  const isOfRole = (app: string) => administrator || lists.some((apps) => apps === null || apps.has(app))
  const own = facts?.systems ?? null
  return ({ name, systems }) =>
    isOfRole(name) && (own === null || systems === null || systems.some((system) => own.includes(system)))
}

interface Describing {
  rights: object
  locale: Actor['locale']
  createsWithMaster(object: string): boolean
}

/** Every object that is there for the caller: what to call it, whether people make records of it, and how he may. */
function describeObjects({ objects }: Catalog, { rights, locale, createsWithMaster }: Describing) {
  const described = [...objects.values()].flatMap((object) => {
    const { name, label, icon, managed, hierarchy } = object
    const isCreatedWithMaster = createsWithMaster(name)
    if (!(name in rights) && !isCreatedWithMaster) return []
    const shown = { label: label[locale], icon, managed, hierarchy: hierarchy !== null, isCreatedWithMaster }
    return [[name, { ...shown, ...describeTodo(object) }] as const]
  })
  return Object.fromEntries(described)
}

/** How to list what of an object the caller has to do. */
const describeTodo = ({ todo, nameField }: Pick<CompiledObject, 'todo' | 'nameField'>) =>
  todo && { todo: { ...todo, name: nameField } }

import type { Catalog } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { flag, identifier, oneOf, optional, readMembers, text, texts } from '../../http/body.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readQuery } from '../../http/query.ts'
import { resolveText, type Locale } from '../../http/locale.ts'

const OBJECT = 'delegation'
const URL = '/api/account/delegations'
const A_PAGE = 200
const NO_QUERY: ReadonlySet<never> = new Set()

const newDelegation = {
  receiver: identifier,
  valid_from: text,
  valid_until: text,
  mode: optional(oneOf('full', 'reading')),
  roles: optional(texts),
  only_away: optional(flag),
  reason: optional(text),
}

interface Named {
  id: string
  label: string | null
}

interface StoredDelegation {
  id: string
  giver: Named | null
  receiver: Named | null
  valid_from: string
  valid_until: string | null
  mode: string
  roles: string[] | null
  only_away: boolean
  reason: string | null
  status: string
}

/** What one lends of one's own rights, and what others lend one. */
export function addDelegationRoutes(app: FastifyInstance, { records, registry }: ServerDeps): void {
  app.get(URL, async (request) => {
    readQuery(request, NO_QUERY)
    const caller = loggedCallerOf(request)
    const inForce = new Set(caller.lenders?.map(({ delegation }) => delegation))
    const mine = await delegationsOf(records, caller)
    const data = mine.map((each) => ({ ...described(each, registry.catalog(), request.locale), ...side(each, caller) }))
    return {
      roles: lendable(caller, registry.catalog(), request.locale),
      data: data.map((each) => withForce(each, inForce)),
    }
  })

  app.post(URL, { config: { isAccount: true } }, async (request, reply) => {
    const caller = loggedCallerOf(request)
    const { roles = [], ...given } = readMembers(request.body, newDelegation)
    demandOwn(roles, caller)
    const values = { ...given, giver: caller.id, roles: roles.length > 0 ? roles : null }
    const { id } = await records.create(asKeeper(caller), { object: OBJECT, values })
    return reply.code(201).send({ id })
  })

  app.delete<{ Params: { id: string } }>(`${URL}/:id`, { config: { isAccount: true } }, async (request, reply) => {
    const caller = loggedCallerOf(request)
    const id = readId(request.params.id)
    const [found] = await delegationsOf(records, caller, `id == '${id}'`)
    if (!found) throw refuse('not_found', { name: id })
    if (found.status === 'active') await records.transition(asKeeper(caller), { object: OBJECT, id, transition: 'end' })
    return reply.code(204).send()
  })
}

/** One's own delegations are one's own affair: no role is needed for them. The history still says who it was. */
const asKeeper = ({ lenders: _lent, scope: _scope, ...caller }: Actor): Actor => ({ ...caller, administrator: true })

/** All of somebody's, the latest first. */
async function delegationsOf(records: Records, caller: Actor, which = 'true'): Promise<StoredDelegation[]> {
  const filter = `(giver == '${caller.id}' || receiver == '${caller.id}') && ${which}`
  const input = { object: OBJECT, filter, sort: '-valid_from', limit: A_PAGE }
  const found: StoredDelegation[] = []
  let after: string | null | undefined
  while (after !== null) {
    const text = await records.list(asKeeper(caller), { ...input, after })
    const { data, page }: DelegationPage = JSON.parse(text)
    found.push(...data)
    after = page.after
  }
  return found
}

interface DelegationPage {
  data: StoredDelegation[]
  page: { after: string | null }
}

const described = ({ roles, ...rest }: StoredDelegation, catalog: Catalog, locale: Locale) => ({
  id: rest.id,
  giver: rest.giver,
  receiver: rest.receiver,
  valid_from: rest.valid_from,
  valid_until: rest.valid_until,
  mode: rest.mode,
  roles: (roles ?? []).map((name) => roleOf(catalog, name, locale)),
  only_away: rest.only_away,
  reason: rest.reason,
  status: rest.status,
})

const side = ({ giver }: StoredDelegation, { id }: Actor) => ({ given: giver?.id === id })

/** Whether a delegation to the caller works at this moment. */
const withForce = <D extends { id: string; given: boolean }>(each: D, inForce: ReadonlySet<string>) =>
  each.given ? each : { ...each, in_force: inForce.has(each.id) }

const roleOf = (catalog: Catalog, name: string, locale: Locale) => ({
  name,
  label: resolveText(catalog.roles.get(name)?.label, locale) ?? name,
})

/** Roles that the caller may lend: his own, but no administrator's. */
const lendable = ({ roles }: Actor, catalog: Catalog, locale: Locale) =>
  roles.filter((name) => catalog.roles.get(name)?.administrator === false).map((name) => roleOf(catalog, name, locale))

/** @throws validation_failed (every role that the caller does not have) */
function demandOwn(names: readonly string[], { roles }: Actor): void {
  const problems = names.flatMap((name, at) => (roles.includes(name) ? [] : [notOwn(at)]))
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
}

const notOwn = (at: number) => ({
  pointer: `/roles/${at}`,
  code: 'exceeds_own_rights',
  message: { en: 'You do not have this role yourself', 'zh-CN': '您自己没有该角色' },
})

import { defineRoute, refuse } from '@fieldwork/plugin-sdk'
import type { Actor, PluginContext } from '@fieldwork/plugin-sdk'
import { dayIn, daysBetween } from './days.ts'
import { activeRules, poolFields, ruleFor } from './rules.ts'
import type { PoolCustomer, PoolRule } from './rules.ts'

const said = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const customerAnswer = { type: 'object', properties: { id: { type: 'string' }, owner: { type: 'string' } } }

/** Takes a customer out of the pool for oneself (PROC-12). */
export const claimRoute = defineRoute({
  method: 'POST',
  path: '/customers/:id/claim',
  summary: said('Claim a customer of the public pool', '领取公海客户'),
  response: customerAnswer,
  run: ({ actor, params }, plugin) =>
    plugin.transaction(async (tx) => {
      demandRole(mayClaim(actor))
      await tx.sql({
        text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
        values: [`pool claims of ${actor.id}`],
      })
      const { customer, rule } = await pooledCustomer(tx, actor, params.id ?? '')
      if (rule) await demandRoom(tx, actor, rule)
      if (rule) demandWait(tx, actor, { customer, rule })
      return handOut(tx, { customer, owner: actor.id, by: actor, method: 'claim' })
    }),
})

/** Gives a customer of the pool to somebody (PROC-12). */
export const assignRoute = defineRoute<{ owner: string }>({
  method: 'POST',
  path: '/customers/:id/assign',
  summary: said('Assign a customer of the public pool', '分配公海客户'),
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['owner'],
    properties: { owner: { type: 'string', format: 'uuid', title: 'Owner', 'x-title': said('Owner', '负责人') } },
  },
  response: customerAnswer,
  run: ({ actor, params, body }, plugin) =>
    plugin.transaction(async (tx) => {
      demandRole(mayAssign(actor))
      const { customer } = await pooledCustomer(tx, actor, params.id ?? '')
      return handOut(tx, { customer, owner: body.owner, by: actor, method: 'assign' })
    }),
})

const isOneOf = (actor: Actor, roles: readonly string[]): boolean =>
  actor.administrator || roles.some((role) => actor.roles.includes(role))

/** Whether somebody takes customers out of the pool. */
export const mayClaim = (actor: Actor): boolean => isOneOf(actor, ['pool_member', 'pool_manager'])

/** Whether somebody gives customers of the pool to others. */
export const mayAssign = (actor: Actor): boolean => isOneOf(actor, ['pool_manager'])

function demandRole(isAllowed: boolean): void {
  if (isAllowed) return
  const message = said('You may not take customers out of the public pool', '您没有领取或分配公海客户的权限')
  throw refuse({ code: 'public-pool/not_permitted', status: 403, message })
}

/** Throws not_found for a customer that the actor does not see; a refusal where somebody was quicker. */
async function pooledCustomer({ records, ...plugin }: PluginContext, actor: Actor, id: string) {
  const { json } = await records.get(actor, { object: 'customer', id, fields: ['id'] })
  const whole = await records.get(plugin.system, {
    object: 'customer',
    id: (JSON.parse(json) as { id: string }).id,
    fields: poolFields,
  })
  const customer = JSON.parse(whole.json) as PoolCustomer
  if (customer.pool_state !== 'pooled') {
    const message = said('This customer is not in the public pool any more', '该客户已不在公海中')
    throw refuse({ code: 'public-pool/not_pooled', message })
  }
  return { customer, rule: ruleFor(await activeRules({ records, ...plugin }), customer) }
}

const windows = {
  total: said('in all', '（持有总数）'),
  day: said('a day', '（每天）'),
  month: said('a month', '（每月）'),
}

/** Throws a refusal where the actor has claimed as many as he may. */
async function demandRoom(plugin: PluginContext, actor: Actor, rule: PoolRule) {
  const { claim_limit: limit, claim_window: window } = rule
  const count = await claimedSoFar(plugin, actor, rule)
  if (count < limit) return
  const { en, 'zh-CN': zh } = windows[window]
  const message = said(
    `You may claim ${limit} customers ${en}, and have ${count}`,
    `最多可领取 ${limit} 个客户${zh}，您已领取 ${count} 个`,
  )
  throw refuse({ code: 'public-pool/claim_limit', message, params: { limit, count } })
}

/** How many of the customers that a rule lets somebody claim he has claimed. */
export const claimedSoFar = (
  plugin: PluginContext,
  actor: Actor,
  { claim_window: window }: PoolRule,
): Promise<number> => (window === 'total' ? claimedNow(plugin, actor) : claimsSince(plugin, actor, window))

const countOf = async ({ records, system }: PluginContext, object: string, filter: string): Promise<number> => {
  const answer = JSON.parse(await records.list(system, { object, filter, limit: 1, fields: ['id'], count: 'exact' }))
  return (answer as { page: { count: number } }).page.count
}

const claimedNow = (plugin: PluginContext, { id }: Actor): Promise<number> =>
  countOf(plugin, 'customer', `owner == '${id}' && is_claimed`)

function claimsSince(plugin: PluginContext, { id }: Actor, window: 'day' | 'month'): Promise<number> {
  const today = dayIn(plugin.timeZone)
  const from = window === 'day' ? today : `${today.slice(0, 8)}01`
  return countOf(
    plugin,
    'assignment_record',
    `object == 'customer' && method == 'claim' && to_owner == '${id}' && date(at) >= date('${from}')`,
  )
}

interface Wanted {
  customer: PoolCustomer
  rule: PoolRule
}

/** Days until a former owner may claim a customer again; none or fewer where he may. */
export function waitingDays({ timeZone }: PluginContext, actor: Actor, { customer, rule }: Wanted): number {
  if (customer.former_owner?.id !== actor.id || customer.pooled_on === null) return 0
  return rule.reclaim_wait_days - daysBetween(customer.pooled_on, dayIn(timeZone))
}

function demandWait(plugin: PluginContext, actor: Actor, wanted: Wanted): void {
  const left = waitingDays(plugin, actor, wanted)
  if (left <= 0) return
  const message = said(
    `This customer was yours: you may claim it again in ${left} days`,
    `您是该客户的原负责人，${left} 天后才能再次领取`,
  )
  throw refuse({ code: 'public-pool/reclaim_wait', message, params: { days: left } })
}

interface HandOut {
  customer: PoolCustomer
  owner: string
  by: Actor
  method: 'claim' | 'assign'
}

async function handOut({ records, system }: PluginContext, { customer, owner, by, method }: HandOut) {
  const { id, version: expectedVersion } = customer
  const reason = by.name
  const given = await records.assign(system, { object: 'customer', id, owner, method, reason, expectedVersion })
  if (method === 'claim')
    await records.update(system, {
      object: 'customer',
      id,
      expectedVersion: given.version,
      values: { is_claimed: true },
    })
  return { id, owner }
}

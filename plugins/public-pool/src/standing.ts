import { defineRoute, refuse } from '@fieldwork/plugin-sdk'
import type { Actor, PluginContext } from '@fieldwork/plugin-sdk'
import { claimedSoFar, mayAssign, mayClaim, waitingDays } from './claims.ts'
import { dayIn, daysBefore, latestOf } from './days.ts'
import { activeRules, caredOn, poolFields, ruleFor } from './rules.ts'
import type { PoolCustomer, PoolRule } from './rules.ts'
import { release } from './sweep.ts'

const said = (en: string, zh: string) => ({ en, 'zh-CN': zh })
const text = { type: 'string' }
const textOrNothing = { type: ['string', 'null'] }
const flag = { type: 'boolean' }

/** How a customer stands to the pool, and what the caller may do about it. */
export const standingRoute = defineRoute({
  method: 'GET',
  path: '/customers/:id',
  summary: said('How a customer stands to the public pool', '客户的公海状态与可执行操作'),
  response: {
    type: 'object',
    properties: {
      state: text,
      flag: textOrNothing,
      rule: textOrNothing,
      cared_on: textOrNothing,
      protected_until: textOrNothing,
      returns_on: textOrNothing,
      pooled_on: textOrNothing,
      wait_days: { type: 'integer' },
      may: { type: 'object', properties: { claim: flag, assign: flag, release: flag } },
    },
  },
  run: async ({ actor, params }, plugin) => {
    const customer = await visibleCustomer(plugin, actor, params.id ?? '')
    const rule = ruleFor(await activeRules(plugin), customer)
    const isPooled = customer.pool_state === 'pooled'
    return {
      state: customer.pool_state,
      flag: customer.pool_flag,
      rule: rule?.name ?? null,
      pooled_on: customer.pooled_on,
      wait_days: rule ? Math.max(0, waitingDays(plugin, actor, { customer, rule })) : 0,
      ...(rule && !isPooled ? termsOf(rule, customer) : noTerms),
      may: {
        claim: isPooled && mayClaim(actor),
        assign: isPooled && mayAssign(actor),
        release: !isPooled && mayRelease(actor, customer),
      },
    }
  },
})

const noTerms = { cared_on: null, protected_until: null, returns_on: null }

/** Until when an owned customer stays with its owner where nobody cares for it any more. */
function termsOf(rule: PoolRule, customer: PoolCustomer) {
  const care = caredOn(rule, customer)
  const { owned_since: since } = customer
  const protectedUntil = since && rule.protection_days > 0 ? daysAfter(since, rule.protection_days) : null
  const limit = care && daysAfter(care, rule.pool_days + rule.grace_days + 1)
  return { cared_on: care, protected_until: protectedUntil, returns_on: limit && latestOf([limit, protectedUntil]) }
}

const daysAfter = (day: string, days: number): string => daysBefore(day, -days)

/** What the caller may claim by each rule, and whether he may claim or assign at all. */
export const limitsRoute = defineRoute({
  method: 'GET',
  path: '/limits',
  summary: said('How many customers the caller may still claim', '当前用户的领取额度'),
  response: {
    type: 'object',
    properties: {
      claim: flag,
      assign: flag,
      rules: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            id: text,
            name: text,
            window: text,
            limit: { type: 'integer' },
            claimed: { type: 'integer' },
            protection_days: { type: 'integer' },
            reclaim_wait_days: { type: 'integer' },
          },
        },
      },
    },
  },
  run: async ({ actor }, plugin) => {
    const rules: object[] = []
    for (const rule of await activeRules(plugin)) {
      const { id, name, claim_window: window, claim_limit: limit, protection_days, reclaim_wait_days } = rule
      const claimed = await claimedSoFar(plugin, actor, rule)
      rules.push({ id, name, window, limit, claimed, protection_days, reclaim_wait_days })
    }
    return { claim: mayClaim(actor), assign: mayAssign(actor), rules }
  },
})

/** Gives a customer back to the pool of one's own accord. */
export const releaseRoute = defineRoute<{ reason: string }>({
  method: 'POST',
  path: '/customers/:id/release',
  summary: said('Give a customer back to the public pool', '将客户退回公海'),
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['reason'],
    properties: {
      reason: { type: 'string', minLength: 1, maxLength: 200, title: 'Reason', 'x-title': said('Reason', '原因') },
    },
  },
  response: { type: 'object', properties: { id: text } },
  run: ({ actor, params, body }, plugin) =>
    plugin.transaction(async (tx) => {
      const customer = await visibleCustomer(tx, actor, params.id ?? '')
      if (customer.pool_state === 'pooled') {
        const message = said('This customer is in the public pool already', '该客户已在公海中')
        throw refuse({ code: 'public-pool/pooled', message })
      }
      if (!mayRelease(actor, customer)) {
        const message = said(
          'Its owner gives a customer back, or who manages the pool',
          '只有负责人或公海管理员可以退回客户',
        )
        throw refuse({ code: 'public-pool/not_permitted', status: 403, message })
      }
      const reason = `${actor.name}: ${body.reason}`
      await release(tx, customer, { today: dayIn(tx.timeZone), reason })
      return { id: customer.id }
    }),
})

const mayRelease = (actor: Actor, { owner }: PoolCustomer): boolean => owner?.id === actor.id || mayAssign(actor)

/** Everything that the pool knows of a customer that the caller sees. Throws not_found. */
async function visibleCustomer({ records, system }: PluginContext, actor: Actor, id: string): Promise<PoolCustomer> {
  await records.get(actor, { object: 'customer', id, fields: ['id'] })
  const { json } = await records.get(system, { object: 'customer', id, fields: poolFields })
  return JSON.parse(json) as PoolCustomer
}

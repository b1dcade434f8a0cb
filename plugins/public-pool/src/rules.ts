import type { PluginContext } from '@fieldwork/plugin-sdk'
import { listAll } from './list-all.ts'
import { daysBetween, latestOf } from './days.ts'

/** A reference as records are read. */
interface Reference {
  id: string
}

/** A rule of the pool, as `customer_pool_rule` has it. */
export interface PoolRule {
  id: string
  name: string
  regions: Reference[] | null
  life_stages: string[] | null
  customer_kinds: string[] | null
  classes: Reference[] | null
  counts_as: string[] | null
  warn_days: number
  pool_days: number
  grace_days: number
  protection_days: number
  claim_limit: number
  claim_window: 'total' | 'day' | 'month'
  reclaim_wait_days: number
  exclude_running_contracts: boolean
}

/** What the pool knows of a customer. */
export interface PoolCustomer {
  id: string
  name: string
  version: number
  owner: Reference | null
  region: Reference | null
  life_stage: string
  customer_kind: string
  permission_class: Reference | null
  pool_state: 'owned' | 'pooled'
  pool_flag: 'd30' | 'd60' | null
  pooled_on: string | null
  former_owner: Reference | null
  owned_since: string | null
  last_contact_on: string | null
  last_touched_on: string | null
  last_order_on: string | null
}

/** Every field of a customer that the pool looks at. */
export const poolFields = [
  'id',
  'name',
  'version',
  'owner',
  'region',
  'life_stage',
  'customer_kind',
  'permission_class',
  'pool_state',
  'pool_flag',
  'pooled_on',
  'former_owner',
  'owned_since',
  'last_contact_on',
  'last_touched_on',
  'last_order_on',
]

/** What becomes of an owned customer today. */
export type Band = 'fine' | 'd30' | 'd60' | 'pool'

/** The rules in effect, in the order in which they are asked. */
export const activeRules = ({ records, system }: PluginContext): Promise<PoolRule[]> =>
  listAll<PoolRule>(records, system, { object: 'customer_pool_rule', filter: 'active', sort: 'sequence' })

/** The rule that counts for a customer; undefined: none. */
export const ruleFor = (rules: readonly PoolRule[], customer: PoolCustomer): PoolRule | undefined =>
  rules.find((rule) => {
    const { regions, classes, life_stages: stages, customer_kinds: kinds } = rule
    return (
      holds(
        regions?.map(({ id }) => id),
        customer.region?.id,
      ) &&
      holds(
        classes?.map(({ id }) => id),
        customer.permission_class?.id,
      ) &&
      holds(stages, customer.life_stage) &&
      holds(kinds, customer.customer_kind)
    )
  })

const holds = (wanted: readonly string[] | null | undefined, found: string | undefined): boolean =>
  !wanted || wanted.length === 0 || (found !== undefined && wanted.includes(found))

/** The day of the last care, but at the earliest the day the owner got the customer. */
export function caredOn(rule: PoolRule, customer: PoolCustomer): string | null {
  const counted = rule.counts_as?.length ? rule.counts_as : ['follow_up']
  return latestOf([
    customer.owned_since,
    counted.includes('follow_up') ? customer.last_contact_on : null,
    counted.includes('update') ? customer.last_touched_on : null,
    counted.includes('order') ? customer.last_order_on : null,
  ])
}

/** How long nobody has cared for a customer, seen with the rule's eyes. */
export function bandOf(rule: PoolRule, customer: PoolCustomer, today: string): Band {
  const since = caredOn(rule, customer)
  if (since === null) return 'fine'
  const isProtected = customer.owned_since !== null && daysBetween(customer.owned_since, today) < rule.protection_days
  const days = daysBetween(since, today)
  if (isProtected || days < rule.warn_days) return 'fine'
  if (days < rule.pool_days) return 'd30'
  return days > rule.pool_days + rule.grace_days ? 'pool' : 'd60'
}

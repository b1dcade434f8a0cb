import type { PluginContext } from '@fieldwork/plugin-sdk'
import { dayIn, daysBefore } from './days.ts'
import { listAll } from './list-all.ts'
import { activeRules, bandOf, poolFields, ruleFor } from './rules.ts'
import type { Band, PoolCustomer } from './rules.ts'

/** Marks the customers that nobody follows, and gives back to the pool those past their limit (PROC-11). */
export async function sweepPool(plugin: PluginContext & { signal?: AbortSignal }): Promise<void> {
  const { records, system, timeZone, signal } = plugin
  const today = dayIn(timeZone)
  const rules = await activeRules(plugin)
  const soonest = Math.min(...rules.map(({ warn_days: days }) => days))
  // nobody else can have reached a limit, and who has a mark may lose it
  const filter =
    rules.length === 0
      ? 'pool_flag != null'
      : `owner != null && (pool_flag != null || owned_since <= date('${daysBefore(today, soonest)}'))`
  const found = await listAll<PoolCustomer>(records, system, {
    object: 'customer',
    filter,
    fields: poolFields,
    sort: 'id',
  })
  const busy = new Set(await withRunningContracts(plugin))
  for (const customer of found) {
    if (signal?.aborted) return
    const rule = ruleFor(rules, customer)
    const isExcluded = rule?.exclude_running_contracts === true && busy.has(customer.id)
    const band = rule === undefined || isExcluded ? 'fine' : bandOf(rule, customer, today)
    if (band === 'pool' || markOf(band) !== customer.pool_flag)
      await settle(plugin, { id: customer.id, today, isExcluded })
  }
}

const markOf = (band: Band): PoolCustomer['pool_flag'] => (band === 'd30' || band === 'd60' ? band : null)

async function withRunningContracts({ records, system }: PluginContext): Promise<string[]> {
  const filter = "status == 'approved' || status == 'executing'"
  const found = await listAll<{ customer: { id: string } | null }>(records, system, {
    object: 'sales_contract',
    filter,
    fields: ['customer'],
    sort: 'id',
  })
  return found.flatMap(({ customer }) => (customer ? [customer.id] : []))
}

interface Settlement {
  id: string
  today: string
  /** its contracts keep it out of the pool */
  isExcluded: boolean
}

/** Decides anew in a transaction of its own: somebody may have cared since the list was read. */
function settle(plugin: PluginContext, { id, today, isExcluded }: Settlement): Promise<void> {
  return plugin.transaction(async (tx) => {
    const { records, system } = tx
    const { json } = await records.get(system, { object: 'customer', id, fields: poolFields })
    const customer = JSON.parse(json) as PoolCustomer
    const rule = ruleFor(await activeRules(tx), customer)
    const isLeft = rule === undefined || customer.owner === null || isExcluded
    const band = isLeft ? 'fine' : bandOf(rule, customer, today)
    const { version: expectedVersion } = customer
    if (band === 'pool' && rule) return release(tx, customer, { today, reason: `${rule.pool_days + rule.grace_days}` })
    const mark = markOf(band)
    if (mark === customer.pool_flag) return
    await records.update(system, { object: 'customer', id, expectedVersion, values: { pool_flag: mark } })
    if (mark !== null) await warn(tx, customer, mark)
  })
}

interface Release {
  today: string
  reason: string
}

/** Takes a customer from its owner, and tells him and his superior. */
export async function release(tx: PluginContext, customer: PoolCustomer, { today, reason }: Release): Promise<void> {
  const { records, system } = tx
  const { id, name, version: expectedVersion, owner } = customer
  const values = {
    owner: null,
    pool_state: 'pooled',
    pooled_on: today,
    former_owner: owner?.id ?? null,
    pool_flag: null,
    is_claimed: false,
  }
  await records.update(system, { object: 'customer', id, expectedVersion, values })
  const entry = {
    object: 'customer',
    record_id: id,
    record_label: name,
    from_owner: owner?.id ?? null,
    method: 'pool_return',
    reason,
    at: new Date().toISOString(),
  }
  await records.createMany(system, { object: 'assignment_record', rows: [entry] })
  await tx.notify([
    {
      to: await concerned(tx, owner),
      kind: 'public-pool.released',
      title: { en: `${name} went back to the public pool`, 'zh-CN': `客户“${name}”已退回公海` },
      about: { object: 'customer', id },
    },
  ])
}

async function warn(tx: PluginContext, { id, name, owner }: PoolCustomer, mark: 'd30' | 'd60'): Promise<void> {
  // the owner's superior hears of it before it is too late
  const to = mark === 'd60' ? await concerned(tx, owner) : owner ? [owner.id] : []
  const words = {
    d30: { en: `Nobody has contacted ${name} for long`, 'zh-CN': `客户“${name}”长时间未联系` },
    d60: { en: `${name} is about to go back to the public pool`, 'zh-CN': `客户“${name}”即将退回公海` },
  }
  await tx.notify([
    { to, kind: `public-pool.${mark}`, title: words[mark], about: { object: 'customer', id }, key: `pool ${id}` },
  ])
}

/** The owner and the accounts of his superior. */
async function concerned({ records, system }: PluginContext, owner: { id: string } | null): Promise<string[]> {
  if (owner === null) return []
  const { json } = await records.get(system, { object: 'user', id: owner.id, fields: ['employee.superior'] })
  const superior = (JSON.parse(json) as Record<string, { id: string } | null>)['employee.superior']
  if (!superior) return [owner.id]
  const filter = `employee == '${superior.id}'`
  const accounts = await listAll<{ id: string }>(records, system, { object: 'user', filter, fields: ['id'] })
  return [owner.id, ...accounts.map(({ id }) => id)]
}

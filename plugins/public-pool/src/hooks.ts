import type { FieldValues, PluginAfterHook, PluginBeforeHook } from '@fieldwork/plugin-sdk'
import { dayIn, latestOf } from './days.ts'

/** A new owner begins anew, and whoever cares for a customer takes its warning away. */
export const ownerHook: PluginBeforeHook = {
  object: 'customer',
  operations: ['update'],
  run({ actor, before, values }, { timeZone }) {
    const today = dayIn(timeZone)
    const changes: FieldValues = {}
    if (!actor.system) changes.last_touched_on = today
    const owner = (before?.owner as { id: string } | null)?.id ?? null
    if ('owner' in values && values.owner !== owner && values.owner !== null)
      Object.assign(changes, {
        pool_state: 'owned',
        owned_since: today,
        is_claimed: false,
        pool_flag: null,
        pooled_on: null,
      })
    const known = (before?.last_contact_on as string | null) ?? ''
    if (typeof values.last_contact_on === 'string' && values.last_contact_on > known) changes.pool_flag = null
    // what the pool itself writes stands
    return { ...changes, ...values }
  },
}

/** A finished action is a contact with its customer. */
export const contactHook: PluginAfterHook = {
  object: 'action',
  operations: ['create', 'update', 'transition'],
  async run({ before, after }, { records, system, timeZone }) {
    const customer = (after?.customer as { id: string } | null)?.id
    if (customer === undefined || after?.status !== 'done' || before?.status === 'done') return
    const { json } = await records.get(system, { object: 'customer', id: customer, fields: ['last_contact_on'] })
    const { last_contact_on: known } = JSON.parse(json) as { last_contact_on: string | null }
    const doneAt = after.done_at as string | null
    const day = dayIn(timeZone, doneAt ? new Date(doneAt) : new Date())
    if (latestOf([known, day]) === known) return
    await records.update(system, { object: 'customer', id: customer, values: { last_contact_on: day } })
  },
}

import { grantsOf, noteEvent, putGrants, removeGrants } from '@fieldwork/database'
import type { AccessGrant } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError } from '@fieldwork/metadata'
import { inTransaction } from '../in-transaction.ts'
import type { RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import { describeGrants } from './described-grants.ts'
import { noteAccess } from './note-access.ts'
import { granteeOf } from './share-target.ts'
import { demandOwnAccess, standingFor } from './standing.ts'
import type { Share, ShareInput } from './types.ts'

/**
 * Shares a record, with an event; who has it already gets the new level and end.
 *
 * @throws forbidden (also to give more than one has), not_found, validation_failed (every problem)
 */
export function shareRecord(ctx: WriteContext, { to, level, until, ...address }: ShareInput): Promise<Share> {
  demandOwnAccess(ctx, address.object)
  return inTransaction(ctx, async (tx) => {
    const { may } = await standingFor(tx, address, true)
    if (!may.share) throw appError('forbidden')
    if (level === 'edit' && !may.update) throw appError('forbidden', {}, [exceeding])
    const { grantee, problems } = await granteeOf(tx, to)
    const all = [...problems, ...untilProblems(tx, until)]
    if (all.length > 0) throw appError('validation_failed', {}, all)
    const before = (await grantsOf(tx, address)).filter((grant) => grant.kind === 'share' && grant.grantee === grantee)
    const [made] = await putGrants(tx, address, [{ kind: 'share', grantee, level, until }])
    const [old, share] = [await described(tx, before[0]), await described(tx, made)]
    if (!share) throw new Error('A share was not stored')
    await noteEvent(tx, { ...address, op: 'share', changes: { '@shares': [told(old), told(share)] } })
    await noteAccess(tx, address, { done: 'share', from: told(old), to: told(share) })
    return share
  })
}

/**
 * Ends a share, with an event: for who may share the record, and for who has shared it.
 *
 * @throws forbidden, not_found (the record, or the share)
 */
export function unshareRecord(ctx: WriteContext, { share: id, ...address }: RecordAddress & { share: string }) {
  return inTransaction(ctx, async (tx) => {
    const { may } = await standingFor(tx, address, true)
    const grant = (await grantsOf(tx, address)).find((found) => found.id === id && found.kind === 'share')
    if (!grant) throw appError('not_found', { name: id })
    const isOwn = grant.granted_by !== null && grant.granted_by === tx.user.id
    if (!may.share && !isOwn) throw appError('forbidden')
    const share = await described(tx, grant)
    await removeGrants(tx.db, [id])
    await noteEvent(tx, { ...address, op: 'unshare', changes: { '@shares': [told(share), null] } })
    await noteAccess(tx, address, { done: 'unshare', from: told(share), to: null })
  })
}

async function described(ctx: WriteContext, grant: AccessGrant | undefined): Promise<Share | undefined> {
  return grant && (await describeGrants(ctx, [grant])).shares[0]
}

/** A share as the history keeps it. */
const told = (share: Share | undefined) => (share ? { to: share.to, level: share.level, until: share.until } : null)

function untilProblems({ timeZone, now }: WriteContext, until: string | null): Problem[] {
  if (until === null) return []
  if (!isDay(until)) return [untilProblem('format', notADay)]
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now ?? new Date())
  return until < today ? [untilProblem('in_the_past', isPast)] : []
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const untilProblem = (code: string, message: Problem['message']): Problem => ({ pointer: '/until', code, message })

const notADay = { en: 'Give a day such as 2026-12-31', 'zh-CN': '请填写日期，例如 2026-12-31' }
const isPast = { en: 'This day is over', 'zh-CN': '该日期已过' }

const exceeding: Problem = {
  pointer: '/level',
  code: 'exceeds_own_rights',
  message: {
    en: 'You may only read this record, so you can share it for reading only',
    'zh-CN': '您对该记录只有读取权限，只能以只读方式共享',
  },
}

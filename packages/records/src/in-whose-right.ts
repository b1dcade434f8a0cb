import { getRecord, setBehalf } from '@fieldwork/database'
import type { Lender } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { Operation } from '@fieldwork/metadata'
import { contextOf } from './actor-context.ts'
import { inTransaction } from './in-transaction.ts'
import type { Actor, FieldValues } from './types.ts'
import type { WriteContext } from './write-context.ts'

/** What is about to be written. */
export interface IntendedWrite {
  object: string
  operation: Operation
  /** of a record that is there */
  id?: string
  /** what the operation log calls it, where that is not the operation */
  done?: string
  /** as they were sent */
  values?: FieldValues
  /** who asks for it writes the line of the operation log himself */
  isTold?: boolean
}

type Work<T> = (ctx: WriteContext) => Promise<T>

/**
 * A write by who acts for others: in his own right if that is enough, else wholly in the right of the first of those who
 * lent him theirs, which its events say. Rights of several people never add up to one write.
 *
 * @throws what the write does; forbidden where nobody's right leads to it, not_found where nobody's eyes see the record
 */
export function inWhoseRight<T>(ctx: WriteContext, intended: IntendedWrite, work: Work<T>): Promise<T> {
  return ctx.actor.lenders ? inOneRight(ctx, intended, work) : work(ctx)
}

async function inOneRight<T>(ctx: WriteContext, intended: IntendedWrite, work: Work<T>): Promise<T> {
  const { lenders = [], ...own } = ctx.actor
  const ways = [as(ctx, own), ...lenders.map((lender) => as(ctx, lentActor(own, lender)))]
  const open = ways.filter(({ access }) => access(intended.object, intended.operation).kind !== 'none')
  // nobody may: the refusal is the same as for everybody else
  if (open.length === 0) return work(ctx)
  let refusal: AppError | null = null
  for (const way of open) {
    try {
      return await attempt(way, work)
    } catch (error) {
      if (!(error instanceof AppError) || !mayBeOpen.includes(error.code)) throw error
      refusal = worse(refusal, error)
    }
  }
  throw refusal?.code === 'not_found' && (await isSeen(ctx, intended)) ? appError('forbidden') : refusal
}

/**
 * Refusals that another's right may not have met, the least telling first. Values are among them: a field or a record
 * that is referred to may be there for others only.
 */
const mayBeOpen: readonly string[] = ['not_found', 'forbidden', 'validation_failed']

const worse = (one: AppError | null, other: AppError): AppError =>
  one && mayBeOpen.indexOf(one.code) >= mayBeOpen.indexOf(other.code) ? one : other

function as(ctx: WriteContext, actor: Actor): WriteContext {
  const { deps, catalog, consent, openRecords } = ctx
  return Object.assign(contextOf(deps, catalog, actor), { actor, deps, consent, openRecords })
}

/** Who acts, with nothing but what one other has lent him. */
const lentActor = (own: Actor, lender: Lender): Actor => ({
  ...own,
  roles: [],
  ...(own.facts && { facts: { ...own.facts, assignments: [] } }),
  lenders: [lender],
  onBehalfOf: { id: lender.id, name: lender.name, delegation: lender.delegation },
})

function attempt<T>(ctx: WriteContext, work: Work<T>): Promise<T> {
  const { onBehalfOf } = ctx.actor
  if (!onBehalfOf && !ctx.deps.isBound) return work(ctx)
  return inTransaction(ctx, async (tx) => {
    if (!onBehalfOf) return work(tx)
    await setBehalf(tx.db, onBehalfOf.id)
    const result = await work(tx)
    await setBehalf(tx.db, null)
    return result
  })
}

async function isSeen(ctx: WriteContext, { object, id }: IntendedWrite): Promise<boolean> {
  return id !== undefined && (await getRecord(ctx, { object, id, fields: ['id'] })) !== null
}

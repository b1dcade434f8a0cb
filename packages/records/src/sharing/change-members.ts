import { grantsOf, noteEvent, putGrants, removeGrants } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { appError, pointerOf } from '@fieldwork/metadata'
import { inTransaction } from '../in-transaction.ts'
import type { WriteContext } from '../write-context.ts'
import { describeGrants } from './described-grants.ts'
import { liveIds } from './live-ids.ts'
import { noteAccess } from './note-access.ts'
import { recordGrants } from './record-grants.ts'
import { demandOwnAccess, mayChangeMembers, standingFor } from './standing.ts'
import type { Member, MembersInput, RecordGrants } from './types.ts'

/**
 * Adds members of a record and removes those whom people had added, with one event. Who is one already gets the new
 * level; whom a rule has made a member stays one.
 *
 * @throws forbidden (also to give more than one has), not_found, validation_failed (every problem)
 */
export function changeMembers(ctx: WriteContext, input: MembersInput): Promise<RecordGrants> {
  const { object, id, level } = input
  demandOwnAccess(ctx, object)
  if (!ctx.catalog.object(object).hasOwner) throw appError('invalid_request', { reason: withoutMembers })
  return inTransaction(ctx, async (tx) => {
    const standing = await standingFor(tx, { object, id }, true)
    if (!mayChangeMembers(standing)) throw appError('forbidden')
    const add = [...new Set(input.add)]
    if (add.length > 0 && level === 'edit' && !standing.may.update) throw appError('forbidden', {}, [exceeding])
    const members = (await grantsOf(tx, { object, id })).filter(({ kind }) => kind === 'member')
    const problems = await problemsOf(tx, input, new Set(members.map(({ grantee }) => grantee)))
    if (problems.length > 0) throw appError('validation_failed', {}, problems)
    const manual = members.filter(({ source }) => source === 'manual')
    const gone = manual.filter(({ grantee }) => input.remove.includes(grantee))
    const known = manual.filter(({ grantee, level: has }) => add.includes(grantee) && has !== level)
    const same = new Set(manual.filter(({ level: has }) => has === level).map(({ grantee }) => grantee))
    const grants = add
      .filter((grantee) => !same.has(grantee))
      .map((grantee) => ({ kind: 'member' as const, grantee, level, until: null }))
    const added = grants.length === 0 ? [] : await putGrants(tx, { object, id }, grants)
    await removeGrants(
      tx.db,
      gone.map((grant) => grant.id),
    )
    if (added.length + gone.length > 0) {
      const before = (await describeGrants(tx, [...gone, ...known])).members
      const after = (await describeGrants(tx, added)).members
      const changes = { '@members': [before.map(told), after.map(told)] as [unknown, unknown] }
      await noteEvent(tx, { object, id, op: 'members', changes })
      await noteAccess(tx, { object, id }, { done: 'members', from: before.map(told), to: after.map(told) })
    }
    return recordGrants(tx, { object, id })
  })
}

const told = ({ user, level }: Member) => ({ user, level })

async function problemsOf(
  ctx: WriteContext,
  { add, remove }: MembersInput,
  members: ReadonlySet<string>,
): Promise<Problem[]> {
  const live = await liveIds(ctx, 'user', add)
  const unknown = (id: string, at: number) =>
    live.has(id) ? [] : [problemAt(pointerOf('add', at), 'unknown_reference', noUser)]
  const both = (id: string, at: number) =>
    add.includes(id) ? [problemAt(pointerOf('remove', at), 'contradiction', addedToo)] : []
  const absent = (id: string, at: number) =>
    members.has(id) ? [] : [problemAt(pointerOf('remove', at), 'unknown_reference', noMember)]
  return [...add.flatMap(unknown), ...remove.flatMap(both), ...remove.flatMap(absent)]
}

const problemAt = (pointer: string, code: string, message: Problem['message']): Problem => ({ pointer, code, message })

const noUser = { en: 'There is no such active user', 'zh-CN': '没有该用户，或该用户已停用' }
const noMember = { en: 'This user is no member', 'zh-CN': '该用户不是相关人员' }
const addedToo = { en: 'This user is to be added as well', 'zh-CN': '该用户同时出现在添加名单中' }
const withoutMembers = { en: 'Records without an owner have no members', 'zh-CN': '没有负责人的对象不设相关人员' }

const exceeding: Problem = {
  pointer: '/level',
  code: 'exceeds_own_rights',
  message: {
    en: 'You may only read this record, so members whom you add can only read it',
    'zh-CN': '您对该记录只有读取权限，只能添加只读的相关人员',
  },
}

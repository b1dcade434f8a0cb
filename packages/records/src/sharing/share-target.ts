import { roleId } from '@fieldwork/database'
import type { Problem } from '@fieldwork/fields'
import { pointerOf } from '@fieldwork/metadata'
import { liveIds } from './live-ids.ts'
import type { WriteContext } from '../write-context.ts'
import type { ShareTarget } from './types.ts'

/** The id that stands for whom a record is shared with; problems where there is no such one. */
export async function granteeOf(
  ctx: WriteContext,
  { user, department, role }: ShareTarget,
): Promise<{ grantee: string; problems: Problem[] }> {
  if (role !== undefined)
    return { grantee: roleId(role), problems: ctx.catalog.roles.has(role) ? [] : [unknownTarget('role')] }
  const [kind, id] = user === undefined ? (['department', department ?? ''] as const) : (['user', user] as const)
  // a share outlives the ownership: nobody keeps by one what he may be relieved of
  if (kind === 'user' && id.toLowerCase() === ctx.user.id) return { grantee: id, problems: [oneself] }
  const live = await liveIds(ctx, kind, [id])
  return { grantee: id, problems: live.has(id) ? [] : [unknownTarget(kind)] }
}

const words = {
  user: { en: 'There is no such active user', 'zh-CN': '没有该用户，或该用户已停用' },
  department: { en: 'There is no such department', 'zh-CN': '没有该部门' },
  role: { en: 'There is no such role', 'zh-CN': '没有该角色' },
}

const oneself: Problem = {
  pointer: pointerOf('to', 'user'),
  code: 'oneself',
  message: { en: 'Share it with somebody else than yourself', 'zh-CN': '不能共享给自己' },
}

const unknownTarget = (kind: keyof typeof words): Problem => ({
  pointer: pointerOf('to', kind),
  code: 'unknown_reference',
  message: words[kind],
})

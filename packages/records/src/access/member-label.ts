import { grantsOf } from '@fieldwork/database'
import type { QueryContext } from '@fieldwork/database'
import type { LocalizedText } from '@fieldwork/fields'
import type { Actor } from '../types.ts'
import { memberByRule, wayWords } from './access-words.ts'
import { looking } from './compile-arms.ts'
import type { ExplainInput } from './explained.ts'

/** What made an actor a member of a record: people, or the rules that are named. */
export async function memberLabel(ctx: QueryContext, actor: Actor, input: ExplainInput): Promise<LocalizedText> {
  if (!('id' in input)) return wayWords('member')
  const needsEdit = !looking.has(input.operation)
  const grants = (await grantsOf(ctx, { object: input.object, id: input.id })).filter(
    ({ kind, grantee, level }) => kind === 'member' && grantee === actor.id && (level === 'edit' || !needsEdit),
  )
  if (grants.length === 0 || grants.some(({ source }) => source === 'manual')) return wayWords('member')
  const labels = grants.map(({ source }): LocalizedText => {
    const name = source.replace(/^rule:/, '')
    return ctx.catalog.memberRules.get(name)?.label ?? { en: name, 'zh-CN': name }
  })
  return memberByRule(labels)
}

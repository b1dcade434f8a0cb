import type { CompiledMemberRule } from '@fieldwork/metadata'
import type { LocalizedText } from '@fieldwork/fields'

export interface FillArgs {
  rule: string
  object: string
}

export const fillKind = 'member-rule.fill'

/** The task that makes the members by a rule anew on all records; a second one takes the place of one not done. */
export const fillTaskOf = ({ name, object }: Pick<CompiledMemberRule, 'name' | 'object'>) => ({
  kind: fillKind,
  key: `member-rule:${name}`,
  args: { rule: name, object } satisfies FillArgs,
})

export const fillLabel = ({ label }: Pick<CompiledMemberRule, 'label'>): LocalizedText => ({
  en: `Make related staff by rule “${label.en}” anew`,
  'zh-CN': `按规则“${label['zh-CN']}”重新确定相关人员`,
})

import { useTexts } from '@fieldwork/ui'

import { useNamedDraft } from '../draft/use-named-draft.ts'
import { NamedDrawer } from '../parts/named-drawer.tsx'
import { draftOfRule, ruleOfDraft } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { RulePreview } from './rule-preview.tsx'
import { useDraftedMemberRules } from './use-member-rules.ts'

/** A rule: what it compares, whom it names, and what it would do now. */
export function MemberRuleDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTexts('studio')
  const { rules, put } = useDraftedMemberRules()
  const remove = t('memberRules.remove')
  const draft = useNamedDraft({
    name,
    all: rules,
    fallback: 'member_rule',
    formOf: draftOfRule,
    definitionOf: (form, ownName, known) => ruleOfDraft(form, ownName, known?.order),
    put,
    words: { removeTitle: t('memberRules.removeTitle'), removeText: t('memberRules.removeText'), remove },
    onClose,
  })
  return (
    <NamedDrawer
      draft={draft}
      title={draft.isKnown ? t('memberRules.rule') : t('memberRules.newTitle')}
      size={640}
      remove={remove}
      save={t('memberRules.toDraft')}
    >
      <RuleFields
        form={draft.form}
        name={draft.name}
        taken={draft.taken}
        isKnown={draft.isFixed}
        isTried={draft.isTried}
        onChange={draft.change}
      />
      <RulePreview rule={draft.definition} />
    </NamedDrawer>
  )
}

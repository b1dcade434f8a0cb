import { useTexts } from '@fieldwork/ui'
import { App, Button } from 'antd'
import { useState } from 'react'

import { checkName, suggestName } from '../model/api-name.ts'
import { isBlankText } from '../model/localized.ts'
import { EditDrawer } from '../parts/edit-drawer.tsx'
import { draftOfRule, ruleOfDraft } from './rule-draft.ts'
import type { RuleDraft } from './rule-draft.ts'
import { RuleFields } from './rule-fields.tsx'
import { RulePreview } from './rule-preview.tsx'
import { useDraftedMemberRules } from './use-member-rules.ts'

/** A rule: what it compares, whom it names, and what it would do now. */
export function MemberRuleDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTexts('studio')
  const { modal } = App.useApp()
  const { rules, put } = useDraftedMemberRules()
  const known = rules.find(({ definition }) => definition.name === name)
  const [form, setForm] = useState<RuleDraft>(draftOfRule(known?.definition))
  const [isTried, setTried] = useState(false)
  const taken = rules.flatMap(({ definition }) => (definition.name === name ? [] : [definition.name]))
  const suggested = suggestName({ label: form.label.en || form.label['zh-CN'], fallback: 'member_rule', taken })
  const ownName = known ? name : (form.name ?? suggested)
  const rule = ruleOfDraft(form, ownName, known?.definition.order)

  const submit = (): void => {
    setTried(true)
    if (rule === null || isBlankText(form.label) || (!known && checkName(ownName, taken) !== null)) return
    put(known ?? { definition: null as never, origin: 'new', base: null }, ownName, rule)
    onClose()
  }
  const remove = (): void =>
    void modal.confirm({
      title: t('memberRules.removeTitle'),
      content: t('memberRules.removeText'),
      okText: t('memberRules.remove'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => {
        if (known) put(known, name, null)
        onClose()
      },
    })
  return (
    <EditDrawer
      title={known ? t('memberRules.rule') : t('memberRules.newTitle')}
      size={640}
      foot={
        <>
          {known ? (
            <Button danger type="text" onClick={remove}>
              {t('memberRules.remove')}
            </Button>
          ) : null}
          <span className="st-grow" />
        </>
      }
      save={t('memberRules.toDraft')}
      onSave={submit}
      onClose={onClose}
    >
      <RuleFields
        form={form}
        name={ownName}
        taken={taken}
        isKnown={known !== undefined}
        isTried={isTried}
        onChange={(part) => setForm({ ...form, ...part })}
      />
      <RulePreview rule={rule} />
    </EditDrawer>
  )
}

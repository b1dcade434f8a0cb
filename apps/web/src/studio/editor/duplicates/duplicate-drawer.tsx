import { useTexts } from '@fieldwork/ui'
import { Radio } from 'antd'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { suggestName } from '../../model/api-name.ts'
import type { DuplicateRule } from '../../model/definitions.ts'
import { matchParts, savedDuplicate } from '../../model/duplicates.ts'
import { isBlankText, NO_TEXT } from '../../model/localized.ts'
import { optionsOf } from '../../model/object-edits.ts'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { useApiName } from '../../parts/use-api-name.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { DuplicateTrial } from './duplicate-trial.tsx'
import { MatchEditor } from './match-editor.tsx'

interface DrawerProps {
  editing: ObjectEditing
  /** empty for a new rule */
  name: string
  rule: DuplicateRule
  onClose: () => void
  onSave: (name: string, rule: DuplicateRule) => void
}

/** One duplicate rule: what is the same, what happens then, what the person is told; tried before it is saved. */
export function DuplicateDrawer(props: DrawerProps) {
  const { t } = useTexts('studio')
  const { editing } = props
  const [rule, setRule] = useState(props.rule)
  const [isTried, setTried] = useState(false)
  const set = (change: Partial<DuplicateRule>): void => setRule((before) => ({ ...before, ...change }))
  const taken = Object.keys(optionsOf(editing.definition).duplicates ?? {})
  const suggested = suggestedName(rule, taken)
  const { name, isNew, setName, isWrong } = useApiName({ given: props.name, suggested, taken })
  const isEmpty = rule.match.length === 0

  const save = (): void => {
    setTried(true)
    if (isEmpty || isWrong) return
    props.onSave(name, savedDuplicate(rule))
  }

  return (
    <EditDrawer
      title={t(isNew ? 'duplicates.newTitle' : 'duplicates.editTitle')}
      size={640}
      save={t(isNew ? 'rules.addToDraft' : 'rules.save')}
      onSave={save}
      onClose={props.onClose}
    >
      <FormGroup title={t('duplicates.match')} note={t('duplicates.matchNote')}>
        <MatchEditor editing={editing} parts={matchParts(rule)} onChange={(match) => set({ match })} />
        {isTried && isEmpty ? (
          <p className="st-error" role="alert">
            {t('duplicates.matchMissing')}
          </p>
        ) : null}
      </FormGroup>
      <FormGroup title={t('duplicates.then')}>
        <Consequence rule={rule} onChange={set} />
        <Condition editing={editing} rule={rule} onChange={set} />
        <NameInput value={name} onChange={setName} taken={taken} isFixed={!isNew} />
      </FormGroup>
      {isEmpty ? null : <DuplicateTrial editing={editing} rules={[[name || 'rule', savedDuplicate(rule)]]} isOne />}
    </EditDrawer>
  )
}

function suggestedName({ match, message }: DuplicateRule, taken: string[]): string {
  if (match.length === 0) return ''
  const label = isBlankText(message)
    ? `same ${matchParts({ match })
        .map(({ field }) => field)
        .join(' ')}`
    : message?.en
  return suggestName({ label: label ?? '', fallback: 'rule', taken })
}

type Change = (change: Partial<DuplicateRule>) => void

function Consequence({ rule, onChange }: { rule: DuplicateRule; onChange: Change }) {
  const { t, locale } = useTexts('studio')
  return (
    <>
      <FormField label={t('rules.severity')} help={t(`duplicates.actionHelp.${rule.action}`)}>
        {(id) => (
          <Radio.Group
            id={id}
            value={rule.action}
            options={(['warn', 'block'] as const).map((value) => ({ value, label: t(`rules.severities.${value}`) }))}
            onChange={({ target }) => onChange({ action: target.value as DuplicateRule['action'] })}
          />
        )}
      </FormField>
      <LabelInputs
        label={t('rules.message')}
        isMultiline
        value={rule.message ?? NO_TEXT}
        onChange={(message) => onChange({ message })}
      />
      <p className="st-help st-told">
        {t('duplicates.told')}{' '}
        <span>
          {[rule.message?.[locale], t('duplicates.toldExample')].filter(Boolean).join(t('duplicates.toldJoin'))}
        </span>
      </p>
    </>
  )
}

function Condition({ editing, rule, onChange }: { editing: ObjectEditing; rule: DuplicateRule; onChange: Change }) {
  const { t } = useTexts('studio')
  return (
    <FormField label={t('duplicates.where')} help={t('duplicates.whereHelp')}>
      {(id) => (
        <DraftExpression
          id={id}
          label={t('duplicates.where')}
          object={editing.object.name}
          expects="boolean"
          minRows={1}
          value={rule.where ?? ''}
          onChange={(where) => onChange({ where })}
        />
      )}
    </FormField>
  )
}

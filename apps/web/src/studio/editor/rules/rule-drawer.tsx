import { useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { suggestName } from '../../model/api-name.ts'
import type { Rule } from '../../model/definitions.ts'
import { withoutEmpty } from '../../model/json.ts'
import { completeText, isBlankText } from '../../model/localized.ts'
import { optionsOf } from '../../model/object-edits.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { EditDrawer } from '../../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { LabelInputs } from '../../parts/label-inputs.tsx'
import { NameInput } from '../../parts/name-input.tsx'
import { useApiName } from '../../parts/use-api-name.ts'
import { ExpressionTrial } from '../../trial/expression-trial.tsx'
import { RuleTiming } from './rule-timing.tsx'
import type { ObjectEditing } from '../object-editing.ts'

/** One validation rule: the condition under which a record is refused, the message, and the field beside it. */
export function RuleDrawer(props: {
  editing: ObjectEditing
  /** empty for a new rule */
  name: string
  rule: Rule
  onClose: () => void
  onSave: (name: string, rule: Rule) => void
}) {
  const { editing, onClose } = props
  const { t } = useTexts('studio')
  const [rule, setRule] = useState(props.rule)
  const [isTried, setTried] = useState(false)
  const taken = Object.keys(optionsOf(editing.definition).rules ?? {})
  const suggested = isBlankText(rule.message) ? '' : suggestName({ label: rule.message.en, fallback: 'rule', taken })
  const { name, isNew, setName, isWrong } = useApiName({ given: props.name, suggested, taken })
  const isUnclear = isBlankText(rule.message)
  const isUnconditional = rule.when.trim() === ''
  const isComplete = !isUnclear && !isUnconditional && !isWrong

  const save = (): void => {
    setTried(true)
    if (!isComplete) return
    props.onSave(name, withoutEmpty({ ...rule, when: rule.when.trim(), message: completeText(rule.message) }))
  }

  return (
    <EditDrawer
      title={t(isNew ? 'rules.newTitle' : 'rules.editTitle')}
      size={600}
      save={t(isNew ? 'rules.addToDraft' : 'rules.save')}
      onSave={save}
      onClose={onClose}
    >
      <FormGroup>
        <FormField
          label={t('rules.when')}
          isRequired
          help={t('rules.whenHelp')}
          error={isTried && isUnconditional ? t('rules.whenMissing') : null}
        >
          {(id) => (
            <DraftExpression
              id={id}
              label={t('rules.when')}
              object={editing.object.name}
              expects="boolean"
              value={rule.when}
              placeholder="due_on < borrowed_on"
              onChange={(when) => setRule({ ...rule, when })}
            />
          )}
        </FormField>
        <ExpressionTrial
          object={editing.object.name}
          expression={rule.when}
          verdict={{ holds: t('trial.refused'), fails: t('trial.accepted') }}
        />
        <LabelInputs
          label={t('rules.message')}
          isRequired
          isMultiline
          value={rule.message}
          onChange={(message) => setRule({ ...rule, message })}
          error={isTried && isUnclear ? t('rules.messageMissing') : null}
        />
        <FormField label={t('rules.field')} help={t('rules.fieldHelp')}>
          {(id) => (
            <FieldSelect
              id={id}
              fields={editing.object.fields}
              value={rule.field}
              placeholder={t('rules.fieldNone')}
              onChange={(field) => setRule({ ...rule, field })}
            />
          )}
        </FormField>
        <RuleTiming rule={rule} onChange={setRule} />
        <NameInput value={name} onChange={setName} taken={taken} isFixed={!isNew} />
      </FormGroup>
    </EditDrawer>
  )
}

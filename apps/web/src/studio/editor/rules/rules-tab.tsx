import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { EmptyState, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import type { Rule } from '../../model/definitions.ts'
import { NO_TEXT } from '../../model/localized.ts'
import { optionsOf, putRule, removeRule } from '../../model/object-edits.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { RuleDrawer } from './rule-drawer.tsx'

const NEW_RULE: Rule = { when: '', message: NO_TEXT }

/** The validation rules of an object: when a record is refused, and what the person is told. */
export function RulesTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { definition, edit, focus } = editing
  const rules = Object.entries(optionsOf(definition).rules ?? {})
  const [opened, setOpened] = useState<string | null>(() => (rules.some(([name]) => name === focus) ? focus : null))
  const rule = opened === null ? null : (optionsOf(definition).rules?.[opened] ?? NEW_RULE)
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened('')}>
      {t('rules.add')}
    </Button>
  )

  return (
    <>
      {rules.length === 0 ? (
        <EmptyState icon="check-circle" title={t('rules.none')} text={t('rules.noneText')} action={add} />
      ) : (
        <>
          <div className="st-toolbar">
            <p className="st-muted st-grow">{t('rules.line')}</p>
            {add}
          </div>
          <ul className="st-list">
            {rules.map(([name, each]) => (
              <RuleItem
                key={name}
                name={name}
                rule={each}
                editing={editing}
                onOpen={() => setOpened(name)}
                onRemove={() => edit(removeRule(definition, name))}
              />
            ))}
          </ul>
        </>
      )}
      {opened !== null && rule ? (
        <RuleDrawer
          key={opened}
          editing={editing}
          name={opened}
          rule={rule}
          onClose={() => setOpened(null)}
          onSave={(name, next) => {
            edit(putRule(definition, name, next))
            setOpened(null)
          }}
        />
      ) : null}
    </>
  )
}

function RuleItem(props: {
  name: string
  rule: Rule
  editing: ObjectEditing
  onOpen: () => void
  onRemove: () => void
}) {
  const { t, locale } = useTexts('studio')
  const { rule, name, editing } = props
  const field = editing.object.fields.find((each) => each.name === rule.field)
  return (
    <li className="st-list-item">
      <div className="st-grow">
        <button type="button" className="st-link" onClick={props.onOpen}>
          {rule.message[locale]}
        </button>
        <p className="st-rule-when">
          <span className="st-muted">{t('rules.refusedWhen')}</span> <code className="st-code">{rule.when}</code>
        </p>
        <p className="st-muted">
          <code>{name}</code>
          {field ? ` · ${t('rules.atField', { field: field.label[locale] })}` : null}
        </p>
      </div>
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('rules.remove', { name: rule.message[locale] })}
        onClick={props.onRemove}
      />
    </li>
  )
}

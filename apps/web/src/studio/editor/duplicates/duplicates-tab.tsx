import { PlusOutlined } from '@ant-design/icons'
import { EmptyState, useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { DuplicateRule } from '../../model/definitions.ts'
import { placedRules, startingRules } from '../../model/duplicates.ts'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { inOrder, putEntry } from '../../model/record-types.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { DuplicateDrawer } from './duplicate-drawer.tsx'
import { DuplicateTable } from './duplicate-table.tsx'
import { DuplicateTrial } from './duplicate-trial.tsx'
import { useRuleWords } from './use-rule-words.ts'

const NEW_RULE: DuplicateRule = { match: [], action: 'warn' }

/** What is open: a rule by its name, empty for a new one with what it begins with. */
interface Opened {
  name: string
  rule: DuplicateRule
}

/** The duplicate rules of an object: which records are the same thing, and what a person is told. */
export function DuplicatesTab({ editing }: { editing: ObjectEditing }) {
  const { t } = useTexts('studio')
  const { definition, edit, focus } = editing
  const rules = optionsOf(definition).duplicates
  const [opened, setOpened] = useState<Opened | null>(() => openedAt(rules, focus))
  const open = (name: string): void => setOpened(openedAt(rules, name))
  const start = (rule: DuplicateRule): void => setOpened({ name: '', rule })
  return (
    <>
      {rules === undefined ? (
        <FirstRule editing={editing} onStart={start} />
      ) : (
        <>
          <div className="st-toolbar">
            <p className="st-muted st-grow">{t('duplicates.line')}</p>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => start(NEW_RULE)}>
              {t('duplicates.add')}
            </Button>
          </div>
          <DuplicateTable editing={editing} onOpen={open} />
          <DuplicateTrial editing={editing} rules={inOrder(placedRules(rules))} />
        </>
      )}
      {opened ? (
        <DuplicateDrawer
          key={opened.name}
          editing={editing}
          name={opened.name}
          rule={opened.rule}
          onClose={() => setOpened(null)}
          onSave={(name, next) => {
            edit(withOptions(definition, { duplicates: putEntry(rules && placedRules(rules), name, next) }))
            setOpened(null)
          }}
        />
      ) : null}
    </>
  )
}

function openedAt(rules: Record<string, DuplicateRule> | undefined, name: string | null): Opened | null {
  const rule = name === null ? undefined : rules?.[name]
  return name !== null && rule ? { name, rule } : null
}

/** What such a rule is good for, with some to begin with. */
function FirstRule({ editing, onStart }: { editing: ObjectEditing; onStart: (rule: DuplicateRule) => void }) {
  const { t } = useTexts('studio')
  const words = useRuleWords(editing)
  const types = useFieldTypes()
  const starts = startingRules(editing.object.nameField, editing.object.fields, types)
  return (
    <EmptyState
      icon="copy"
      title={t('duplicates.none')}
      text={t('duplicates.noneText')}
      action={
        <div className="st-starts">
          {starts.map((rule) => (
            <Button key={words.titleOf(rule)} onClick={() => onStart(rule)}>
              {words.titleOf(rule)}
            </Button>
          ))}
          <Button type="primary" icon={<PlusOutlined />} onClick={() => onStart(NEW_RULE)}>
            {t('duplicates.add')}
          </Button>
        </div>
      }
    />
  )
}

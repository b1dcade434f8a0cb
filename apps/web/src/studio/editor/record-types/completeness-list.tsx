import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'
import { useState } from 'react'

import type { CompletenessGroup } from '../../model/definitions.ts'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { dropEntry, inOrder, putEntry } from '../../model/record-types.ts'
import type { ObjectEditing } from '../object-editing.ts'
import { CompletenessDrawer } from './completeness-drawer.tsx'

const NEW_GROUP: CompletenessGroup = { fields: {} }

/** What ought to be filled in on records, by group. */
export function CompletenessList({ editing }: { editing: ObjectEditing }) {
  const { t, locale } = useTexts('studio')
  const { definition, edit, focus } = editing
  const groups = optionsOf(definition).completeness
  const [opened, setOpened] = useState<string | null>(() => (focus !== null && groups?.[focus] ? focus : null))
  const put = (completeness: typeof groups): void => edit(withOptions(definition, { completeness }))
  return (
    <section aria-label={t('completeness.title')} className="st-completeness">
      <div className="st-toolbar">
        <div className="st-grow">
          <h3 className="st-group-title">{t('completeness.title')}</h3>
          <p className="st-muted">{t('completeness.line')}</p>
        </div>
        <Button icon={<PlusOutlined />} onClick={() => setOpened('')}>
          {t('completeness.add')}
        </Button>
      </div>
      <ul className="st-list">
        {inOrder(groups).map(([name, group]) => {
          const label = group.label?.[locale] ?? name
          return (
            <li key={name} className="st-list-item">
              <div className="st-grow">
                <button type="button" className="st-link" onClick={() => setOpened(name)}>
                  {label}
                </button>
                <p className="st-muted">
                  <code>{name}</code> · {t('completeness.count', { count: Object.keys(group.fields).length })}
                  {group.responsible ? ` · ${group.responsible[locale]}` : null}
                </p>
              </div>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('completeness.remove', { label })}
                onClick={() => put(dropEntry(groups, name))}
              />
            </li>
          )
        })}
      </ul>
      {opened === null ? null : (
        <CompletenessDrawer
          key={opened}
          editing={editing}
          name={opened}
          group={groups?.[opened] ?? NEW_GROUP}
          onClose={() => setOpened(null)}
          onSave={(name, group) => {
            put(putEntry(groups, name, group))
            setOpened(null)
          }}
        />
      )}
    </section>
  )
}

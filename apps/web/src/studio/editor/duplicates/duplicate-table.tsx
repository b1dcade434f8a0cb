import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'

import type { DuplicateRule } from '../../model/definitions.ts'
import { matchParts, placedRules } from '../../model/duplicates.ts'
import { optionsOf, withOptions } from '../../model/object-edits.ts'
import { dropEntry, inOrder, moveEntry } from '../../model/record-types.ts'
import { RowHandle, useRowDrag } from '../../parts/row-handle.tsx'
import type { RowDrag } from '../../parts/row-handle.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { useRuleWords } from './use-rule-words.ts'

/** The duplicate rules as rows that can be dragged into the order in which people are told. */
export function DuplicateTable({ editing, onOpen }: { editing: ObjectEditing; onOpen: (name: string) => void }) {
  const { t } = useTexts('studio')
  const { definition, edit } = editing
  const rules = placedRules(optionsOf(definition).duplicates ?? {})
  const rows = inOrder(rules)
  const put = (duplicates: Record<string, DuplicateRule> | undefined): void =>
    edit(withOptions(definition, { duplicates }))
  const drag = useRowDrag(
    rows.map(([name]) => name),
    (name, position) => put(moveEntry(rules, name, position)),
  )
  return (
    <div className="st-table-frame">
      <table className="st-table">
        <thead>
          <tr>
            <th aria-label={t('fields.order')} className="st-handle-cell" />
            <th>{t('duplicates.rule')}</th>
            <th>{t('duplicates.match')}</th>
            <th aria-label={t('fields.actions')} className="st-actions-cell" />
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, rule]) => (
            <RuleRow
              key={name}
              editing={editing}
              name={name}
              rule={rule}
              drag={drag}
              onOpen={() => onOpen(name)}
              onRemove={() => put(dropEntry(optionsOf(definition).duplicates, name))}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RuleRow(props: {
  editing: ObjectEditing
  name: string
  rule: DuplicateRule
  drag: RowDrag
  onOpen: () => void
  onRemove: () => void
}) {
  const { t } = useTexts('studio')
  const { name, rule, drag } = props
  const words = useRuleWords(props.editing)
  const title = words.titleOf(rule)
  return (
    <tr data-row={name} {...drag.rowProps(name)}>
      <td className="st-handle-cell">
        <RowHandle label={t('fields.move', { label: title })} handle={drag.handleProps(name)} />
      </td>
      <td>
        <button type="button" className="st-link" onClick={props.onOpen}>
          {title}
        </button>
        <p className="st-rule-line">
          <SeverityTag action={rule.action} />
          <code className="st-code st-muted">{name}</code>
        </p>
      </td>
      <td>
        <ul className="st-match-parts">
          {matchParts(rule).map((part) => (
            <li key={part.field}>{words.partText(part)}</li>
          ))}
        </ul>
        {rule.where ? (
          <p className="st-muted">
            {t('duplicates.onlyWhere')} <code className="st-code">{rule.where}</code>
          </p>
        ) : null}
      </td>
      <td className="st-actions-cell">
        <Button
          type="text"
          icon={<DeleteOutlined />}
          aria-label={t('duplicates.remove', { name: title })}
          onClick={props.onRemove}
        />
      </td>
    </tr>
  )
}

/** What the rule does with a record that it finds another for. */
export function SeverityTag({ action }: Pick<DuplicateRule, 'action'>) {
  const { t } = useTexts('studio')
  return <Tag color={action === 'block' ? 'red' : 'gold'}>{t(`rules.severities.${action}`)}</Tag>
}

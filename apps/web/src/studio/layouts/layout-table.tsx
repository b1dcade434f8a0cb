import { CopyOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons'
import { AppLink, useTexts } from '@fieldwork/ui'
import { Button, Tag, Tooltip } from 'antd'
import { useState } from 'react'

import type { LayoutDefinition, RecordType } from '../model/definitions.ts'
import { sameJson } from '../model/json.ts'
import { isShadowed } from '../model/layouts.ts'
import { studioPaths } from '../paths.ts'
import { LayoutSettingsDialog } from './layout-dialog.tsx'
import { useRemoveLayout } from './use-remove-layout.ts'
import { useLayoutTitle } from './use-layouts.ts'
import type { DraftedLayout } from './use-layouts.ts'

interface TableProps {
  layouts: DraftedLayout[]
  types: [string, RecordType][]
  onPut: (layout: DraftedLayout, next: LayoutDefinition | null) => void
  onCopy: (layout: LayoutDefinition) => void
}

/** Every layout that is designed, to be renamed, copied and removed. */
export function LayoutTable(props: TableProps) {
  const { t } = useTexts('studio')
  const [renamed, setRenamed] = useState<DraftedLayout | null>(null)
  const { layouts, types, onPut } = props
  if (layouts.length === 0) return null
  return (
    <section className="st-layout-list" aria-label={t('layouts.designedOnes')}>
      <h3 className="st-group-title">{t('layouts.designedOnes')}</h3>
      <ul className="st-list">
        {layouts.map((each) => (
          <LayoutRow key={each.definition.name} {...props} layout={each} onRename={() => setRenamed(each)} />
        ))}
      </ul>
      {renamed ? (
        <LayoutSettingsDialog
          layout={renamed.definition}
          layouts={layouts.map(({ definition }) => definition)}
          types={types}
          onClose={() => setRenamed(null)}
          onSave={(next) => {
            onPut(renamed, next)
            setRenamed(null)
          }}
        />
      ) : null}
    </section>
  )
}

function LayoutRow(props: TableProps & { layout: DraftedLayout; onRename: () => void }) {
  const { t, locale } = useTexts('studio')
  const remove = useRemoveLayout()
  const titleOf = useLayoutTitle()
  const { layout, layouts, types } = props
  const { definition, base } = layout
  const { object, purpose, name, recordType } = definition
  const label = titleOf(definition, types)
  const type = types.find(([each]) => each === recordType)?.[1].label?.[locale] ?? recordType
  const isUnused = isShadowed(
    layouts.map((each) => each.definition),
    definition,
  )
  return (
    <li className="st-list-item">
      <span className="st-grow st-layout-name">
        <AppLink to={studioPaths.layout(object, purpose, name)}>{label}</AppLink>
        <code className="st-code">{name}</code>
        {definition.label ? <Tag variant="filled">{t(`layouts.${purpose}`)}</Tag> : null}
        {types.length > 0 || type !== undefined ? <Tag variant="filled">{type ?? t('layouts.everyType')}</Tag> : null}
        {base === null ? <Tag color="gold">{t('origin.new')}</Tag> : null}
        {base && !sameJson(base, definition) ? <Tag color="gold">{t('origin.changed')}</Tag> : null}
        {isUnused ? (
          <Tooltip title={t('layouts.unusedText')}>
            <Tag color="orange">{t('layouts.unused')}</Tag>
          </Tooltip>
        ) : null}
      </span>
      <Button
        type="text"
        icon={<EditOutlined />}
        aria-label={t('layouts.rename', { label })}
        onClick={props.onRename}
      />
      <Button
        type="text"
        icon={<CopyOutlined />}
        aria-label={t('layouts.copy', { label })}
        onClick={() => props.onCopy(definition)}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('layouts.remove', { label })}
        onClick={() => remove(definition, label, () => props.onPut(layout, null))}
      />
    </li>
  )
}

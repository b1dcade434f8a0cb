import { PlusOutlined } from '@ant-design/icons'
import { AppLink, useTexts } from '@fieldwork/ui'
import { Button, Tag } from 'antd'

import type { LayoutDefinition, RecordType } from '../model/definitions.ts'
import { LAYOUT_PURPOSES, ownLayout, usedLayout } from '../model/layouts.ts'
import type { LayoutSlot } from '../model/layouts.ts'
import { studioPaths } from '../paths.ts'

interface MatrixProps {
  object: string
  layouts: LayoutDefinition[]
  types: [string, RecordType][]
  onNew: (slot: LayoutSlot) => void
}

/** Which layout shows the records of which type: a row for each type, a column for each purpose. */
export function LayoutMatrix(props: MatrixProps) {
  const { t, locale } = useTexts('studio')
  const rows = [
    { key: '', recordType: undefined, label: t(props.types.length === 0 ? 'layouts.allRecords' : 'layouts.everyType') },
    ...props.types.map(([name, { label }]) => ({ key: name, recordType: name, label: label?.[locale] ?? name })),
  ]
  return (
    <table className="st-table st-layout-matrix" aria-label={t('layouts.matrix')}>
      <thead>
        <tr>
          <th>{t('layouts.records')}</th>
          {LAYOUT_PURPOSES.map((purpose) => (
            <th key={purpose}>{t(`layouts.${purpose}`)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, recordType, label }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            {LAYOUT_PURPOSES.map((purpose) => (
              <td key={purpose} data-purpose={t(`layouts.${purpose}`)}>
                <MatrixCell {...props} slot={{ purpose, recordType }} label={label} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MatrixCell({ object, layouts, slot, label, onNew }: MatrixProps & { slot: LayoutSlot; label: string }) {
  const { t, locale } = useTexts('studio')
  const own = ownLayout(layouts, slot)
  const used = usedLayout(layouts, slot)
  const isGeneral = slot.recordType === undefined
  if (own) {
    return (
      <AppLink to={studioPaths.layout(object, slot.purpose, own.name)} className="st-layout-own">
        {own.label?.[locale] ?? t('layouts.designed')}
      </AppLink>
    )
  }
  return (
    <span className="st-layout-cell">
      {isGeneral ? (
        <AppLink to={studioPaths.layout(object, slot.purpose)}>{t('layouts.automatic')}</AppLink>
      ) : (
        <Tag variant="filled">{used ? t('layouts.asEvery') : t('layouts.automatic')}</Tag>
      )}
      {isGeneral ? null : (
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined />}
          aria-label={t('layouts.newFor', { label, purpose: t(`layouts.${slot.purpose}`) })}
          onClick={() => onNew(slot)}
        >
          {t('layouts.own')}
        </Button>
      )}
    </span>
  )
}

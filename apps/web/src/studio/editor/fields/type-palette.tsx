import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Input, Modal } from 'antd'
import { useState } from 'react'

import { useCatalog } from '../../catalog/queries.ts'
import type { CatalogFieldType } from '../../catalog/types.ts'

/** The palette of field types: icon, name, and one line on what each is for. */
export function TypePalette(props: { onChoose: (type: CatalogFieldType) => void; onClose: () => void }) {
  const { t, locale } = useTexts('studio')
  const [search, setSearch] = useState('')
  const types = useCatalog().data?.fieldTypes ?? []
  const found = types.filter((type) =>
    `${type.name} ${type.label.en} ${type.label['zh-CN']}`.toLowerCase().includes(search.trim().toLowerCase()),
  )
  return (
    <Modal open width={760} title={t('palette.title')} footer={null} onCancel={props.onClose}>
      <Input
        autoFocus
        allowClear
        className="st-palette-search"
        aria-label={t('palette.search')}
        placeholder={t('palette.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="st-palette" role="group" aria-label={t('palette.title')}>
        {found.map((type) => (
          <button
            key={type.name}
            type="button"
            className="st-palette-type"
            aria-label={type.label[locale]}
            onClick={() => props.onChoose(type)}
          >
            <span className="st-palette-icon">
              <FieldIcon name={type.icon} />
            </span>
            <span>
              <strong>{type.label[locale]}</strong>
              <small>{t(`types.${type.name}`, { defaultValue: type.name })}</small>
            </span>
          </button>
        ))}
      </div>
    </Modal>
  )
}

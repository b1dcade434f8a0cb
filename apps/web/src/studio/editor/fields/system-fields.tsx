import { useTexts } from '@fieldwork/ui'
import { Tag } from 'antd'

import type { CatalogField } from '../../catalog/types.ts'

/** The fields that every object has, for reference. */
export function SystemFields({ fields }: { fields: CatalogField[] }) {
  const { t, locale } = useTexts('studio')
  return (
    <p className="st-system-fields">
      <span className="st-muted">{t('fields.system')}</span>
      {fields.map((field) => (
        <Tag key={field.name} variant="filled">
          {field.label[locale]} <code>{field.name}</code>
        </Tag>
      ))}
    </p>
  )
}

import { useTexts } from '@fieldwork/ui'
import { Radio } from 'antd'

import type { TypeOptionsProps } from './type-options-props.ts'

/** What becomes of a record when one that it points to is deleted; the choices are those that the type knows. */
export function DeletionRule({ type, form }: Pick<TypeOptionsProps, 'type' | 'form'>) {
  const { t } = useTexts('studio')
  const known = type.options.properties['onDelete']?.['enum']
  const rules = Array.isArray(known) ? known.map(String) : []
  const isList = type.name === 'multi-lookup'
  return (
    <div className="st-field">
      <span className="st-label">{t('lookup.onDelete')}</span>
      <Radio.Group
        aria-label={t('lookup.onDelete')}
        value={form.property['x-field']['onDelete'] ?? 'restrict'}
        onChange={(event) => form.setOptions({ onDelete: String(event.target.value) })}
        options={rules.map((value) => ({
          value,
          label: t(isList && value === 'set-null' ? 'lookup.take-out' : `lookup.${value}`),
        }))}
      />
    </div>
  )
}

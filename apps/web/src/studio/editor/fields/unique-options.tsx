import { useTexts } from '@fieldwork/ui'
import { Checkbox } from 'antd'

import type { CatalogFieldType } from '../../catalog/types.ts'
import { SwitchLine } from '../../parts/switch-line.tsx'
import type { FieldForm } from './use-field-form.ts'

const WAYS = ['ignoreCase', 'ignoreWidth', 'ignoreSpaces'] as const

/** No two records have the same value, and what makes no difference between two. */
export function UniqueOptions({ type, form }: { type: CatalogFieldType; form: FieldForm }) {
  const { t } = useTexts('studio')
  const { unique } = form.property['x-field']
  const ways = typeof unique === 'object' ? unique : {}
  const choose = (chosen: string[]): void => {
    const flags = Object.fromEntries(chosen.map((way) => [way, true]))
    form.setOptions({ unique: chosen.length > 0 ? flags : true })
  }
  return (
    <>
      <SwitchLine
        label={t('field.unique')}
        help={t('field.uniqueHelp')}
        value={Boolean(unique)}
        onChange={(isOn) => form.setOptions({ unique: isOn || undefined })}
      />
      {unique && type.overlooks ? (
        <Checkbox.Group
          className="st-overlook"
          aria-label={t('field.overlook')}
          options={WAYS.map((way) => ({ value: way, label: t(`field.${way}`) }))}
          value={WAYS.filter((way) => ways[way])}
          onChange={choose}
        />
      ) : null}
    </>
  )
}

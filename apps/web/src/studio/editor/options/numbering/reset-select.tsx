import { useTexts } from '@fieldwork/ui'
import type { NumberReset } from '@fieldwork/ui'
import { Select } from 'antd'

import { RESETS } from '../../../model/number-format.ts'
import { FormField } from '../../../parts/form-field.tsx'

/** When counting starts again. */
export function ResetSelect({ value, onChange }: { value: NumberReset; onChange: (value: NumberReset) => void }) {
  const { t } = useTexts('studio')
  return (
    <FormField label={t('number.reset')} help={t('number.resetHelp')}>
      {(id) => (
        <Select<NumberReset>
          id={id}
          className="st-wide"
          value={value}
          options={RESETS.map((reset) => ({ value: reset, label: t(`number.resets.${reset}`) }))}
          onChange={onChange}
        />
      )}
    </FormField>
  )
}

import { useTexts } from '@fieldwork/ui'
import { InputNumber, Select } from 'antd'

import { PointedField } from '../conversions/pointed.tsx'
import { DURATION_UNITS } from './approval.ts'
import type { Duration, DurationUnit } from './approval.ts'

/** A number and its unit; emptied: none. */
export function DurationInput(props: {
  pointer: string
  label: string
  value: Duration | undefined
  onChange: (value: Duration | undefined) => void
}) {
  const { t } = useTexts('studio')
  const { pointer, label, value = {}, onChange } = props
  const unit: DurationUnit = DURATION_UNITS.find((each) => value[each] !== undefined) ?? 'workdays'
  return (
    <PointedField pointer={pointer} label={label}>
      {(id) => (
        <span className="st-ap-duration">
          <InputNumber
            id={id}
            min={0.1}
            max={1000}
            value={value[unit] ?? null}
            onChange={(number) => onChange(number === null ? undefined : { [unit]: number })}
          />
          <Select
            aria-label={t('ap.unitOf', { label })}
            value={unit}
            options={DURATION_UNITS.map((name) => ({ value: name, label: t(`ap.units.${name}`) }))}
            onChange={(next) => onChange({ [next]: value[unit] ?? 1 })}
          />
        </span>
      )}
    </PointedField>
  )
}

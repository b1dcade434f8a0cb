import { useTexts } from '@fieldwork/ui'
import { InputNumber, Select } from 'antd'

import { PointedField } from '../conversions/pointed.tsx'
import type { Mode } from './approval.ts'

const MODES = ['any', 'all', 'sequential', 'ratio', 'count'] as const
type ModeName = (typeof MODES)[number]

/** Which way of deciding together a mode is. */
export const modeName = (mode: Mode = 'any'): ModeName =>
  typeof mode === 'string' ? mode : 'ratio' in mode ? 'ratio' : 'count'

interface ModeProps {
  pointer: string
  label: string
  value: Mode
  onChange: (mode: Mode) => void
}

/** How many of those asked have to agree. */
export function ModeField({ pointer, label, value, onChange }: ModeProps) {
  const { t } = useTexts('studio')
  const name = modeName(value)
  const choose = (next: ModeName): void =>
    onChange(next === 'ratio' ? { ratio: 0.5 } : next === 'count' ? { count: 2 } : next)
  return (
    <PointedField pointer={pointer} label={label} help={t(`ap.modeHelp.${name}`)}>
      {(id) => (
        <span className="st-ap-duration">
          <Select
            id={id}
            value={name}
            options={MODES.map((each) => ({ value: each, label: t(`ap.modes.${each}`) }))}
            onChange={choose}
          />
          {typeof value === 'object' && 'ratio' in value ? (
            <InputNumber
              aria-label={t('ap.percent')}
              min={1}
              max={100}
              suffix="%"
              value={Math.round(value.ratio * 100)}
              onChange={(percent) => onChange({ ratio: (percent ?? 50) / 100 })}
            />
          ) : null}
          {typeof value === 'object' && 'count' in value ? (
            <InputNumber
              aria-label={t('ap.count')}
              min={1}
              max={1000}
              precision={0}
              value={value.count}
              onChange={(count) => onChange({ count: count ?? 1 })}
            />
          ) : null}
        </span>
      )}
    </PointedField>
  )
}

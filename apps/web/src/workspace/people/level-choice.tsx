import { useTexts } from '@fieldwork/ui'
import { Segmented } from 'antd'

import type { Level } from './types.ts'

/** Read or edit; who may only read gives no more. */
export function LevelChoice(props: { label: string; value: Level; most: Level; onChange: (level: Level) => void }) {
  const { t } = useTexts('app')
  const options = (['read', 'edit'] as const).map((value) => ({
    value,
    label: t(`people.${value}`),
    disabled: value === 'edit' && props.most === 'read',
  }))
  return <Segmented<Level> aria-label={props.label} options={options} value={props.value} onChange={props.onChange} />
}

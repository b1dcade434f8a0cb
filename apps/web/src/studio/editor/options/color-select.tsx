import { useTexts } from '@fieldwork/ui'
import { Select, Tag } from 'antd'

const COLORS = [
  'default',
  'blue',
  'cyan',
  'green',
  'lime',
  'gold',
  'orange',
  'volcano',
  'red',
  'magenta',
  'purple',
  'geekblue',
]

/** Chooses the colour of a choice. */
export function ColorSelect(props: {
  label: string
  value: string | undefined
  onChange: (color: string | undefined) => void
}) {
  const { t } = useTexts('studio')
  const options = COLORS.map((color) => ({
    value: color,
    label: (
      <Tag color={color} className="st-color">
        {t(`colors.${color}`)}
      </Tag>
    ),
  }))
  return (
    <Select
      aria-label={props.label}
      value={props.value ?? 'default'}
      options={options}
      popupMatchSelectWidth={false}
      onChange={(color) => props.onChange(color === 'default' ? undefined : color)}
    />
  )
}

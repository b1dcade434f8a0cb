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

const NONE = 'none'

/** Chooses the colour of a choice; without one it is plain text. */
export function ColorSelect(props: {
  label: string
  value: string | undefined
  onChange: (color: string | undefined) => void
}) {
  const { t } = useTexts('studio')
  const tags = COLORS.map((color) => ({
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
      value={props.value ?? NONE}
      options={[{ value: NONE, label: t('colors.none') }, ...tags]}
      popupMatchSelectWidth={false}
      onChange={(color) => props.onChange(color === NONE ? undefined : color)}
    />
  )
}

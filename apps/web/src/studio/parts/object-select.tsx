import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'

/** Chooses an object, unpublished ones included. */
export function ObjectSelect(props: {
  id?: string
  value: string | undefined
  onChange: (value: string) => void
  placeholder?: string
}) {
  const { locale } = useTexts()
  const objects = useStudioObjects()
  const options = objects.map((object) => ({
    value: object.name,
    title: object.label[locale],
    text: `${object.label[locale]} ${object.name}`.toLowerCase(),
    label: (
      <span className="st-option">
        <FieldIcon name={object.icon} />
        <span>{object.label[locale]}</span>
        <code>{object.name}</code>
      </span>
    ),
  }))
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      className="st-wide"
      showSearch={{ filterOption: (input, option) => option?.text.includes(input.toLowerCase()) ?? false }}
      value={props.value}
      placeholder={props.placeholder}
      options={options}
      onChange={props.onChange}
    />
  )
}

import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'

const filtering = {
  filterOption: (input: string, option?: { text: string }) => option?.text.includes(input.toLowerCase()) ?? false,
}

/** Chooses an object, unpublished ones included. */
export function ObjectSelect(props: {
  id?: string
  value: string | undefined
  onChange: (value: string) => void
  placeholder?: string
}) {
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      className="st-wide"
      showSearch={filtering}
      // undefined would let the box keep what was chosen last
      value={props.value ?? null}
      placeholder={props.placeholder}
      options={useObjectOptions()}
      onChange={(value: string | null) => (value === null ? undefined : props.onChange(value))}
    />
  )
}

/** Chooses several objects, unpublished ones included, or all of them. */
export function ObjectsSelect(props: {
  id: string
  value: string[] | '*'
  onChange: (value: string[] | '*') => void
  placeholder?: string
}) {
  const { t } = useTexts('studio')
  const all = t('lookup.allObjects')
  const everything = {
    value: '*',
    title: all,
    text: all.toLowerCase(),
    label: <span className="st-option">{all}</span>,
  }
  return (
    <Select
      id={props.id}
      mode="multiple"
      className="st-wide"
      showSearch={filtering}
      value={[props.value].flat()}
      placeholder={props.placeholder}
      options={[everything, ...useObjectOptions()]}
      onChange={(names) => props.onChange(names.at(-1) === '*' ? '*' : names.filter((name) => name !== '*'))}
    />
  )
}

function useObjectOptions() {
  const { locale } = useTexts()
  return useStudioObjects().map((object) => ({
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
}

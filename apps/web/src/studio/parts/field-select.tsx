import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useFieldTypes } from '../catalog/field-types.ts'
import type { CatalogField } from '../catalog/types.ts'

type Shared = {
  id?: string
  label?: string
  fields: CatalogField[]
  placeholder?: string
}

function useFieldOptions(fields: CatalogField[]) {
  const { locale } = useTexts()
  const types = useFieldTypes()
  return fields.map((field) => ({
    value: field.name,
    title: field.label[locale],
    text: `${field.label[locale]} ${field.name}`.toLowerCase(),
    label: (
      <span className="st-option">
        <FieldIcon name={types.get(field.type)?.icon} />
        <span>{field.label[locale]}</span>
        <code>{field.name}</code>
      </span>
    ),
  }))
}

const filterOption = (input: string, option?: { text: string }): boolean =>
  option?.text.includes(input.toLowerCase()) ?? false

/** Chooses one field of an object. */
export function FieldSelect(
  props: Shared & { value: string | undefined; onChange: (value: string | undefined) => void },
) {
  const options = useFieldOptions(props.fields)
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      className="st-wide"
      showSearch={{ filterOption }}
      allowClear
      // undefined would let the box keep what was chosen last
      value={props.value ?? null}
      placeholder={props.placeholder}
      options={options}
      onChange={(value: string | null | undefined) => props.onChange(value ?? undefined)}
    />
  )
}

/** Chooses several fields of an object. */
export function FieldsSelect(props: Shared & { value: string[]; onChange: (value: string[]) => void }) {
  const options = useFieldOptions(props.fields)
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      className="st-wide"
      mode="multiple"
      showSearch={{ filterOption }}
      value={props.value}
      placeholder={props.placeholder}
      optionLabelProp="title"
      options={options}
      onChange={props.onChange}
    />
  )
}

import { FieldIcon, useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { useFieldTypes } from '../../catalog/field-types.ts'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import type { StudioObject } from '../../catalog/studio-objects.ts'
import { pathsOf } from '../../model/views.ts'
import type { PathField } from '../../model/views.ts'

/** Own fields of an object and those of records that it points to, by path. */
export function usePaths(object: StudioObject | null): Map<string, PathField> {
  const objects = useStudioObjects()
  return new Map((object ? pathsOf(objects, object) : []).map((each) => [each.path, each]))
}

/** Chooses a field, also of a record that is pointed to; what is chosen already is left out. */
export function PathSelect(props: {
  id?: string
  label: string
  paths: Iterable<PathField>
  value: string | null
  placeholder?: string
  onChange: (path: string) => void
}) {
  const { locale } = useTexts('studio')
  const types = useFieldTypes()
  const options = [...props.paths].map(({ path, labels, field }) => {
    const words = labels.map((label) => label[locale]).join(' › ')
    return {
      value: path,
      title: words,
      text: `${words} ${path}`.toLowerCase(),
      label: (
        <span className="st-option">
          <FieldIcon name={types.get(field.type)?.icon} />
          <span>{words}</span>
          <code>{path}</code>
        </span>
      ),
    }
  })
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      className="st-wide"
      showSearch={{ filterOption: (input, option) => option?.text.includes(input.toLowerCase()) ?? false }}
      value={props.value}
      placeholder={props.placeholder}
      options={options}
      onChange={(path) => (path === null ? undefined : props.onChange(path))}
    />
  )
}

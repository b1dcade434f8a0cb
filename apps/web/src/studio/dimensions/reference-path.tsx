import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'
import { useMemo } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { pathsTo } from './paths-to.ts'

/** Chooses a path over references that ends at records of an object. */
export function ReferencePath(props: {
  id?: string
  label?: string
  from: string
  target: string
  value: string | undefined
  placeholder?: string
  onChange: (path: string | undefined) => void
}) {
  const { locale } = useTexts('studio')
  const objects = useStudioObjects()
  const { from, target, value } = props
  const paths = useMemo(() => pathsTo(objects, { from, target }), [objects, from, target])
  const known = paths.some(({ path }) => path === value)
  const options = paths.map(({ path, labels }) => ({
    value: path,
    title: path,
    text: `${path} ${labels.map((label) => label[locale]).join(' ')}`.toLowerCase(),
    label: (
      <span className="st-option">
        <span>{labels.map((label) => label[locale]).join(' › ')}</span>
        <code>{path}</code>
      </span>
    ),
  }))
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      className="st-wide"
      allowClear
      showSearch={{ filterOption: (input, option) => option?.text.includes(input.toLowerCase()) ?? false }}
      value={value ?? null}
      placeholder={props.placeholder}
      options={
        known || value === undefined
          ? options
          : [{ value, title: value, text: value, label: <code>{value}</code> }, ...options]
      }
      onChange={(path: string | null | undefined) => props.onChange(path ?? undefined)}
    />
  )
}

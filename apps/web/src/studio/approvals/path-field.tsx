import { useTexts } from '@fieldwork/ui'
import { AutoComplete } from 'antd'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import { PointedField } from '../conversions/pointed.tsx'
import { useChainObject } from './editing.ts'

const PEOPLE: ReadonlySet<string | null> = new Set(['user', 'employee', 'department'])

/** The submitter, the owner, or a path from the record to people or departments. */
export function PathField(props: {
  pointer: string
  label: string
  help?: string
  placeholder?: string
  isPlain?: boolean
  value: string | undefined
  onChange: (value: string) => void
}) {
  const { t, locale } = useTexts('studio')
  const own = useChainObject()
  const fields = useStudioObjects().find(({ name }) => name === own)?.fields ?? []
  const people = fields.filter(({ reference, system }) => !system && PEOPLE.has(reference))
  const options = [
    ...(props.isPlain
      ? []
      : (['submitter', 'owner'] as const).map((name) => ({ value: name, label: t(`ap.${name}`) }))),
    ...people.map(({ name, label }) => ({ value: name, label: `${label[locale]} (${name})` })),
  ]
  return (
    <PointedField pointer={props.pointer} label={props.label} help={props.help}>
      {(id) => (
        <AutoComplete
          id={id}
          className="st-wide"
          allowClear
          options={options}
          placeholder={props.placeholder}
          value={props.value ?? ''}
          onChange={(value: string | undefined) => props.onChange(value ?? '')}
        />
      )}
    </PointedField>
  )
}

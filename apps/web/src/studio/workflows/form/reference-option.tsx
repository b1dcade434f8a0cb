import { useApi, useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useState } from 'react'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import type { DefinitionList } from '../../catalog/types.ts'
import { PointedField } from '../../conversions/pointed.tsx'
import { useDraft } from '../../draft/draft-provider.tsx'
import { useObjectDocument } from '../../draft/use-document.ts'
import type { Reference } from '../../organisation/department-tree.ts'
import { RecordSelect } from '../../organisation/record-select.tsx'
import { FieldSelect } from '../../parts/field-select.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
import { isObject } from '../../model/json.ts'
import { branchOptions, useStepKinds } from '../step-kinds.ts'
import { objectOf, useOptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

/** An option that names something: a picker of what there is. */
export function ReferenceOption(props: OptionProps) {
  const { label, help } = useOptionWords()(props.name, props.schema)
  return (
    <PointedField pointer={props.pointer} label={label} help={help} isRequired={props.isRequired}>
      {(id) => <Picker {...props} id={id} />}
    </PointedField>
  )
}

type PickerProps = OptionProps & { id: string }

function Picker(props: PickerProps) {
  const { id, schema, value, around, onChange } = props
  const scope = useOptionScope()
  const reference = String(schema['x-reference'])
  const of = typeof schema['x-of'] === 'string' ? schema['x-of'] : 'object'
  const text = typeof value === 'string' ? value : undefined
  if (reference === 'object')
    return <ObjectPicker id={id} value={text} isRequired={props.isRequired} onChange={onChange} />
  if (reference === 'field')
    return <FieldPicker id={id} object={objectOf(scope, around, of)} value={text} onChange={onChange} />
  if (reference === 'collection' || reference === 'transition')
    return <PartPicker id={id} what={reference} object={objectOf(scope, around, of)} value={text} onChange={onChange} />
  if (reference === 'branch') return <WayPicker id={id} value={text} onChange={onChange} />
  if (reference === 'user') return <UserPicker id={id} value={text} onChange={onChange} />
  return <DocumentPicker id={id} kind={reference} value={text} onChange={onChange} />
}

interface Picked {
  id: string
  value: string | undefined
  onChange: (value: unknown) => void
}

function ObjectPicker({ id, value, isRequired, onChange }: Picked & { isRequired: boolean }) {
  const { t } = useTexts('studio')
  const { object } = useOptionScope()
  const { locale } = useTexts()
  const own = useStudioObjects().find(({ name }) => name === object)?.label[locale]
  return (
    <span className="st-wf-picker">
      <ObjectSelect
        id={id}
        value={value}
        onChange={onChange}
        {...(!isRequired && own ? { placeholder: t('wf.ownObject', { label: own }) } : {})}
      />
      {value === undefined || isRequired ? null : (
        <button type="button" className="st-link" onClick={() => onChange(undefined)}>
          {t('wf.clear')}
        </button>
      )}
    </span>
  )
}

function FieldPicker({ id, object, value, onChange }: Picked & { object: string | null }) {
  const fields = useStudioObjects().find(({ name }) => name === object)?.fields ?? []
  return <FieldSelect id={id} fields={fields} value={value} onChange={onChange} />
}

function PartPicker({
  id,
  what,
  object,
  value,
  onChange,
}: Picked & { object: string | null; what: 'collection' | 'transition' }) {
  const { locale } = useTexts()
  const objects = useStudioObjects()
  const definition = useObjectDocument(object ?? '').definition
  const labelOf = (name: string): string => objects.find((each) => each.name === name)?.label[locale] ?? name
  const collections = objects.find(({ name }) => name === object)?.collections ?? []
  const transitions = Object.entries(definition?.['x-object']?.states?.transitions ?? {})
  const options =
    what === 'collection'
      ? collections.map(({ name, object: of }) => ({ value: name, label: `${labelOf(of)} (${name})` }))
      : transitions.map(([name, { label }]) => ({ value: name, label: label?.[locale] ?? name }))
  return <Choice {...{ id, value, options, onChange }} />
}

/** One of the ways that the options name. */
function WayPicker({ id, value, onChange }: Picked) {
  const { step, options } = useOptionScope()
  const kind = useStepKinds().kinds.get(step)
  const ways = kind ? branchOptions(kind).flatMap((option) => Object.entries(options[option] ?? {})) : []
  const labelled = ways.map(([name, way]: [string, unknown]) => ({
    value: name,
    label: isObject(way) && typeof way['label'] === 'string' && way['label'] !== '' ? way['label'] : name,
  }))
  return <Choice {...{ id, value, options: labelled, onChange }} />
}

/** A person, by id. */
function UserPicker({ id, value, onChange }: Picked) {
  const nameField = useStudioObjects().find(({ name }) => name === 'user')?.nameField ?? 'name'
  const [picked, setPicked] = useState<Reference | null>(value === undefined ? null : { id: value, label: null })
  return (
    <RecordSelect
      id={id}
      object="user"
      nameField={nameField}
      value={picked}
      onChange={(next) => {
        setPicked(next)
        onChange(next?.id)
      }}
    />
  )
}

interface Named {
  name: string
  label?: LocalizedText
}

/** Documents of a kind, those of the draft included; where there is no such kind, the name is written. */
export function DocumentPicker({ id, kind, value, onChange }: Picked & { kind: string }) {
  const { locale } = useTexts()
  const api = useApi()
  const { documents } = useDraft()
  const published = useQuery({
    queryKey: ['metadata', kind],
    retry: false,
    queryFn: ({ signal }) => api.get<DefinitionList<Named>>(`/api/metadata/${kind}`, signal),
  })
  if (published.isError) {
    return <Input id={id} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)} />
  }
  const drafted = Object.values(documents).flatMap((document): Named[] =>
    document.kind === kind && document.definition ? [document.definition as unknown as Named] : [],
  )
  const known = new Map([...(published.data?.data ?? []), ...drafted].map((each) => [each.name, each]))
  const options = [...known.values()].map(({ name, label }) => ({ value: name, label: label?.[locale] ?? name }))
  return <Choice {...{ id, value, options, onChange }} />
}

function Choice({ id, value, options, onChange }: Picked & { options: { value: string; label: string }[] }) {
  return (
    <Select
      id={id}
      className="st-wide"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      options={options}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
    />
  )
}

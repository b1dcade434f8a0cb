import { useApi, useTexts } from '@fieldwork/ui'
import type { LocalizedText } from '@fieldwork/expressions'
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import type { DefinitionList } from '../../catalog/types.ts'
import { PointedField } from '../../conversions/pointed.tsx'
import { useDraft } from '../../draft/draft-provider.tsx'
import { useObjectDocument } from '../../draft/use-document.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
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

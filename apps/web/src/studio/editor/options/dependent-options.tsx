import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import type { SelectOption } from '../../model/definitions.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { FormField } from '../../parts/form-field.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

interface Depends {
  field: string
  map: Record<string, string[]>
}

/** Which options a select offers, by the option of another select of the object. */
export function DependentOptions({ form, editing }: TypeOptionsProps) {
  const { t, locale } = useTexts('studio')
  const depends = form.property['x-field']['dependsOn'] as Depends | undefined
  const others = editing.object.fields.filter((field) => field.name !== form.name && hasOptions(field.name))
  const own = choicesOf(form.property['x-field']['options'], locale)

  function hasOptions(name: string): boolean {
    const options = editing.definition.properties[name]?.['x-field']
    return options?.type === form.property['x-field'].type && options['options'] !== undefined
  }

  const choose = (field: string | undefined): void => {
    if (field === undefined) return form.setOptions({ dependsOn: undefined })
    const keys = Object.keys((editing.definition.properties[field]?.['x-field']['options'] ?? {}) as object)
    form.setOptions({ dependsOn: { field, map: Object.fromEntries(keys.map((key) => [key, []])) } })
  }
  const allow = (key: string, options: string[]): void =>
    form.setOptions({ dependsOn: { field: depends?.field ?? '', map: { ...depends?.map, [key]: options } } })

  if (others.length === 0 && !depends) return null
  const above = depends ? choicesOf(editing.definition.properties[depends.field]?.['x-field']['options'], locale) : []
  return (
    <div className="st-depends">
      <FormField label={t('select.dependsOn')} help={t('select.dependsOnHelp')}>
        {(id) => <FieldSelect id={id} fields={others} value={depends?.field} onChange={choose} />}
      </FormField>
      {above.map(({ value, label }) => (
        <FormField key={value} label={t('select.allowedFor', { option: label })}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              className="st-wide"
              showSearch={{ optionFilterProp: 'label' }}
              value={depends?.map[value] ?? []}
              options={own}
              onChange={(keys: string[]) => allow(value, keys)}
            />
          )}
        </FormField>
      ))}
    </div>
  )
}

function choicesOf(options: unknown, locale: 'en' | 'zh-CN'): { value: string; label: string }[] {
  return Object.entries((options ?? {}) as Record<string, SelectOption>)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([value, option]) => ({ value, label: option.label?.[locale] || value }))
}

import { useTexts } from '@fieldwork/ui'
import { InputNumber } from 'antd'

import { FieldSelect } from '../../parts/field-select.tsx'
import { FormField } from '../../parts/form-field.tsx'
import { ObjectSelect } from '../../parts/object-select.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { CollectionInput } from './collection-input.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

/** The document that records are lines of: how many there may be, in which order, under which name. */
export function MasterOptions({ form, editing, isPublished }: TypeOptionsProps) {
  const { t } = useTexts('studio')
  const options = form.property['x-field']
  const position = options['position']
  return (
    <>
      <FormField label={t('master.object')} isRequired help={isPublished ? t('lookup.objectPublished') : undefined}>
        {(id) => (
          <ObjectSelect
            id={id}
            value={typeof options['object'] === 'string' ? options['object'] : undefined}
            placeholder={t('lookup.objectNone')}
            onChange={(object) => form.setOptions({ object })}
          />
        )}
      </FormField>
      <CollectionInput form={form} usual={editing.object.name} />
      <div className="st-pair">
        <LineCount form={form} option="minLines" />
        <LineCount form={form} option="maxLines" />
      </div>
      <FormField label={t('master.position')} help={t('master.positionHelp')}>
        {(id) => (
          <FieldSelect
            id={id}
            label={t('master.position')}
            fields={editing.object.fields.filter(({ type, system }) => type === 'integer' && !system)}
            value={typeof position === 'string' ? position : undefined}
            placeholder={t('master.positionNone')}
            onChange={(name) => form.setOptions({ position: name })}
          />
        )}
      </FormField>
      <SwitchLine
        label={t('master.reparentable')}
        help={t('master.reparentableHelp')}
        value={options['reparentable'] === true}
        onChange={(isOn) => form.setOptions({ reparentable: isOn || undefined })}
      />
    </>
  )
}

function LineCount({ form, option }: Pick<TypeOptionsProps, 'form'> & { option: 'minLines' | 'maxLines' }) {
  const { t } = useTexts('studio')
  return (
    <FormField label={t(`master.${option}`)}>
      {(id) => (
        <InputNumber
          id={id}
          className="st-wide"
          min={0}
          max={2000}
          precision={0}
          placeholder={t(`master.${option}None`)}
          value={(form.property['x-field'][option] ?? null) as number | null}
          onChange={(value) => form.setOptions({ [option]: value ?? undefined })}
        />
      )}
    </FormField>
  )
}

import { useTexts } from '@fieldwork/ui'

import type { CatalogFieldType } from '../../catalog/types.ts'
import { FormGroup } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { BoundsInputs } from '../options/bounds-inputs.tsx'
import { DefaultInput } from '../options/default-input.tsx'
import { FieldUse } from './field-use.tsx'
import { UniqueOptions } from './unique-options.tsx'
import type { FieldForm } from './use-field-form.ts'

/** Required, unique, default, bounds and how the field is stored and searched. */
export function FieldBehaviour({ type, form, editing }: Props) {
  const { t } = useTexts('studio')
  const isFormula = type.name === 'formula'
  const isRollUp = type.name === 'roll-up'
  const isComputed = isFormula || isRollUp || type.name === 'auto-number'
  return (
    <>
      {isComputed ? null : (
        <FormGroup title={t('field.entering')}>
          <div className="st-switches">
            <SwitchLine
              label={t('field.required')}
              help={t('field.requiredHelp')}
              value={form.isRequired}
              onChange={form.setRequired}
            />
            {type.without.includes('unique') ? null : <UniqueOptions type={type} form={form} />}
            {type.keywords.includes('readOnly') ? (
              <SwitchLine
                label={t('field.readOnly')}
                help={t('field.readOnlyHelp')}
                value={form.property.readOnly === true}
                onChange={(readOnly) => form.setKeywords({ readOnly: readOnly || undefined })}
              />
            ) : null}
          </div>
          {type.keywords.includes('default') ? <DefaultInput type={type} form={form} editing={editing} /> : null}
          <BoundsInputs type={type} form={form} />
        </FormGroup>
      )}
      {isFormula ? null : <Storage type={type} form={form} />}
      <FieldUse type={type} form={form} />
    </>
  )
}

interface Props {
  type: CatalogFieldType
  form: FieldForm
  editing: ObjectEditing
}

function Storage({ type, form }: Omit<Props, 'editing'>) {
  const { t } = useTexts('studio')
  return (
    <FormGroup title={t('field.storing')}>
      <div className="st-switches">
        {type.searchable ? <OptionSwitch form={form} option="searchable" /> : null}
        {type.without.includes('indexed') ? null : <OptionSwitch form={form} option="indexed" />}
        {type.name === 'roll-up' ? null : (
          <SwitchLine
            label={t('field.history')}
            help={t('field.historyHelp')}
            value={form.property['x-field'].history !== false}
            onChange={(isKept) => form.setOptions({ history: isKept ? undefined : false })}
          />
        )}
      </div>
    </FormGroup>
  )
}

function OptionSwitch({ form, option }: { form: FieldForm; option: 'searchable' | 'indexed' }) {
  const { t } = useTexts('studio')
  return (
    <SwitchLine
      label={t(`field.${option}`)}
      help={t(`field.${option}Help`)}
      value={form.property['x-field'][option] === true}
      onChange={(isOn) => form.setOptions({ [option]: isOn || undefined })}
    />
  )
}

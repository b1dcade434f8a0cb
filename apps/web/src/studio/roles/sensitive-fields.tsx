import { useTexts } from '@fieldwork/ui'

import type { StudioObject } from '../catalog/studio-objects.ts'
import { FieldsSelect } from '../parts/field-select.tsx'
import { FormField } from '../parts/form-field.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'

interface SensitiveProps {
  object: StudioObject
  value: boolean | string[] | undefined
  onChange: (value: boolean | string[] | undefined) => void
}

/** Which sensitive fields are seen in clear; nothing where the object has none. */
export function SensitiveFields({ object, value, onChange }: SensitiveProps) {
  const { t } = useTexts('studio')
  const sensitive = object.fields.filter((field) => field.sensitive)
  if (sensitive.length === 0 && !value) return null
  return (
    <>
      <SwitchLine
        label={t('role.allSensitive')}
        help={t('role.allSensitiveHelp')}
        value={value === true}
        onChange={(isAll) => onChange(isAll || undefined)}
      />
      {value === true ? null : (
        <FormField label={t('role.someSensitive')}>
          {(id) => (
            <FieldsSelect
              id={id}
              fields={sensitive}
              value={Array.isArray(value) ? value : []}
              placeholder={t('role.noSensitive')}
              onChange={(names) => onChange(names.length > 0 ? names : undefined)}
            />
          )}
        </FormField>
      )}
    </>
  )
}

import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import type { CatalogFieldType } from '../../catalog/types.ts'
import type { FieldOptions } from '../../model/definitions.ts'
import { FormField, FormGroup } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import type { FieldForm } from './use-field-form.ts'

const USES = ['both', 'dimension', 'measure', 'none'] as const
const OPEN = 'open'

/** Who sees the field, where it is offered, and what reports make of it. */
export function FieldUse({ type, form }: { type: CatalogFieldType; form: FieldForm }) {
  const { t } = useTexts('studio')
  const { visible, filterable, reportable, sensitive } = form.property['x-field']
  const mask = typeof sensitive === 'object' ? sensitive.mask : sensitive ? 'all' : OPEN
  return (
    <FormGroup title={t('field.use')}>
      <div className="st-switches">
        <SwitchLine
          label={t('field.visible')}
          help={t('field.visibleHelp')}
          value={visible !== false}
          onChange={(isOn) => form.setOptions({ visible: isOn ? undefined : false })}
        />
        <SwitchLine
          label={t('field.filterable')}
          help={t('field.filterableHelp')}
          value={filterable !== false}
          onChange={(isOn) => form.setOptions({ filterable: isOn ? undefined : false })}
        />
      </div>
      {type.masks.length > 0 ? (
        <FormField label={t('field.sensitive')} help={t('field.sensitiveHelp')}>
          {(id) => (
            <Select
              id={id}
              className="st-wide"
              value={mask}
              options={[OPEN, ...type.masks].map((value) => ({ value, label: t(`field.masks.${value}`) }))}
              onChange={(value) => form.setOptions({ sensitive: sensitiveOf(value) })}
            />
          )}
        </FormField>
      ) : null}
      <FormField label={t('field.reportable')} help={t('field.reportableHelp')}>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={reportable ?? 'both'}
            options={USES.map((value) => ({ value, label: t(`field.uses.${value}`) }))}
            onChange={(value: (typeof USES)[number]) =>
              form.setOptions({ reportable: value === 'both' ? undefined : value })
            }
          />
        )}
      </FormField>
    </FormGroup>
  )
}

function sensitiveOf(mask: string): FieldOptions['sensitive'] {
  if (mask === OPEN) return undefined
  return mask === 'all' ? true : { mask }
}

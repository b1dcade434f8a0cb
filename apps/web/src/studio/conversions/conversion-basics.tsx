import { useTexts } from '@fieldwork/ui'

import { changed } from '../model/conversions.ts'
import { FormGroup } from '../parts/form-field.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import type { ConversionEditing } from './conversion-editing.ts'
import { PointedExpression, PointedField } from './pointed.tsx'
import { PointedLabels } from './pointed-labels.tsx'

/** What the button says, and for which records it is there. */
export function ConversionBasics({ conversion, edit }: ConversionEditing) {
  const { t } = useTexts('studio')
  return (
    <FormGroup title={t('conversions.basics')}>
      <PointedLabels
        pointer="/label"
        label={t('conversions.label')}
        value={conversion.label}
        onChange={(label) => edit(changed(conversion, { label }), { isTyping: true })}
      />
      <PointedLabels
        pointer="/help"
        label={t('conversions.help')}
        isMultiline
        value={conversion.help}
        onChange={(help) => edit(changed(conversion, { help }), { isTyping: true })}
      />
      <PointedField pointer="/source" label={t('conversions.source')}>
        {(id) => (
          <ObjectSelect id={id} value={conversion.source} onChange={(source) => edit({ ...conversion, source })} />
        )}
      </PointedField>
      <PointedExpression
        pointer="/when"
        object={conversion.source}
        label={t('conversions.when')}
        help={t('conversions.whenHelp')}
        expects={{ kind: 'boolean' }}
        value={conversion.when ?? ''}
        onChange={(when) => edit(changed(conversion, { when }), { isTyping: true })}
      />
      <SwitchLine
        label={t('conversions.repeat')}
        help={t('conversions.repeatHelp')}
        value={conversion.repeat === true}
        onChange={(repeat) => edit(changed(conversion, { repeat }))}
      />
    </FormGroup>
  )
}

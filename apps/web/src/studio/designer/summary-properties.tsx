import { useTexts } from '@fieldwork/ui'

import type { Block } from '../model/definitions.ts'
import { FieldsSelect } from '../parts/field-select.tsx'
import { FormField } from '../parts/form-field.tsx'
import { useDesigner } from './designer-context.ts'
import { pathsOf, summaryOf, useSummaryChoices } from './summary-fields.ts'

/** Which values a summary shows, in the order in which they are chosen. */
export function SummaryProperties({ block, onChange }: { block: Block; onChange: (change: Partial<Block>) => void }) {
  const { t } = useTexts('studio')
  const choices = useSummaryChoices(useDesigner().object, [block])
  return (
    <FormField label={t('designer.summaryFields')} help={t('designer.summaryHelp')}>
      {(id) => (
        <FieldsSelect
          id={id}
          label={t('designer.summaryFields')}
          fields={choices}
          value={pathsOf(block)}
          onChange={(paths) => onChange({ fields: summaryOf(paths, block.fields) })}
        />
      )}
    </FormField>
  )
}

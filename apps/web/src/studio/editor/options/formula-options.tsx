import { useTexts } from '@fieldwork/ui'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { FormField } from '../../parts/form-field.tsx'
import { ExpressionTrial } from '../../trial/expression-trial.tsx'
import type { TypeOptionsProps } from './type-options-props.ts'

/** A formula's expression, and what it gives for a real record. */
export function FormulaOptions({ form, editing }: TypeOptionsProps) {
  const { t } = useTexts('studio')
  const expression = String(form.property['x-field']['expression'] ?? '')
  return (
    <>
      <FormField label={t('formula.expression')} isRequired help={t('formula.help')}>
        {(id) => (
          <DraftExpression
            id={id}
            label={t('formula.expression')}
            object={editing.object.name}
            value={expression}
            onChange={(next) => form.setOptions({ expression: next })}
            placeholder="quantity * unit_price"
          />
        )}
      </FormField>
      <ExpressionTrial object={editing.object.name} expression={expression} />
    </>
  )
}

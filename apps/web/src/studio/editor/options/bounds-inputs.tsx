import { useTexts } from '@fieldwork/ui'
import { Checkbox, Input, InputNumber } from 'antd'

import type { CatalogFieldType } from '../../catalog/types.ts'
import { FormField } from '../../parts/form-field.tsx'
import type { FieldForm } from '../fields/use-field-form.ts'

/** The bounds that a type admits: length and pattern of texts, smallest and largest number. */
export function BoundsInputs({ type, form }: { type: CatalogFieldType; form: FieldForm }) {
  const { keywords } = type
  return (
    <>
      {keywords.includes('minimum') ? (
        <div className="st-pair">
          <BoundInput form={form} end="minimum" exclusive="exclusiveMinimum" />
          <BoundInput form={form} end="maximum" exclusive="exclusiveMaximum" />
        </div>
      ) : null}
      {keywords.includes('maxLength') ? (
        <div className="st-pair">
          {keywords.includes('minLength') ? <LengthInput form={form} keyword="minLength" /> : null}
          <LengthInput form={form} keyword="maxLength" />
        </div>
      ) : null}
      {keywords.includes('maxItems') ? (
        <div className="st-pair">
          <LengthInput form={form} keyword="minItems" />
          <LengthInput form={form} keyword="maxItems" />
        </div>
      ) : null}
      {keywords.includes('pattern') ? <PatternInput form={form} /> : null}
    </>
  )
}

/** One end of a range; the end itself may be left out of it. */
function BoundInput(props: { form: FieldForm; end: 'minimum' | 'maximum'; exclusive: string }) {
  const { t } = useTexts('studio')
  const { form, end, exclusive } = props
  const isExclusive = form.property[exclusive] !== undefined
  const value = (form.property[exclusive] ?? form.property[end] ?? null) as number | null
  const set = (next: number | null, isOut: boolean): void => {
    const bound = next ?? undefined
    form.setKeywords({ [end]: isOut ? undefined : bound, [exclusive]: isOut ? bound : undefined })
  }
  return (
    <FormField label={t(`bounds.${end}`)}>
      {(id) => (
        <div className="st-bound">
          <InputNumber id={id} value={value} onChange={(next) => set(next, isExclusive)} className="st-grow" />
          <Checkbox
            checked={isExclusive}
            disabled={value === null}
            onChange={(event) => set(value, event.target.checked)}
          >
            {t(`bounds.${exclusive}`)}
          </Checkbox>
        </div>
      )}
    </FormField>
  )
}

function LengthInput({
  form,
  keyword,
}: {
  form: FieldForm
  keyword: 'minLength' | 'maxLength' | 'minItems' | 'maxItems'
}) {
  const { t } = useTexts('studio')
  return (
    <FormField label={t(`bounds.${keyword}`)}>
      {(id) => (
        <InputNumber
          id={id}
          min={keyword === 'minLength' ? 0 : 1}
          precision={0}
          className="st-wide"
          value={(form.property[keyword] ?? null) as number | null}
          placeholder={t(`bounds.${keyword}None`)}
          onChange={(value) => form.setKeywords({ [keyword]: value ?? undefined })}
        />
      )}
    </FormField>
  )
}

function PatternInput({ form }: { form: FieldForm }) {
  const { t } = useTexts('studio')
  const value = String(form.property['pattern'] ?? '')
  return (
    <FormField
      label={t('bounds.pattern')}
      help={t('bounds.patternHelp')}
      error={isPattern(value) ? null : t('bounds.patternWrong')}
    >
      {(id) => (
        <Input
          id={id}
          className="st-code"
          value={value}
          placeholder="^[A-Z]{2}\d+$"
          onChange={(event) => form.setKeywords({ pattern: event.target.value || undefined })}
        />
      )}
    </FormField>
  )
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

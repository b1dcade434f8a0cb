import type { FieldShape } from '@fieldwork/fields/ui'
import { widgetOf } from '@fieldwork/fields/ui'
import { Checkbox, InputNumber, Segmented } from 'antd'
import { useMemo } from 'react'

import { useObjectSchema } from '../api/queries.ts'
import type { ObjectSchema, TargetPreview } from '../api/types.ts'
import { FormSkeleton } from '../form/form-skeleton.tsx'
import { RecordForm } from '../form/record-form.tsx'
import { useTexts } from '../texts/i18n.ts'
import { isNew, targetLayout } from './conversion-choices.ts'
import type { TargetDecision } from './conversion-choices.ts'

interface TargetProps {
  target: TargetPreview
  decision: TargetDecision
  onDecide: (change: Partial<TargetDecision>) => void
  formId: string
  onSubmit: (values: Record<string, unknown>) => Promise<void>
}

/** One record that a conversion makes: whether, which, and with what values. */
export function ConversionTarget(props: TargetProps) {
  const { target, decision, onDecide } = props
  const { t } = useTexts()
  const { label } = target
  return (
    <section className="fw-conversion-target" aria-label={label}>
      <div className="fw-conversion-head">
        {target.optional ? (
          <Checkbox checked={decision.include} onChange={(event) => onDecide({ include: event.target.checked })}>
            <b>{label}</b>
          </Checkbox>
        ) : (
          <b>{label}</b>
        )}
        {target.existing && decision.include ? (
          <Segmented
            aria-label={label}
            size="small"
            value={decision.takes}
            onChange={(takes) => onDecide({ takes })}
            options={[
              { value: false, label: t('conversion.new', { label }) },
              { value: true, label: t('conversion.existing') },
            ]}
          />
        ) : null}
      </div>
      {decision.include && decision.takes ? <ExistingRecord {...props} /> : null}
      {isNew(decision) ? <NewRecord {...props} /> : null}
    </section>
  )
}

/** A record that is there already. */
function ExistingRecord({ target, decision, onDecide, formId }: TargetProps) {
  const { t } = useTexts()
  const shape: FieldShape = {
    name: 'existing',
    label: target.label,
    type: 'lookup',
    widget: 'lookup',
    reference: target.object,
    options: null,
    property: null,
    presentation: null,
  }
  const Widget = widgetOf(shape)
  return (
    <Widget
      id={`${formId}-existing`}
      field={shape}
      value={decision.existing?.id ?? null}
      reference={decision.existing}
      onChange={(id, reference) =>
        onDecide({ existing: typeof id === 'string' ? { id, label: reference?.label ?? null } : null })
      }
      disabled={false}
      invalid={false}
      placeholder={t('conversion.choose', { label: target.label })}
    />
  )
}

/** The values of a new record, and how much of which line it takes. */
function NewRecord(props: TargetProps) {
  const { target } = props
  const type = target.values['record_type']
  const schema = useObjectSchema(target.object, 'create', typeof type === 'string' ? type : undefined).data
  if (!schema) return <FormSkeleton layout={undefined} />
  return (
    <>
      <TargetForm {...props} schema={schema} />
      {Object.keys(target.lines).map((name) => (
        <TargetLines key={name} name={name} {...props} />
      ))}
    </>
  )
}

function TargetForm({ target, schema, formId, onSubmit }: TargetProps & { schema: ObjectSchema }) {
  const layout = useMemo(() => targetLayout(schema, target), [schema, target])
  const initial = useMemo(
    () => Object.fromEntries(Object.entries(target.values).filter(([, value]) => value !== null)),
    [target],
  )
  return (
    <div className="fw-dialog-form">
      <RecordForm schema={schema} layout={layout} initial={initial} preview formId={formId} onSubmit={onSubmit} />
    </div>
  )
}

function TargetLines({ target, name, decision, onDecide }: TargetProps & { name: string }) {
  const { t } = useTexts()
  const rows = target.lines[name] ?? []
  const take = (id: string, quantity: number | null): void => {
    const quantities = { ...decision.quantities, [name]: { ...decision.quantities[name], [id]: quantity } }
    onDecide({ quantities })
  }
  return (
    <ul className="fw-conversion-lines" aria-label={t('conversion.lines', { count: rows.length })}>
      {rows.map(({ id, remaining, values }) => (
        <li key={id}>
          <span>{Object.values(values).find((value) => typeof value === 'string') as string | undefined}</span>
          {remaining === null ? null : (
            <InputNumber
              aria-label={t('conversion.remaining')}
              min={0}
              max={remaining}
              value={decision.quantities[name]?.[id] ?? null}
              onChange={(quantity) => take(id, quantity)}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

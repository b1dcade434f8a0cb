import { FieldInput, ProblemNote, useTexts } from '@fieldwork/ui'
import { Skeleton } from 'antd'

import { FormField } from '../../parts/form-field.tsx'
import type { ObjectEditing } from '../object-editing.ts'
import { TrialResults } from './trial-results.tsx'
import { useTrial } from './use-trial.ts'
import type { NamedRules } from './use-trial.ts'

interface TrialProps {
  editing: ObjectEditing
  rules: NamedRules
  /** the one rule of a drawer */
  isOne?: boolean
}

/** Values are typed or taken from a record, and the rules of the draft tell which records they would find. */
export function DuplicateTrial(props: TrialProps) {
  const { t } = useTexts('studio')
  const isNew = props.editing.object.isNew
  return (
    <section className="st-group st-duplicate-trial" aria-label={t('duplicates.trial')}>
      <h3 className="st-group-title">{t('duplicates.trial')}</h3>
      <p className="st-group-note">{t(isNew ? 'duplicates.trialUnpublished' : 'duplicates.trialNote')}</p>
      {isNew ? null : <TrialForm {...props} />}
    </section>
  )
}

function TrialForm({ editing, rules, isOne = false }: TrialProps) {
  const { t } = useTexts('studio')
  const trial = useTrial(editing, rules)
  const { schema, problems } = trial
  if (!schema) return <Skeleton active title={false} paragraph={{ rows: 3 }} />
  return (
    <div className={isOne ? 'st-trial-one' : 'st-trial'}>
      <div>
        <FormField label={t('duplicates.fromRecord')} help={t('duplicates.fromRecordHelp')}>
          {(id) => (
            <FieldInput
              id={id}
              info={{
                label: t('duplicates.fromRecord'),
                type: 'lookup',
                widget: 'lookup',
                reference: editing.object.name,
              }}
              property={null}
              value={trial.record?.id}
              references={trial.record ? [trial.record] : []}
              placeholder={t('duplicates.fromRecordNone')}
              onChange={(value, reference) =>
                trial.takeRecord(typeof value === 'string' ? (reference ?? { id: value, label: null }) : null)
              }
            />
          )}
        </FormField>
        {trial.fields.map((name) => {
          const info = schema.fields[name]
          if (!info) return null
          const problem = problems.find(({ pointer }) => pointer === `/${name}`)
          const properties = schema.schema['properties'] as Record<string, Record<string, unknown>> | undefined
          return (
            <FormField key={name} label={info.label} error={problem?.message ?? null}>
              {(id) => (
                <FieldInput
                  id={id}
                  info={info}
                  property={properties?.[name] ?? null}
                  value={trial.values[name]}
                  references={trial.references}
                  isInvalid={problem !== undefined}
                  onChange={(value, reference) => trial.type(name, value, reference)}
                />
              )}
            </FormField>
          )
        })}
      </div>
      <div className="st-trial-results" aria-live="polite" role="status">
        {trial.error ? <ProblemNote error={trial.error} /> : null}
        {trial.isAsked ? (
          <TrialResults editing={editing} rules={rules} trials={trial.trials} />
        ) : (
          <p className="st-muted">{t('duplicates.trialStart')}</p>
        )}
      </div>
    </div>
  )
}

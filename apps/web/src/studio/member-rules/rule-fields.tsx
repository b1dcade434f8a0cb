import { useTexts } from '@fieldwork/ui'
import { Segmented } from 'antd'

import { DraftExpression } from '../catalog/draft-expression.tsx'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { isBlankText } from '../model/localized.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { ObjectSelect } from '../parts/object-select.tsx'
import { MatchRows } from './match-rows.tsx'
import type { RuleDraft } from './rule-draft.ts'
import { comparable } from './value-paths.ts'

interface FieldsProps {
  form: RuleDraft
  name: string
  taken: string[]
  isKnown: boolean
  isTried: boolean
  onChange: (part: Partial<RuleDraft>) => void
}

const PEOPLE: ReadonlySet<string | null> = new Set(['record employee', 'record user'])
const NO_ROW = { key: undefined, path: undefined, below: false }

/** The form of a rule: whose records, by which mapping, who, and what they may do. */
export function RuleFields({ form, name, taken, isKnown, isTried, onChange }: FieldsProps) {
  const { t } = useTexts('studio')
  const missing = (value: unknown): string | null => (isTried && !value ? t('memberRules.missing') : null)
  return (
    <>
      <LabelInputs
        label={t('memberRules.label')}
        isRequired
        value={form.label}
        onChange={(label) => onChange({ label })}
        error={isTried && isBlankText(form.label) ? t('memberRules.missing') : null}
      />
      <NameInput value={name} onChange={(next) => onChange({ name: next })} taken={taken} isFixed={isKnown} />
      <FormGroup title={t('memberRules.records')}>
        <FormField
          label={t('memberRules.object')}
          isRequired
          help={t('memberRules.objectHelp')}
          error={missing(form.object)}
        >
          {(id) => (
            <ObjectSelect id={id} value={form.object} onChange={(object) => onChange({ object, rows: [NO_ROW] })} />
          )}
        </FormField>
        {form.object === undefined ? null : (
          <FormField label={t('memberRules.when')} help={t('memberRules.whenHelp')}>
            {(id) => (
              <DraftExpression
                id={id}
                label={t('memberRules.when')}
                object={form.object ?? ''}
                expects="boolean"
                value={form.when}
                placeholder={t('memberRules.whenNone')}
                onChange={(when) => onChange({ when })}
              />
            )}
          </FormField>
        )}
      </FormGroup>
      <MappingFields form={form} isTried={isTried} onChange={onChange} />
      <LabelInputs
        label={t('settings.description')}
        isMultiline
        value={form.description}
        onChange={(description) => onChange({ description })}
      />
    </>
  )
}

/** By which records values are mapped to people, and what these may do. */
function MappingFields({ form, isTried, onChange }: Pick<FieldsProps, 'form' | 'isTried' | 'onChange'>) {
  const { t } = useTexts('studio')
  const mapping = useStudioObjects().find((object) => object.name === form.mapping)
  const missing = (value: unknown): string | null => (isTried && !value ? t('memberRules.missing') : null)
  const isIncomplete = form.rows.some(({ key, path }) => !key || !path)
  return (
    <FormGroup title={t('memberRules.mappingGroup')}>
      <FormField
        label={t('memberRules.mapping')}
        isRequired
        help={t('memberRules.mappingHelp')}
        error={missing(form.mapping)}
      >
        {(id) => (
          <ObjectSelect
            id={id}
            value={form.mapping}
            onChange={(next) => onChange({ mapping: next, rows: [NO_ROW], people: undefined })}
          />
        )}
      </FormField>
      {form.object !== undefined && form.mapping !== undefined ? (
        <FormField
          label={t('memberRules.match')}
          help={t('memberRules.matchHelp')}
          error={isIncomplete ? missing(null) : null}
        >
          {() => (
            <MatchRows
              rows={form.rows}
              object={form.object ?? ''}
              mapping={form.mapping ?? ''}
              onChange={(rows) => onChange({ rows })}
            />
          )}
        </FormField>
      ) : null}
      {mapping === undefined ? null : (
        <FormField
          label={t('memberRules.people')}
          isRequired
          help={t('memberRules.peopleHelp')}
          error={missing(form.people)}
        >
          {(id) => (
            <FieldSelect
              id={id}
              fields={mapping.fields.filter((field) => !field.system && PEOPLE.has(comparable(field)))}
              value={form.people}
              onChange={(people) => onChange({ people })}
            />
          )}
        </FormField>
      )}
      <FormField label={t('memberRules.level')}>
        {(id) => (
          <Segmented
            id={id}
            aria-label={t('memberRules.level')}
            value={form.level}
            options={[
              { value: 'read', label: t('memberRules.levels.read') },
              { value: 'edit', label: t('memberRules.levels.edit') },
            ]}
            onChange={(level) => onChange({ level: level === 'read' ? level : 'edit' })}
          />
        )}
      </FormField>
    </FormGroup>
  )
}

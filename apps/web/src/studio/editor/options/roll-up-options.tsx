import { useTexts } from '@fieldwork/ui'
import { Select } from 'antd'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { FormField } from '../../parts/form-field.tsx'
import { SwitchLine } from '../../parts/switch-line.tsx'
import { RollUpTrial } from '../../trial/roll-up-trial.tsx'
import { aggregableFields, datedFields, relationsTo, ROLL_UP_FUNCTIONS } from './roll-up-choices.ts'
import type { Relation, RollUpFunction } from './roll-up-choices.ts'
import type { TypeOptionsProps } from './type-options-props.ts'

/** What a roll-up is made of: which records, what of them, and which of them count. */
export function RollUpOptions({ form, editing }: TypeOptionsProps) {
  const { t } = useTexts('studio')
  const objects = useStudioObjects()
  const relations = relationsTo(objects, editing.object.name)
  const options = form.property['x-field']
  const name = (options['function'] ?? 'count') as RollUpFunction
  const chosen = relations.find(({ object, via }) => object.name === options['object'] && via.name === options['via'])
  const choose = (relation: Relation | undefined): void => {
    const { object, via } = relation ?? {}
    form.setOptions({
      object: object?.name,
      via: via?.name,
      function: name,
      field: undefined,
      by: undefined,
      where: undefined,
    })
  }
  return (
    <>
      <RelationSelect relations={relations} chosen={chosen} onChange={choose} />
      <FormField label={t('rollUp.function')} isRequired>
        {(id) => (
          <Select
            id={id}
            className="st-wide"
            value={name}
            options={ROLL_UP_FUNCTIONS.map((value) => ({ value, label: t(`rollUp.functions.${value}`) }))}
            onChange={(value: RollUpFunction) => form.setOptions({ function: value, field: undefined, by: undefined })}
          />
        )}
      </FormField>
      {chosen ? (
        <>
          <Aggregated {...{ form, name }} object={chosen.object} />
          <FormField label={t('rollUp.where')} help={t('rollUp.whereHelp')}>
            {(id) => (
              <DraftExpression
                id={id}
                label={t('rollUp.where')}
                object={chosen.object.name}
                expects="boolean"
                minRows={1}
                value={String(options['where'] ?? '')}
                onChange={(where) => form.setOptions({ where: where.trim() === '' ? undefined : where })}
              />
            )}
          </FormField>
          {editing.object.hierarchy !== null || options['subtree'] === true ? (
            <SwitchLine
              label={t('rollUp.subtree')}
              help={t('rollUp.subtreeHelp')}
              value={options['subtree'] === true}
              onChange={(isOn) => form.setOptions({ subtree: isOn || undefined })}
            />
          ) : null}
          <RollUpTrial object={editing.object.name} options={{ function: name, ...options }} />
        </>
      ) : null}
    </>
  )
}

const key = ({ object, via }: Relation): string => `${object.name}.${via.name}`

function RelationSelect(props: {
  relations: Relation[]
  chosen: Relation | undefined
  onChange: (relation: Relation | undefined) => void
}) {
  const { t, locale } = useTexts('studio')
  const options = props.relations.map((relation) => ({
    value: key(relation),
    label: `${relation.object.label[locale]} · ${relation.via.label[locale]}`,
  }))
  return (
    <FormField label={t('rollUp.relation')} isRequired help={options.length === 0 ? t('rollUp.noRelation') : undefined}>
      {(id) => (
        <Select
          id={id}
          className="st-wide"
          showSearch={{ optionFilterProp: 'label' }}
          value={props.chosen && key(props.chosen)}
          placeholder={t('rollUp.relationNone')}
          options={options}
          onChange={(value: string) => props.onChange(props.relations.find((relation) => key(relation) === value))}
        />
      )}
    </FormField>
  )
}

type AggregatedProps = Pick<TypeOptionsProps, 'form'> & { name: RollUpFunction; object: Relation['object'] }

function Aggregated({ form, name, object }: AggregatedProps) {
  const { t } = useTexts('studio')
  const options = form.property['x-field']
  const valueOf = (key: string) => (typeof options[key] === 'string' ? options[key] : undefined)
  return (
    <>
      <FormField
        label={t('rollUp.field')}
        isRequired={name !== 'count'}
        help={t(name === 'count' ? 'rollUp.fieldOfCount' : 'rollUp.fieldHelp')}
      >
        {(id) => (
          <FieldSelect
            id={id}
            label={t('rollUp.field')}
            fields={aggregableFields(object, name)}
            value={valueOf('field')}
            onChange={(field) => form.setOptions({ field })}
          />
        )}
      </FormField>
      {name === 'latest' ? (
        <FormField label={t('rollUp.by')}>
          {(id) => (
            <FieldSelect
              id={id}
              label={t('rollUp.by')}
              fields={datedFields(object)}
              value={valueOf('by') ?? 'created_at'}
              onChange={(by) => form.setOptions({ by })}
            />
          )}
        </FormField>
      ) : null}
    </>
  )
}

import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { ExpressionCell, PointedProblem } from '../../conversions/pointed.tsx'
import type { Json } from '../../model/definitions.ts'
import { isObject } from '../../model/json.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import { objectOf, useOptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { withMember } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

/** Values of fields, each an expression that fits its field. */
export function FieldValues({ name, pointer, schema, value, isRequired, around, onChange }: OptionProps) {
  const { t, locale } = useTexts('studio')
  const scope = useOptionScope()
  const { label } = useOptionWords()(name, schema)
  const object = objectOf(scope, around, String((schema['x-fields'] as Json)['of']))
  const fields = useStudioObjects().find((each) => each.name === object)?.fields ?? []
  const values = isObject(value) ? value : {}
  const change = (field: string, source: string | undefined): void => {
    const next = withMember(values, field, source)
    onChange(Object.keys(next).length === 0 && !isRequired ? undefined : next)
  }
  const open = fields.filter(
    (field) => (!field.readOnly || field.name === 'owner') && !Object.hasOwn(values, field.name),
  )
  return (
    <div className="st-wf-values" role="group" aria-label={label} data-pointer={pointer}>
      <span className={isRequired ? 'st-label st-label-required' : 'st-label'}>{label}</span>
      <PointedProblem pointer={pointer} />
      {Object.entries(values).map(([key, source]) => {
        const field = fields.find((each) => each.name === key)
        const words = field?.label[locale] ?? key
        const expects = field?.expression
        const isPlain = expects && expects.kind !== 'list' && expects.kind !== 'struct'
        return (
          <div key={key} className="st-wf-value">
            <span className="st-wf-value-name">{words}</span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('wf.dropValue', { label: words })}
              onClick={() => change(key, undefined)}
            />
            <ExpressionCell
              pointer={`${pointer}/${key}`}
              object={scope.object}
              variables={scope.variables}
              label={t('wf.valueOf', { label: words })}
              {...(isPlain ? { expects } : {})}
              value={String(source ?? '')}
              onChange={(next) => change(key, next)}
            />
          </div>
        )
      })}
      <FieldSelect
        label={t('wf.addTo', { label })}
        placeholder={t('wf.addField')}
        fields={open}
        value={undefined}
        onChange={(field) => (field === undefined ? undefined : change(field, ''))}
      />
    </div>
  )
}

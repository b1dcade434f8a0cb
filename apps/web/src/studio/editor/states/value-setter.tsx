import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { DraftExpression } from '../../catalog/draft-expression.tsx'
import type { CatalogField } from '../../catalog/types.ts'
import { FieldSelect } from '../../parts/field-select.tsx'
import type { ObjectEditing } from '../object-editing.ts'

/** Values that a transition gives to fields: an expression for each. */
export function ValueSetter(props: {
  editing: ObjectEditing
  fields: CatalogField[]
  value: Record<string, string>
  onChange: (value: Record<string, string>) => void
}) {
  const { t, locale } = useTexts('studio')
  const { value, onChange, fields } = props
  const remove = (name: string): void => {
    const { [name]: _removed, ...rest } = value
    onChange(rest)
  }
  return (
    <div className="st-field">
      <span className="st-label">{t('states.set')}</span>
      {Object.entries(value).map(([name, expression]) => {
        const label = fields.find((field) => field.name === name)?.label[locale] ?? name
        return (
          <div key={name} className="st-setter">
            <span className="st-setter-field">{label} =</span>
            <DraftExpression
              object={props.editing.object.name}
              label={t('states.setTo', { field: label })}
              minRows={1}
              value={expression}
              onChange={(next) => onChange({ ...value, [name]: next })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('states.unset', { field: label })}
              onClick={() => remove(name)}
            />
          </div>
        )
      })}
      <FieldSelect
        label={t('states.setAdd')}
        placeholder={t('states.setAdd')}
        value={undefined}
        fields={fields.filter((field) => !Object.hasOwn(value, field.name))}
        onChange={(name) => {
          if (name) onChange({ ...value, [name]: name.endsWith('_on') ? 'today()' : '' })
        }}
      />
    </div>
  )
}

import { checkExpression } from '@fieldwork/expressions'
import type { ExprType } from '@fieldwork/expressions'
import { DeleteOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { draftEnvironment } from '../catalog/expression-environment.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import { sameNames } from '../model/conversions.ts'
import { FieldSelect } from '../parts/field-select.tsx'
import { ExpressionCell, PointedProblem, pointerOf } from './pointed.tsx'

interface ValueMapProps {
  /** of the map in the document */
  pointer: string
  title: string
  note?: string
  /** over whose records the expressions are */
  from: StudioObject | undefined
  /** whose fields get the values */
  to: StudioObject
  /** what can be chosen */
  fields: CatalogField[]
  values: Record<string, string>
  /** offers the fields that both sides have */
  canMatch?: boolean
  onChange: (values: Record<string, string>, options?: { isTyping?: boolean }) => void
}

const ANY: ExprType = { kind: 'any' }

/** Field by field: what it is given, as an expression over the source. */
export function ValueMap(props: ValueMapProps) {
  const { t, locale } = useTexts('studio')
  const { pointer, from, to, fields, values, onChange } = props
  const same = useSameNames(props)
  const matches = Object.keys(same).length
  const add = (name: string | undefined): void => {
    if (name !== undefined) onChange({ ...values, [name]: same[name] ?? '' })
  }
  return (
    <div className="st-field" role="group" aria-label={props.title}>
      <div className="st-value-head">
        <h5 className="st-part-title st-grow">{props.title}</h5>
        {props.canMatch && matches > 0 ? (
          <Button size="small" type="link" onClick={() => onChange({ ...values, ...same })}>
            {t('conversions.match', { count: matches })}
          </Button>
        ) : null}
      </div>
      {props.note ? <p className="st-help">{props.note}</p> : null}
      <PointedProblem pointer={pointer} />
      {Object.entries(values).map(([name, value]) => {
        const field = to.fields.find((each) => each.name === name)
        const label = field?.label[locale] ?? name
        const { [name]: _removed, ...rest } = values
        return (
          <div key={name} className="st-value-row">
            <span className="st-value-field">
              {label}
              {field?.required ? <span className="st-required">*</span> : null}
            </span>
            <span className="st-value-arrow" aria-hidden>
              ←
            </span>
            <ExpressionCell
              pointer={pointer + pointerOf(name)}
              object={from?.name ?? ''}
              label={t('conversions.valueOf', { field: label })}
              expects={field?.expression ?? ANY}
              value={value}
              onChange={(next) => onChange({ ...values, [name]: next }, { isTyping: true })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('conversions.removeValue', { field: label })}
              onClick={() => onChange(rest)}
            />
          </div>
        )
      })}
      <FieldSelect
        label={t('conversions.addValue', { label: props.title })}
        placeholder={t('conversions.addField')}
        fields={fields.filter(({ name }) => !Object.hasOwn(values, name))}
        value={undefined}
        onChange={add}
      />
    </div>
  )
}

/** The fields not mapped yet that the source has under the same name, with a type that fits. */
function useSameNames({ from, fields, values }: ValueMapProps): Record<string, string> {
  const objects = useStudioObjects()
  if (!from) return {}
  const free = fields.filter(({ name, system }) => !system && !Object.hasOwn(values, name))
  const source = from.fields.filter(({ system }) => !system)
  const environment = draftEnvironment(objects, from.name)
  const expected = new Map(free.map(({ name, expression }) => [name, expression ?? ANY]))
  return sameNames(
    source,
    free,
    (name) => checkExpression(name, environment, { expects: expected.get(name) ?? ANY }).ok,
  )
}

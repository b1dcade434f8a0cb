import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button } from 'antd'

import { PointedProblem } from '../../conversions/pointed.tsx'
import type { Json } from '../../model/definitions.ts'
import { isObject } from '../../model/json.ts'
import { orderAfter } from '../graph/order-after.ts'
import { useOptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { withMember } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

/** The ways on from a step, each with its condition where it has one. */
export function WaysOption({ name, pointer, schema, value, isRequired, onChange }: OptionProps) {
  const { t } = useTexts('studio')
  const { OptionFields } = useOptionScope().parts
  const { label, help } = useOptionWords()(name, schema)
  const ways = isObject(value) ? value : {}
  const each = shownParts(schema['additionalProperties'] as Json)
  const change = (way: string, next: Json | undefined): void => {
    const rest = withMember(ways, way, next)
    onChange(Object.keys(rest).length === 0 && !isRequired ? undefined : rest)
  }
  const hasCondition = isObject(each['properties']) && isObject(each['properties']['when'])
  return (
    <div className="st-wf-ways" role="group" aria-label={label} data-pointer={pointer}>
      <span className="st-label">{label}</span>
      {help === undefined ? null : <p className="st-help">{help}</p>}
      <PointedProblem pointer={pointer} />
      {Object.entries(ways).map(([way, entry], at) => (
        <section key={way} className="st-wf-entry" aria-label={t('wf.way', { number: at + 1 })}>
          <header>
            <span>{t('wf.way', { number: at + 1 })}</span>
            <code className="st-code">{way}</code>
            <span className="st-grow" />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('wf.dropWay', { number: at + 1 })}
              onClick={() => change(way, undefined)}
            />
          </header>
          <OptionFields
            schema={each}
            pointer={`${pointer}/${way}`}
            value={isObject(entry) ? entry : {}}
            onChange={(next) => change(way, next)}
          />
        </section>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() => change(freeWay(Object.keys(ways)), hasCondition ? { when: '', order: orderAfter(ways) } : {})}
      >
        {t('wf.addWay')}
      </Button>
    </div>
  )
}

/** The name of a way first, then what it depends on; its place follows from the list. */
function shownParts(schema: Json): Json {
  const { properties, ...rest } = schema
  if (!isObject(properties)) return schema
  const { label, order: _order, ...others } = properties
  return { ...rest, properties: { ...(label === undefined ? {} : { label }), ...others } }
}

function freeWay(taken: string[]): string {
  for (let number = 1; ; number += 1) if (!taken.includes(`way_${number}`)) return `way_${number}`
}

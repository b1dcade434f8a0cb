import type { FieldShape } from '@fieldwork/fields/ui'
import { Button, Select } from 'antd'
import { useState } from 'react'

import { useTexts } from '../texts/i18n.ts'
import { ConditionValue, isWhole } from './condition-value.tsx'
import type { FilterCondition, FilterOperator, FilterValue } from './filter-expression.ts'
import { operatorsOf, takesValue, toldAs, valueKind } from './filter-operators.ts'
import { useIsTree } from './use-is-tree.ts'

/** Field, operator and value of one condition. */
export function ConditionEditor(props: {
  fields: FieldShape[]
  condition?: FilterCondition
  onApply: (condition: FilterCondition) => void
}) {
  const { fields } = props
  const { t } = useTexts()
  const isTree = useIsTree()
  const [path, setPath] = useState(props.condition?.path ?? null)
  const [operator, setOperator] = useState<FilterOperator | null>(props.condition?.operator ?? null)
  const [value, setValue] = useState<FilterValue>(props.condition?.value ?? null)
  const field = fields.find((each) => each.name === path)
  const isReady = field !== undefined && operator !== null && (!takesValue(operator) || isWhole(operator, value))

  const chooseField = (name: string): void => {
    const next = fields.find((each) => each.name === name)
    setPath(name)
    setOperator(next ? (operatorsOf(next, isTree)[0] ?? null) : null)
    setValue(next?.presentation?.filter === 'flag' ? true : null)
  }

  const apply = (): void => {
    if (isReady) props.onApply({ path: field.name, operator, value: takesValue(operator) ? value : null })
  }

  return (
    <form
      className="fw-condition"
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        apply()
      }}
    >
      <Select
        aria-label={t('list.field')}
        className="fw-block"
        placeholder={t('list.chooseField')}
        showSearch={{ optionFilterProp: 'label' }}
        autoFocus={!props.condition}
        defaultOpen={!props.condition}
        value={path}
        options={fields.map((each) => ({ value: each.name, label: each.label }))}
        onChange={chooseField}
      />
      {field && operator ? (
        <>
          <Select
            aria-label={t('list.operator')}
            className="fw-block"
            value={operator}
            options={operatorsOf(field, isTree).map((each) => ({
              value: each,
              label: t(`operatorName.${toldAs(each, field)}`),
            }))}
            onChange={(next) => {
              setOperator(next)
              if (valueKind(operator) !== valueKind(next)) setValue(null)
            }}
          />
          {takesValue(operator) ? (
            <ConditionValue field={field} operator={operator} value={value} onChange={setValue} />
          ) : null}
          <Button type="primary" htmlType="submit" disabled={!isReady} block>
            {t('list.applyFilter')}
          </Button>
        </>
      ) : null}
    </form>
  )
}

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useTexts } from '@fieldwork/ui'
import { Button, Input } from 'antd'

import type { ParameterDefinition, ParameterValue } from '../model/parameters.ts'
import { ParameterValueInput } from './value-input.tsx'

/** The values that count from days on, earliest first; what is added counts from tomorrow, or the day after the last. */
export function ValidFrom({
  parameter,
  onChange,
}: {
  parameter: ParameterDefinition
  onChange: (parameter: ParameterDefinition) => void
}) {
  const { t } = useTexts('studio')
  const entries = Object.entries(parameter.validFrom ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const put = (changed: [string, ParameterValue][]) => {
    const { validFrom: _before, ...rest } = parameter
    onChange(changed.length > 0 ? { ...rest, validFrom: Object.fromEntries(changed) } : rest)
  }
  const without = (day: string) => entries.filter(([each]) => each !== day)
  const [lastDay, lastValue] = entries.at(-1) ?? [null, parameter.value]
  return (
    <>
      <ul className="st-parameter-days">
        {entries.map(([day, value]) => (
          <li key={day}>
            <Input
              type="date"
              size="small"
              aria-label={t('parameters.from')}
              value={day}
              onChange={({ target }) =>
                target.value !== '' &&
                !(target.value in (parameter.validFrom ?? {})) &&
                put([...without(day), [target.value, value]])
              }
            />
            <ParameterValueInput
              parameter={parameter}
              value={value}
              label={t('parameters.valueFrom', { day })}
              onChange={(next) => put([...without(day), [day, next]])}
            />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('parameters.removeFrom', { day })}
              onClick={() => put(without(day))}
            />
          </li>
        ))}
      </ul>
      <Button
        type="link"
        size="small"
        icon={<PlusOutlined />}
        onClick={() => put([...entries, [dayAfter(lastDay), lastValue]])}
      >
        {t('parameters.addFrom')}
      </Button>
    </>
  )
}

function dayAfter(day: string | null): string {
  const today = new Date().toLocaleDateString('sv-SE')
  const from = new Date(`${day !== null && day > today ? day : today}T00:00:00Z`)
  return new Date(from.getTime() + 86_400_000).toISOString().slice(0, 10)
}

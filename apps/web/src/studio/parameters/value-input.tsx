import { useTexts } from '@fieldwork/ui'
import { Input, InputNumber, Switch } from 'antd'

import type { ParameterDefinition, ParameterValue } from '../model/parameters.ts'

interface InputProps {
  parameter: Pick<ParameterDefinition, 'type' | 'unit' | 'minimum' | 'maximum'>
  value: ParameterValue
  /** what it is, for those who do not see the page */
  label: string
  id?: string
  onChange: (value: ParameterValue) => void
}

/** Enters a value of a parameter as its type says; a percent is entered in hundredths. */
export function ParameterValueInput({ parameter, value, label, id, onChange }: InputProps) {
  const { locale } = useTexts('studio')
  const { type = 'boolean', unit, minimum, maximum } = parameter
  const own = { 'aria-label': label, size: 'small' as const, ...(id && { id }) }
  if (type === 'boolean') return <Switch {...own} checked={value === true} onChange={onChange} />
  if (type === 'text') return <Input {...own} value={String(value)} onChange={({ target }) => onChange(target.value)} />
  if (type === 'date')
    return <Input {...own} type="date" value={String(value)} onChange={({ target }) => onChange(target.value)} />
  const by = type === 'percent' ? 100 : 1
  return (
    <InputNumber
      {...own}
      value={typeof value === 'number' ? rounded(value * by) : null}
      {...(minimum !== undefined && { min: rounded(minimum * by) })}
      {...(maximum !== undefined && { max: rounded(maximum * by) })}
      {...(type === 'integer' && { precision: 0 })}
      suffix={type === 'percent' ? '%' : unit?.[locale]}
      onChange={(entered) => entered !== null && onChange(rounded(entered / by))}
    />
  )
}

/** Hundredths of decimal fractions are no binary fractions. */
const rounded = (value: number): number => Number(value.toPrecision(15))

/** A value in words. */
export function useParameterWords(): (parameter: ParameterDefinition, value: ParameterValue) => string {
  const { t, locale } = useTexts('studio')
  return ({ type = 'boolean', unit }, value) => {
    if (type === 'boolean') return t(value === true ? 'parameters.on' : 'parameters.off')
    if (typeof value !== 'number') return String(value)
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 10 })
    if (type === 'percent') return `${number.format(rounded(value * 100))} %`
    return unit ? `${number.format(value)} ${unit[locale]}` : number.format(value)
  }
}

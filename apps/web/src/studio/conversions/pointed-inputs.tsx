import { InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'

import { PointedField } from './pointed.tsx'

interface Place {
  pointer: string
  label: ReactNode
  help?: ReactNode
  isRequired?: boolean
}

const SEARCHED_FROM = 8

/** One of several values; undefined where it may be left out and is. */
export function PointedChoice<T extends string>(
  props: Place & {
    value: T | undefined
    options: readonly { value: T; label: ReactNode }[]
    /** it can be left out; what that means */
    none?: string | true
    placeholder?: string
    onChange: (value: T | undefined) => void
  },
) {
  const { value, options, none, placeholder, onChange, ...place } = props
  return (
    <PointedField {...place}>
      {(id) => (
        <Select<T>
          id={id}
          className="st-wide"
          listHeight={320}
          allowClear={none !== undefined}
          showSearch={options.length > SEARCHED_FROM ? { optionFilterProp: 'label' } : false}
          placeholder={placeholder ?? (typeof none === 'string' ? none : undefined)}
          value={(value ?? null) as T}
          options={[...options]}
          onChange={(next: T | undefined | null) => onChange(next ?? undefined)}
        />
      )}
    </PointedField>
  )
}

/** Any of several values. */
export function PointedChoices<T extends string>(
  props: Place & {
    value: readonly T[]
    options: readonly { value: T; label: ReactNode }[]
    placeholder?: string
    onChange: (value: T[]) => void
  },
) {
  const { value, options, placeholder, onChange, ...place } = props
  return (
    <PointedField {...place}>
      {(id) => (
        <Select<T[]>
          id={id}
          mode="multiple"
          className="st-wide"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={placeholder}
          value={[...value]}
          options={[...options]}
          onChange={onChange}
        />
      )}
    </PointedField>
  )
}

/** A whole number; null where it is emptied. */
export function PointedNumber(
  props: Place & { value: number | null; min: number; max: number; onChange: (value: number | null) => void },
) {
  const { value, min, max, onChange, ...place } = props
  return (
    <PointedField {...place}>
      {(id) => (
        <InputNumber
          id={id}
          className="st-wide"
          min={min}
          max={max}
          precision={0}
          value={value}
          onChange={(next) => onChange(next)}
        />
      )}
    </PointedField>
  )
}

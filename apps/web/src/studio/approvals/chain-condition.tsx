import { PointedExpression } from '../conversions/pointed.tsx'
import { TYPED, useChainObject } from './editing.ts'
import type { Change } from './editing.ts'

/** A condition over the record that the chain is for; '' for none. */
export function ChainCondition(props: {
  pointer: string
  label: string
  help?: string
  value: string | undefined
  onChange: Change<string>
}) {
  const { value, onChange, ...place } = props
  return (
    <PointedExpression
      {...place}
      object={useChainObject()}
      expects={{ kind: 'boolean' }}
      value={value ?? ''}
      onChange={(next) => onChange(next, TYPED)}
    />
  )
}

import type { ExprType } from '@fieldwork/expressions'

import { PointedExpression } from '../../conversions/pointed.tsx'
import type { Json } from '../../model/definitions.ts'
import { objectOf, useOptionScope } from './option-context.ts'
import type { OptionScope } from './option-context.ts'
import type { OptionProps } from './option-props.ts'
import { useOptionWords } from './use-option-words.ts'

/** An option that is an expression, with completion and live check. */
export function ExpressionOption({ name, pointer, schema, value, isRequired, around, onChange }: OptionProps) {
  const scope = useOptionScope()
  const { label, help } = useOptionWords()(name, schema)
  const written = schema['x-expression'] as Json
  const expects = typeOf(String(written['expects']))
  return (
    <PointedExpression
      pointer={pointer}
      label={label}
      {...(help === undefined ? {} : { help })}
      isRequired={isRequired}
      {...environmentOf(scope, around, written)}
      {...(expects ? { expects } : {})}
      value={typeof value === 'string' ? value : ''}
      onChange={(next) => onChange(next === '' && !isRequired ? undefined : next)}
    />
  )
}

/** Over whose records an expression goes, and what other names mean in it. */
function environmentOf(scope: OptionScope, around: Record<string, unknown>, { over }: Json) {
  if (typeof over !== 'string') return { object: scope.object, variables: scope.variables }
  const { old: _old, ...variables } = scope.variables
  return { object: objectOf(scope, around, over), variables }
}

/** What an expression has to give; undefined: anything. */
function typeOf(expects: string): ExprType | undefined {
  if (expects === 'number') return { kind: 'decimal' }
  if (expects === 'record' || expects === 'any' || expects === 'list') return undefined
  if (expects === 'user') return { kind: 'record', object: 'user' }
  return { kind: expects } as ExprType
}

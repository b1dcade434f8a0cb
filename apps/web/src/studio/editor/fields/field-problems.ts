import type { NumberReset } from '@fieldwork/ui'

import type { Property } from '../../model/definitions.ts'
import { checkName } from '../../model/api-name.ts'
import { isBlankText } from '../../model/localized.ts'
import { formatProblems } from '../../model/number-format.ts'
import { fieldPrefix } from '../object-editing.ts'
import type { ObjectEditing } from '../object-editing.ts'
import type { FieldForm } from './use-field-form.ts'

/** What is missing in a field: a code for each part of its form. */
export type FieldProblems = Partial<Record<'label' | 'name' | 'options', string>>

/** Checks a field before it goes into the draft; expressions are checked where they are written. */
export function fieldProblems(form: FieldForm, editing: ObjectEditing, isNew: boolean): FieldProblems {
  const taken = Object.keys(editing.definition.properties)
  const options = optionsProblem(form)
  return {
    ...(isBlankText(form.label) ? { label: 'label' } : {}),
    ...(isNew && checkName(form.name, taken, fieldPrefix(editing)) !== null ? { name: 'name' } : {}),
    ...(options === null ? {} : { options }),
  }
}

const POINTING: ReadonlySet<string> = new Set(['lookup', 'multi-lookup', 'master-detail'])

function optionsProblem({ property }: FieldForm): string | null {
  const { type, object, objects, expression, options, format, reset } = property['x-field']
  if (type === 'roll-up') return rollUpProblem(property['x-field'])
  if (POINTING.has(type) && !object) return 'target'
  if (type === 'polymorphic-lookup' && !objects) return 'target'
  if (type === 'formula' && !String(expression ?? '').trim()) return 'expression'
  if (options !== undefined) return selectProblem(options)
  if (type !== 'auto-number') return null
  const wrong = formatProblems(String(format ?? ''), (reset as NumberReset | undefined) ?? 'never')
  return wrong.length > 0 ? 'format' : null
}

function rollUpProblem({ object, via, function: name, field }: Property['x-field']): string | null {
  if (!object || !via) return 'relation'
  return name !== 'count' && !field ? 'aggregated' : null
}

function selectProblem(options: unknown): string | null {
  const all = Object.values((options ?? {}) as Record<string, { label: { en: string; 'zh-CN': string } }>)
  if (all.length === 0) return 'noOptions'
  return all.some((option) => isBlankText(option.label)) ? 'optionLabel' : null
}

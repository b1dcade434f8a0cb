import { checkExpression, compileJs } from '@fieldwork/expressions'
import type { CheckedExpression, EvaluationScope } from '@fieldwork/expressions'

import type { Layout, ObjectSchema } from '../api/types.ts'
import { environmentOf } from './field-environment.ts'
import { createDefaults } from './form-defaults.ts'
import type { FillDefaults } from './form-defaults.ts'
import type { FormValues } from './form-values.ts'

/** What holds for one block or field of a form at this moment. */
export interface BlockState {
  visible: boolean
  required: boolean
  readOnly: boolean
}

/** A form's live state: by block key, by field, and the formulas' values. */
export interface FormState {
  blocks: Record<string, BlockState>
  required: ReadonlySet<string>
  readOnly: ReadonlySet<string>
  computed: FormValues
}

/** Who fills the form in, and where the clock stands. */
export interface FormSurroundings {
  user: { id: string; name: string; username: string }
  timeZone: string
  /** the record before the change; null for a new one */
  old: FormValues | null
}

/** A form's conditions and formulas, compiled once. */
export interface FormLogic {
  /** the state that belongs to these values, and to the lines among them */
  evaluate(values: FormValues): FormState
  withDefaults: FillDefaults
}

interface Compiled {
  evaluate(scope: EvaluationScope): unknown
  /** collections that it reads: without their records it says nothing */
  lists: string[]
}

const isKnown = ({ lists }: Compiled, record: FormValues): boolean => lists.every((name) => Array.isArray(record[name]))

function holds(condition: Compiled | null, scope: EvaluationScope, otherwise: boolean): boolean {
  if (condition === null || !isKnown(condition, scope.record)) return otherwise
  return condition.evaluate(scope) === true
}

/** Compiles the conditions of a layout and the formulas and defaults of an object. */
export function createFormLogic(schema: ObjectSchema, layout: Layout, around: FormSurroundings): FormLogic {
  const check = checkerOf(schema)
  const compile = (source: string | null | undefined): Compiled | null => {
    const expression = check(source)
    if (!expression) return null
    const lists = expression.paths.map(([first = '']) => first).filter((name) => schema.collections?.[name])
    return { evaluate: compileJs(expression), lists }
  }
  const conditions = Object.entries(layout.blocks).map(([key, block]) => ({
    key,
    field: block.field,
    visible: compile(block.visibleWhen),
    required: compile(block.requiredWhen),
    readOnly: compile(block.readOnlyWhen),
  }))
  const formulas = Object.entries(schema.fields).flatMap(([name, info]) => {
    const compiled = compile(info.formula)
    return compiled ? [{ name, ...compiled }] : []
  })

  const scopeOf = (record: FormValues): EvaluationScope => ({
    record,
    variables: { user: around.user, old: around.old },
    now: new Date(),
    timeZone: around.timeZone,
  })

  function evaluate(values: FormValues): FormState {
    const computed = computeFormulas(formulas, values, scopeOf)
    const scope = scopeOf({ ...values, ...computed })
    const blocks: Record<string, BlockState> = {}
    for (const each of conditions) {
      blocks[each.key] = {
        visible: holds(each.visible, scope, true),
        required: holds(each.required, scope, false),
        readOnly: holds(each.readOnly, scope, false),
      }
    }
    const fieldsThat = (is: 'required' | 'readOnly') =>
      new Set(
        conditions.flatMap(({ key, field }) => (field && blocks[key]?.[is] && blocks[key].visible ? [field] : [])),
      )
    return { blocks, computed, required: fieldsThat('required'), readOnly: fieldsThat('readOnly') }
  }

  const completeScope = (values: FormValues) => scopeOf({ ...values, ...computeFormulas(formulas, values, scopeOf) })
  return { evaluate, withDefaults: createDefaults(schema, check, completeScope) }
}

/** Checks a source of this object; null where there is none or the browser cannot know its meaning. */
function checkerOf(schema: ObjectSchema): (source: string | null | undefined) => CheckedExpression | null {
  const environment = environmentOf(schema)
  return (source) => {
    if (!source) return null
    const checked = checkExpression(source, environment)
    return checked.ok ? checked.expression : null
  }
}

/** Formulas may read formulas, so they are repeated until nothing changes. */
function computeFormulas(
  formulas: ({ name: string } & Compiled)[],
  values: FormValues,
  scopeOf: (record: FormValues) => EvaluationScope,
): FormValues {
  const computed: FormValues = {}
  for (let round = 0; round < formulas.length; round += 1) {
    const scope = scopeOf({ ...values, ...computed })
    const changed = formulas.filter(({ name, ...formula }) => {
      if (!isKnown(formula, values)) return false
      const value = formula.evaluate(scope)
      const isNew = computed[name] !== value
      computed[name] = value
      return isNew
    })
    if (changed.length === 0) break
  }
  return computed
}

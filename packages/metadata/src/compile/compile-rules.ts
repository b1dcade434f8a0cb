import type { CompiledRule, RuleMoment } from '../catalog.ts'
import type { Rule } from '../generated/object.ts'
import { pointerOf } from '../json/pointer.ts'
import { dependentOptionRules } from './dependent-options.ts'
import type { ObjectShape } from './object-shape.ts'
import { recordTypeRules } from './record-type-rules.ts'
import { isTurnedOff } from './turned-off.ts'
import { checked, reportUnknownField, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

/** The validation rules of an object, by name. */
export function compileRules(context: CheckContext, shape: ObjectShape): CompiledRule[] {
  const rules: CompiledRule[] = []
  for (const [name, rule] of Object.entries(shape.definition['x-object'].rules)) {
    const { when: source, message, field } = rule
    const pointer = pointerOf('x-object', 'rules', name)
    if (field !== undefined && !shape.fields.has(field)) {
      const known = shape.fields.keys()
      reportUnknownField(context.sink, { pointer: `${pointer}/field`, found: field, object: shape.name, known })
    }
    const input = { source, object: shape.name, expects: { kind: 'boolean' }, withOld: true } as const
    const when = checked(context, `${pointer}/when`, input)
    checkTransitions(context, shape, { pointer, named: rule.transitions ?? [] })
    const isOff = isTurnedOff(context, `${pointer}/parameter`, rule.parameter)
    if (when && !isOff) rules.push({ name, code: 'rule', when, message, field: field ?? null, ...momentsOf(rule) })
  }
  rules.push(...dependentOptionRules(context, shape), ...recordTypeRules(context, shape))
  return rules.sort((a, b) => (a.name < b.name ? -1 : 1))
}

const always: readonly RuleMoment[] = ['save', 'transition', 'import']

/** Naming transitions means them alone, unless `on` says more. */
function momentsOf({
  severity = 'block',
  on,
  transitions,
}: Rule): Pick<CompiledRule, 'severity' | 'on' | 'transitions'> {
  const moments = on ?? (transitions ? (['transition'] as const) : always)
  return { severity, on: new Set(moments), transitions: transitions ? new Set(transitions) : null }
}

function checkTransitions(
  { sink }: CheckContext,
  { definition }: ObjectShape,
  { pointer, named }: { pointer: string; named: readonly string[] },
): void {
  const known = Object.keys(definition['x-object'].states?.transitions ?? {})
  for (const [at, found] of named.entries()) {
    if (known.includes(found)) continue
    reportUnknownName(sink, { pointer: `${pointer}/transitions/${at}`, found, known, what: ['transition', '状态转换'] })
  }
}

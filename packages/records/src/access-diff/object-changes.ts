import type { CompiledObject } from '@fieldwork/metadata'
import { sentence } from './change-words.ts'
import type { SentenceCode } from './change-words.ts'
import { labelOf } from './role-changes.ts'
import type { Catalogs } from './role-changes.ts'
import type { AccessChange, ObjectChange } from './types.ts'

/** What changes in how the records of objects are told apart, whatever role somebody has. */
export function objectChanges(catalogs: Catalogs): ObjectChange[] {
  return [...catalogs.before.objects.values()].flatMap((one) => {
    const other = catalogs.after.objects.get(one.name)
    const changes = other ? [...changesOf(catalogs, one, other), ...memberRuleChanges(catalogs, one.name)] : [gone]
    return changes.length === 0 ? [] : [{ object: one.name, label: labelOf(catalogs, one.name), changes }]
  })
}

type Rest = Pick<AccessChange, 'before' | 'after' | 'effect'> & Partial<Pick<AccessChange, 'name' | 'warning'>>

const change = (kind: AccessChange['kind'], code: SentenceCode, rest: Rest, params: object = {}): AccessChange => ({
  kind,
  name: null,
  warning: null,
  ...rest,
  summary: sentence(code, { before: rest.before, after: rest.after, ...params }),
})

const gone = change('object', 'object_gone', { before: true, after: false, effect: 'narrower' })

const changesOf = (catalogs: Catalogs, one: CompiledObject, other: CompiledObject): AccessChange[] => [
  ...ownerChange(one, other),
  ...dimensionChanges(catalogs, one, other),
  ...throughChange(one, other),
  ...parameterChange(one, other),
]

function ownerChange({ hasOwner: before }: CompiledObject, { hasOwner: after }: CompiledObject): AccessChange[] {
  if (before === after) return []
  if (after) return [change('owner', 'owner_on', { before, after, effect: 'changed' })]
  return [change('owner', 'owner_off', { before, after, effect: 'changed', warning: 'owner_off' })]
}

function dimensionChanges({ before, after }: Catalogs, one: CompiledObject, other: CompiledObject): AccessChange[] {
  const names = new Set([...Object.keys(one.dimensions), ...Object.keys(other.dimensions)])
  return [...names].flatMap((name) => {
    const [from, to] = [one, other].map(({ dimensions }) => dimensions[name]?.join('.') ?? null) as [Path, Path]
    const label = (after.dimensions.get(name) ?? before.dimensions.get(name))?.label ?? name
    const told = (code: SentenceCode, rest: Rest) => [change('dimension', code, { name, ...rest }, { name: label })]
    if (from === null) return told('dimension_on', { before: from, after: to, effect: 'narrower' })
    if (to === null) return told('dimension_off', { before: from, after: to, effect: 'wider', warning: 'open' })
    const [own, ownThen] = [before, after].map(({ dimensions }) => dimensions.get(name)?.own?.join('.') ?? null)
    return [
      ...(from === to ? [] : told('dimension_path', { before: from, after: to, effect: 'changed' })),
      ...(own === ownThen ? [] : told('dimension_own', { before: own, after: ownThen, effect: 'changed' })),
    ]
  })
}

type Path = string | null

function throughChange(one: CompiledObject, other: CompiledObject): AccessChange[] {
  const [before, after] = [one.through?.field ?? null, other.through?.field ?? null]
  if (before === after) return []
  const labels = {
    before: one.fields.get(before ?? '')?.label ?? before,
    after: other.fields.get(after ?? '')?.label ?? after,
  }
  if (before === null) return [change('through', 'through_on', { before, after, effect: 'narrower' }, labels)]
  if (after === null)
    return [change('through', 'through_off', { before, after, effect: 'wider', warning: 'open' }, labels)]
  return [change('through', 'through_other', { before, after, effect: 'changed' }, labels)]
}

function parameterChange({ isOpen: before }: CompiledObject, { isOpen: after }: CompiledObject): AccessChange[] {
  if (before === after) return []
  return after
    ? [change('parameter', 'parameter_open', { before, after, effect: 'wider', warning: 'open' })]
    : [change('parameter', 'parameter_closed', { before, after, effect: 'narrower' })]
}

/** What rules add and take away follows as a task, and can be seen when that is done. */
function memberRuleChanges({ before, after }: Catalogs, object: string): AccessChange[] {
  const names = [before, after].flatMap(({ memberRules }) =>
    [...memberRules.values()].flatMap((rule) => (rule.object === object ? [rule.name] : [])),
  )
  return [...new Set(names)].flatMap((name) => {
    const [one, other] = [before, after].map((catalog) => JSON.stringify(catalog.documents('member-rule').get(name)))
    if (one === other) return []
    const label = (after.memberRules.get(name) ?? before.memberRules.get(name))?.label ?? name
    const rest = { before: one !== undefined, after: other !== undefined }
    const effect = rest.before === rest.after ? 'changed' : rest.after ? 'wider' : 'narrower'
    return [change('member_rule', 'member_rule', { name, ...rest, effect }, { name: label })]
  })
}

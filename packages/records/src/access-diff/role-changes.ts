import type { Catalog, CompiledRole } from '@fieldwork/metadata'
import { describeLabel } from '@fieldwork/metadata'
import { fieldChanges } from './field-changes.ts'
import { grantChanges } from './grant-changes.ts'
import { nothing, otherObjects, sentence, takingWord, yesNo } from './change-words.ts'
import type { AccessChange, ChangeEffect, ObjectChange, RoleChange } from './types.ts'
import { isSensitivityOther } from './untouched.ts'

export interface Catalogs {
  before: Catalog
  after: Catalog
}

/** What changes in the rights that roles give, role by role and object by object. */
export function roleChanges({ before, after }: Catalogs): RoleChange[] {
  const names = [...new Set([...before.roles.keys(), ...after.roles.keys()])]
  const areSensitive = isSensitivityOther(before, after)
  return names.flatMap((name) => {
    const [one, other] = [before.roles.get(name) ?? null, after.roles.get(name) ?? null]
    const changes = wholeChanges(one, other)
    const objects = objectChangesOf({ before, after }, { name, one, other, areSensitive })
    const change = one === null ? 'added' : other === null ? 'removed' : 'changed'
    if (change === 'changed' && changes.length + objects.length === 0) return []
    const label = (other ?? one)?.label ?? describeLabel(name)
    return [{ role: name, label, change, holders: null, changes, objects }]
  })
}

interface ChangedRole {
  name: string
  one: CompiledRole | null
  other: CompiledRole | null
  /** some field became sensitive, or is it no more */
  areSensitive: boolean
}

function objectChangesOf(catalogs: Catalogs, { name, one, other, areSensitive }: ChangedRole): ObjectChange[] {
  const { before, after } = catalogs
  const [from, to] = [
    { catalog: before, role: one },
    { catalog: after, role: other },
  ]
  const actor = { id: '', roles: [name], administrator: false }
  const isTouched = (object: string): boolean =>
    one !== other || areSensitive || before.objects.get(object) !== after.objects.get(object)
  const named = new Set([...Object.keys(one?.grants ?? {}), ...Object.keys(other?.grants ?? {})])
  const known = new Set([...before.objects.keys(), ...after.objects.keys()].filter(isTouched))
  const rights = [...named].filter((object) => object === '*' || known.has(object))
  return [...new Set([...rights, ...known])].flatMap((object) => {
    const changes = [
      ...(named.has(object) ? grantChanges(from, to, object) : []),
      ...(object === '*' ? [] : fieldChanges({ catalog: before, actor }, { catalog: after, actor }, object)),
    ]
    return changes.length === 0 ? [] : [{ object, label: labelOf(catalogs, object), changes }]
  })
}

export function labelOf({ before, after }: Catalogs, object: string): ObjectChange['label'] {
  if (object === '*') return otherObjects
  return (after.objects.get(object) ?? before.objects.get(object))?.label ?? describeLabel(object)
}

/** What holds for a role as a whole. */
function wholeChanges(one: CompiledRole | null, other: CompiledRole | null): AccessChange[] {
  return [
    ...administratorChange(one, other),
    ...appsChange(one, other),
    ...rightsChanges(one, other),
    ...limits(one, other),
  ]
}

function administratorChange(one: CompiledRole | null, other: CompiledRole | null): AccessChange[] {
  const [before, after] = [one?.administrator ?? false, other?.administrator ?? false]
  if (before === after) return []
  const summary = sentence(after ? 'administrator_on' : 'administrator_off')
  const [effect, warning] = after ? (['wider', 'administrator'] as const) : (['narrower', null] as const)
  return [{ kind: 'administrator', name: null, before, after, effect, warning, summary }]
}

function appsChange(one: CompiledRole | null, other: CompiledRole | null): AccessChange[] {
  if (!one || !other) return []
  const [before, after] = [one, other].map(({ apps }) => (apps ? [...apps].sort() : null))
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const summary = sentence('apps', { before: appWords(before), after: appWords(after) })
  return [{ kind: 'apps', name: null, before, after, effect: appsEffect(before, after), warning: null, summary }]
}

const appWords = (apps: string[] | null | undefined) => (apps ? apps.join(', ') || nothing : everyApp)

const everyApp = { en: 'every one', 'zh-CN': '全部' }

function appsEffect(before: string[] | null | undefined, after: string[] | null | undefined): ChangeEffect {
  if (!before || !after) return after ? 'narrower' : 'wider'
  if (before.every((app) => after.includes(app))) return 'wider'
  return after.every((app) => before.includes(app)) ? 'narrower' : 'changed'
}

function rightsChanges(one: CompiledRole | null, other: CompiledRole | null): AccessChange[] {
  const names = new Set([...(one?.rights ?? []), ...(other?.rights ?? [])])
  return [...names].flatMap((name) => {
    const [before, after] = [one?.rights.has(name) ?? false, other?.rights.has(name) ?? false]
    if (before === after) return []
    const effect = after ? 'wider' : 'narrower'
    const summary = sentence('right', { name, before: yesNo(before), after: yesNo(after) })
    return [{ kind: 'right', name, before, after, effect, warning: null, summary }]
  })
}

function limits(one: CompiledRole | null, other: CompiledRole | null): AccessChange[] {
  if (!one || !other) return []
  return (['export', 'print'] as const).flatMap((name) => {
    const [before, after] = [one.limits[name] ?? null, other.limits[name] ?? null]
    if (before === after) return []
    const effect = before === null || after === null ? 'changed' : after > before ? 'wider' : 'narrower'
    const words = { before: before ?? nothing, after: after ?? nothing }
    const summary = sentence('limit', { name: takingWord(name), ...words })
    const warning = effect === 'wider' ? 'export' : null
    return [{ kind: 'limit', name, before, after, effect, warning, summary }]
  })
}

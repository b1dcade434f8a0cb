import type { LocalizedText } from '@fieldwork/fields'
import type { Catalog, CompiledGrant, CompiledRole, Operation, Scope } from '@fieldwork/metadata'
import { operations } from '../access/access-plan.ts'
import { operationWord } from '../access/access-words.ts'
import { scopesOf } from '../access/compile-arms.ts'
import { grantFor } from '../access/grant-for.ts'
import { modeWords, nothing, relatedWords, scopeWords, sentence } from './change-words.ts'
import type { AccessChange, ChangeEffect, ChangeWarning } from './types.ts'

/** A role in one of the catalogs; null: it is not there. */
export interface RoleSide {
  catalog: Catalog
  role: CompiledRole | null
}

/** What changes between two grants on an object; `*` stands for the objects that are not named. */
export function grantChanges(before: RoleSide, after: RoleSide, object: string): AccessChange[] {
  const [one, other] = [grantOn(before, object), grantOn(after, object)]
  if (!one && !other) return []
  const owned = [before, after].some(({ catalog }) => object === '*' || catalog.objects.get(object)?.hasOwner)
  return [
    ...operations.flatMap((operation) => operationChange(one, other, { operation, owned })),
    ...whereChange(one, other),
    ...(owned ? relatedChange(one, other) : []),
    ...dimensionNames(before, after, object).flatMap((name) => dimensionChange(one, other, { name, after })),
  ]
}

/** What the role says of an object that is there. */
function grantOn({ catalog, role }: RoleSide, object: string): CompiledGrant | null {
  if (!role || role.administrator) return null
  if (object === '*') return role.grants['*'] ?? null
  return catalog.objects.has(object) ? grantFor(role, object, 'read') : null
}

const scopesIn = (grant: CompiledGrant | null, operation: Operation): Scope[] => {
  if (!grant) return []
  return operation === 'read' || grant.operations.has(operation) ? scopesOf(grant, operation).toSorted(byWidth) : []
}

const widths: Record<Scope, number> = { own: 1, related: 2, department: 3, listed: 3, below: 4, all: 5 }
const byWidth = (a: Scope, b: Scope): number => widths[a] - widths[b]

const widest = (scopes: readonly Scope[]): Scope | undefined => scopes.at(-1)

function operationChange(
  one: CompiledGrant | null,
  other: CompiledGrant | null,
  { operation, owned }: { operation: Operation; owned: boolean },
): AccessChange[] {
  const [before, after] = [scopesIn(one, operation), scopesIn(other, operation)]
  if (before.join() === after.join()) return []
  const effect = scopeEffect(widest(before), widest(after))
  const name = operationWord(operation)
  const summary = sentence('operation', { name, before: wordsOf(before), after: wordsOf(after) })
  const warning = effect === 'wider' ? warningOf(operation, widest(after) === 'all' && owned) : null
  return [{ kind: 'operation', name: operation, before: told(before), after: told(after), effect, warning, summary }]
}

const told = (scopes: readonly Scope[]): string | null => (scopes.length > 0 ? scopes.join() : null)

const warningOf = (operation: Operation, isAll: boolean): ChangeWarning | null => {
  if (operation === 'export' || operation === 'print') return 'export'
  return isAll ? 'all_records' : null
}

function scopeEffect(before: Scope | undefined, after: Scope | undefined): ChangeEffect {
  if (before === undefined || after === undefined) return after === undefined ? 'narrower' : 'wider'
  const pair = [before, after]
  const isListed = pair.includes('listed') && (pair.includes('department') || pair.includes('below'))
  if (isListed || widths[before] === widths[after]) return 'changed'
  return widths[after] > widths[before] ? 'wider' : 'narrower'
}

function wordsOf(scopes: readonly Scope[]): LocalizedText {
  if (scopes.length === 0) return scopeWords.none
  const joined = (locale: keyof LocalizedText) => scopes.map((scope) => scopeWords[scope][locale]).join(' / ')
  return { en: joined('en'), 'zh-CN': joined('zh-CN') }
}

/** One line where the same holds for all that both allow, else one for each operation. */
function whereChange(one: CompiledGrant | null, other: CompiledGrant | null): AccessChange[] {
  if (!other) return []
  const conditions = operations
    .filter((operation) => operation === 'read' || other.operations.has(operation))
    .map((operation) => ({ operation, before: sourceOf(one, operation), after: sourceOf(other, operation) }))
  const [first, ...rest] = conditions
  if (first && rest.every(({ before, after }) => before === first.before && after === first.after))
    return conditionChange({ ...first, operation: null })
  return conditions.flatMap(conditionChange)
}

/** Of an operation that was not allowed at all: the condition of reading, which a wider grant would begin with. */
const sourceOf = (grant: CompiledGrant | null, operation: Operation): string | null =>
  grant?.where.get(grant.operations.has(operation) ? operation : 'read')?.source ?? null

interface Condition {
  /** null: every operation */
  operation: Operation | null
  before: string | null
  after: string | null
}

function conditionChange({ operation, before, after }: Condition): AccessChange[] {
  if (before === after) return []
  const effect = before === null ? 'narrower' : after === null ? 'wider' : 'changed'
  const words = { before: before ?? nothing, after: after ?? nothing }
  const summary =
    operation === null ? sentence('where', words) : sentence('where_of', { ...words, name: operationWord(operation) })
  return [{ kind: 'where', name: operation, before, after, effect, warning: null, summary }]
}

const relatedWidths = ['none', 'read', 'edit'] as const

function relatedChange(one: CompiledGrant | null, other: CompiledGrant | null): AccessChange[] {
  if (!one || !other || one.related === other.related) return []
  const [before, after] = [one.related, other.related]
  const effect = relatedWidths.indexOf(after) > relatedWidths.indexOf(before) ? 'wider' : 'narrower'
  const summary = sentence('related', { before: relatedWords[before], after: relatedWords[after] })
  return [{ kind: 'related', name: null, before, after, effect, warning: null, summary }]
}

/** Those that restrict the object after the change, or any for the objects that are not named. */
function dimensionNames(before: RoleSide, after: RoleSide, object: string): string[] {
  const applying = ({ catalog }: RoleSide) =>
    object === '*' ? [...catalog.dimensions.keys()] : Object.keys(catalog.objects.get(object)?.dimensions ?? {})
  return [...new Set([...applying(before), ...applying(after)])]
}

function dimensionChange(
  one: CompiledGrant | null,
  other: CompiledGrant | null,
  { name, after: { catalog } }: { name: string; after: RoleSide },
): AccessChange[] {
  const [before, after] = [one?.dimensions[name] ?? 'all', other?.dimensions[name] ?? 'all']
  if (!other || isSameMode(before, after)) return []
  const label = catalog.dimensions.get(name)?.label ?? name
  const summary = sentence('dimension', { name: label, before: modeWords[before], after: modeWords[after] })
  return [{ kind: 'dimension', name, before, after, effect: modeEffect(before, after), warning: null, summary }]
}

const modeWidths = { none: 0, own: 1, listed: 1, below: 2, supervisor: 3, all: 3 } as const
type Mode = keyof typeof modeWidths

const isSameMode = (before: Mode, after: Mode): boolean =>
  before === after || (modeWidths[before] === 3 && modeWidths[after] === 3)

function modeEffect(before: Mode, after: Mode): ChangeEffect {
  const isListed = [before, after].includes('listed') && modeWidths[before] * modeWidths[after] > 0
  if (isListed && modeWidths[before] < 3 && modeWidths[after] < 3) return 'changed'
  return modeWidths[after] > modeWidths[before] ? 'wider' : 'narrower'
}

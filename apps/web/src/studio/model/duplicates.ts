import type { CatalogField, CatalogFieldType } from '../catalog/types.ts'
import type { DuplicateRule, MatchKind, MatchPart } from './definitions.ts'
import { withoutEmpty } from './json.ts'
import { completeText, isBlankText } from './localized.ts'

type FieldTypes = ReadonlyMap<string, CatalogFieldType>

/** The parts of a rule, each as an object. */
export function matchParts({ match }: Pick<DuplicateRule, 'match'>): MatchPart[] {
  return match.map((part) => (typeof part === 'string' ? { field: part } : part))
}

const COMPARABLE: ReadonlySet<string> = new Set(['text', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'record'])

/** The fields that a rule can compare: one plain value, entered or chosen. */
export function comparableFields(fields: readonly CatalogField[], types: FieldTypes): CatalogField[] {
  return fields.filter((field) => {
    const type = types.get(field.type)
    if (!type || type.computed !== null || (field.system && field.name !== 'record_type')) return false
    return COMPARABLE.has((field.expression ?? type.expression).kind)
  })
}

const KINDS: Record<string, MatchKind[]> = {
  text: ['text', 'company', 'phone', 'email', 'domain', 'exact'],
  phone: ['phone', 'text', 'exact'],
  email: ['email', 'domain', 'exact'],
  url: ['domain', 'text', 'exact'],
}

/** The ways in which the values of a type can be compared, the usual one first. */
export function matchKinds(type: CatalogFieldType | undefined): MatchKind[] {
  const known = KINDS[type?.name ?? '']
  if (known) return known
  const expression = type?.expression
  return expression?.kind === 'text' && !expression.options ? ['text', 'exact'] : ['exact']
}

/** How the engine compares a field when the rule says nothing. */
export function usualKind(type: CatalogFieldType | undefined): MatchKind {
  if (type?.name === 'phone' || type?.name === 'email') return type.name
  const expression = type?.expression
  return expression?.kind === 'text' && !expression.options ? 'text' : 'exact'
}

/** Rules to begin with, from the fields that an object has: one for each that tells records apart. */
export function startingRules(nameField: string, fields: readonly CatalogField[], types: FieldTypes): DuplicateRule[] {
  const found = comparableFields(fields, types).flatMap(({ name, type }): DuplicateRule[] => {
    if (type === 'phone') return [{ match: [{ field: name, normalise: 'phone' }], action: 'warn' }]
    if (type === 'email') return [{ match: [{ field: name, normalise: 'email' }], action: 'warn' }]
    if (name !== nameField || type !== 'text') return []
    return [{ match: [{ field: name, normalise: 'text' }], action: 'warn' }]
  })
  return found.slice(0, MAX_STARTS)
}

const MAX_STARTS = 3

/** A rule as the draft keeps it: nothing empty, texts in both languages. */
export function savedDuplicate({ message, where, ...rule }: DuplicateRule): DuplicateRule {
  const said = message && !isBlankText(message) ? { message: completeText(message) } : {}
  return withoutEmpty({ ...rule, ...said, where: where?.trim() ?? '' })
}

/** The rules with a place each, as the engine orders them: those that say nothing of theirs come last, by name. */
export function placedRules(rules: Record<string, DuplicateRule>): Record<string, DuplicateRule> {
  if (Object.values(rules).every(({ order }) => order !== undefined)) return rules
  const sorted = Object.entries(rules).sort(([a, one], [b, two]) => placeOf(one) - placeOf(two) || (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([name, rule], at) => [name, { ...rule, order: (at + 1) * ORDER_STEP }]))
}

const ORDER_STEP = 10
const placeOf = ({ order }: DuplicateRule): number => order ?? Number.MAX_SAFE_INTEGER

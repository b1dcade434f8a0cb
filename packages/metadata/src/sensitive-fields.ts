import type { CheckedExpression } from '@fieldwork/expressions'
import type { ExpressionKind } from '@fieldwork/fields'
import type { Catalog, CompiledField, CompiledObject } from './catalog.ts'
import type { FieldAddress, SensitiveFields } from './compile/sensitive-sources.ts'

/** How much of a hidden value is shown: nothing, its last four characters, its first one, or what follows the @. */
export type Mask = 'all' | 'last4' | 'first' | 'domain'

/** The mask of a field; null: everybody who reads the record reads it. */
export function maskOf({ property }: Pick<CompiledField, 'property'>): Mask | null {
  const { sensitive } = property['x-field']
  if (!sensitive) return null
  return sensitive === true ? 'all' : sensitive.mask
}

const marked = new WeakMap<CompiledObject, boolean>()
const anyMarked = new WeakMap<Catalog, boolean>()

/** Whether any field is sensitive. Asked of each object once, however many catalogs share it: where nothing is sensitive, nothing else is looked at. */
export function hasSensitive(catalog: Catalog): boolean {
  const known = anyMarked.get(catalog)
  if (known !== undefined) return known
  const has = [...catalog.objects.values()].some(hasMarked)
  anyMarked.set(catalog, has)
  return has
}

function hasMarked(object: CompiledObject): boolean {
  const known = marked.get(object) ?? [...object.fields.values()].some((field) => maskOf(field) !== null)
  marked.set(object, known)
  return known
}

/** The fields of a catalog, as far as it matters whose secrets they show. */
export function inCatalog(catalog: Catalog): SensitiveFields {
  const at = ({ object, field }: FieldAddress) => catalog.objects.get(object)?.fields.get(field)
  return {
    isMarked: (address) => {
      const field = at(address)
      return field !== undefined && maskOf(field) !== null
    },
    reads: (address) => {
      const field = at(address)
      return field ? readBy(address.object, field) : []
    },
    step: (object, name) => stepOf(catalog, object, name),
  }
}

/** What a formula or a roll-up of an object reads, nothing for other fields. */
export function readBy(object: string, { formula, rollUp }: CompiledField) {
  if (formula) return readsOf(object, formula)
  if (!rollUp) return []
  const own = [rollUp.field, rollUp.by].flatMap((name) =>
    name === null ? [] : [{ object: rollUp.object, path: [name] }],
  )
  return [...own, ...(rollUp.where ? readsOf(rollUp.object, rollUp.where) : [])]
}

/** Every path that an expression over records of an object reads, each from the object at which it begins. */
function readsOf(object: string, { paths, variables }: Pick<CheckedExpression, 'paths' | 'variables'>) {
  const others = variables.flatMap(([name, ...path]) => (name === 'old' ? [{ object, path }] : []))
  return [...paths.map((path) => ({ object, path })), ...others]
}

function stepOf(catalog: Catalog, object: string, name: string): string | null {
  const at = catalog.objects.get(object)
  const field = at?.fields.get(name)
  if (!field) return at?.collections.get(name)?.object ?? null
  return field.reference ?? recordsIn(field.type.expression(field.property))
}

const recordsIn = (kind: ExpressionKind): string | null =>
  kind.kind === 'list' && kind.of.kind === 'record' ? kind.of.object : null

/** The fields at the ends of the paths that an expression over records of an object reads. */
export function fieldsRead(
  catalog: Catalog,
  object: string,
  expression: Pick<CheckedExpression, 'paths' | 'variables'>,
): { object: CompiledObject; field: CompiledField; path: readonly string[] }[] {
  return readsOf(object, expression).flatMap(({ object: start, path }) => {
    const steps = []
    let at: string | null = start
    for (const name of path) {
      const owner: CompiledObject | undefined = at === null ? undefined : catalog.objects.get(at)
      const field = owner?.fields.get(name)
      if (owner && field) steps.push({ object: owner, field, path })
      at = at === null ? null : stepOf(catalog, at, name)
    }
    return steps
  })
}

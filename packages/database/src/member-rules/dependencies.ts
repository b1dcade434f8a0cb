import type { CompiledField, CompiledMatch, CompiledObject } from '@fieldwork/metadata'
import { fieldOf, storedColumn } from '../query/record-scope.ts'
import { hopOf } from './route.ts'
import type { Hop } from './route.ts'
import type { RuleInput } from './rule-context.ts'

/** What a write of an object's records has to do with a rule; other columns than these do not matter. */
export type Dependency = { object: CompiledObject; columns: ReadonlySet<string> } & (
  | { kind: 'own' }
  /** the records are reached from those with members */
  | { kind: 'way'; hops: readonly Hop[] }
  | { kind: 'mapping' }
  /** the hierarchy of the values of a match */
  | { kind: 'tree'; match: CompiledMatch; index: number }
  /** linked: accounts of the people named, not these themselves */
  | { kind: 'people'; isLinked: boolean }
)

/** Everything that decides who is a member by a rule, by object. */
export function dependenciesOf(input: RuleInput): Dependency[] {
  const { catalog, rule } = input
  const [object, mapping, user] = [catalog.object(rule.object), catalog.object(rule.mapping), catalog.object('user')]
  const ways = createWays(input, object)
  for (const { path } of rule.match) ways.add([], object, path)
  for (const path of rule.when?.paths ?? []) ways.add([], object, path)
  const keys = rule.match.map(({ key }) => fieldOf(mapping, key))
  const people = fieldOf(mapping, rule.people.field)
  const trees = rule.match.flatMap((match, index): Dependency[] => {
    if (match.below === null) return []
    const tree = catalog.object(match.below)
    return [{ kind: 'tree', object: tree, columns: columns(fieldOf(tree, tree.hierarchy ?? '')), match, index }]
  })
  return [
    ...ways.all(),
    { kind: 'mapping', object: mapping, columns: columns(...keys, people).add('deleted_at') },
    ...trees,
    {
      kind: 'people',
      object: user,
      isLinked: rule.people.of === 'employee',
      columns: columns(...known(user, ['employee', 'active'])).add('deleted_at'),
    },
    ...(rule.people.of === 'user' ? [] : [ofEmployees(catalog.object('employee'))]),
  ]
}

const ofEmployees = (employee: CompiledObject): Dependency => ({
  kind: 'people',
  object: employee,
  isLinked: false,
  columns: columns(...known(employee, ['employment_state'])).add('deleted_at'),
})

const known = ({ fields }: CompiledObject, names: readonly string[]): CompiledField[] =>
  names.flatMap((name) => fields.get(name) ?? [])

const columns = (...fields: CompiledField[]): Set<string> => new Set(fields.map(storedColumn))

/** Gathers what paths from the records read, formulas included; the same way to an object is one dependency. */
function createWays({ catalog }: RuleInput, root: CompiledObject) {
  const found = new Map<string, { object: CompiledObject; hops: readonly Hop[]; columns: Set<string> }>()
  read([], root, 'deleted_at')

  function read(hops: readonly Hop[], object: CompiledObject, column: string): void {
    const key = hops.map(({ kind, to, field }) => `${kind} ${to.name} ${field.name}`).join('/')
    const place = found.get(key) ?? { object, hops, columns: new Set<string>() }
    place.columns.add(column)
    found.set(key, place)
  }

  function add(start: readonly Hop[], from: CompiledObject, path: readonly string[]): void {
    let [hops, object] = [start, from]
    for (const name of path) {
      const field = object.fields.get(name)
      if (field?.formula) {
        for (const inner of field.formula.paths) add(hops, object, inner)
        return
      }
      if (field) read(hops, object, storedColumn(field))
      const hop = hopOf(catalog, object, name)
      if (!hop) return
      hops = [...hops, hop]
      object = hop.to
      if (hop.kind === 'down') for (const column of [storedColumn(hop.field), 'deleted_at']) read(hops, object, column)
    }
  }

  const all = (): Dependency[] =>
    [...found.values()].map((place) =>
      place.hops.length === 0 ? { kind: 'own', ...place } : { kind: 'way', ...place },
    )
  return { add, all }
}

import type { CompletenessGroup, ObjectOptions, RecordType } from './definitions.ts'
import { withoutEmpty } from './json.ts'

const ORDER_STEP = 10

type Types = Record<string, RecordType>
type Groups = Record<string, CompletenessGroup>

/** Record types or completeness groups in their order; equal orders by name. */
export function inOrder<T extends { order?: number }>(entries: Record<string, T> | undefined): [string, T][] {
  const placed = Object.entries(entries ?? {}).map(([name, entry], index) => ({
    name,
    entry,
    order: entry.order ?? (index + 1) * ORDER_STEP,
  }))
  placed.sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))
  return placed.map(({ name, entry }) => [name, entry])
}

/** Adds or replaces an entry; a new one goes last. */
export function putEntry<T extends { order?: number }>(
  entries: Record<string, T> | undefined,
  name: string,
  entry: T,
): Record<string, T> {
  const orders = inOrder(entries).map(([, { order }], index) => order ?? (index + 1) * ORDER_STEP)
  const order = entry.order ?? entries?.[name]?.order ?? Math.max(0, ...orders) + ORDER_STEP
  return { ...entries, [name]: { ...entry, order } }
}

/** Removes an entry; undefined when none is left. */
export function dropEntry<T>(entries: Record<string, T> | undefined, name: string): Record<string, T> | undefined {
  const { [name]: _removed, ...rest } = entries ?? {}
  return Object.keys(rest).length > 0 ? rest : undefined
}

/** Puts an entry at a position among the others and numbers them in their new order. */
export function moveEntry<T extends { order?: number }>(
  entries: Record<string, T>,
  name: string,
  position: number,
): Record<string, T> {
  const names = inOrder(entries).map(([each]) => each)
  const rest = names.filter((each) => each !== name)
  const target = Math.max(0, Math.min(position, rest.length))
  const sorted = [...rest.slice(0, target), name, ...rest.slice(target)]
  return Object.fromEntries(
    Object.entries(entries).map(([each, entry]) => [
      each,
      { ...entry, order: (sorted.indexOf(each) + 1) * ORDER_STEP },
    ]),
  )
}

/** Adds or replaces a record type; one that is the default takes that from the others. */
export function putRecordType(types: Types | undefined, name: string, type: RecordType): Types {
  const next = putEntry(types, name, type)
  if (type.default !== true) return next
  return Object.fromEntries(
    Object.entries(next).map(([each, { default: isDefault, ...rest }]) => [
      each,
      each === name && isDefault ? { ...rest, default: true } : rest,
    ]),
  )
}

/** The type that new records have: the one marked, else the first active one. */
export function defaultType(types: Types | undefined): string | undefined {
  const usable = inOrder(types).filter(([, { active }]) => active !== false)
  return (usable.find(([, type]) => type.default) ?? usable[0])?.[0]
}

/** What an object says of its types and groups, without a field that is removed from it. */
export function withoutFieldInTypes(options: ObjectOptions, field: string): ObjectOptions {
  const { recordTypes, completeness, ...rest } = options
  return {
    ...rest,
    ...(recordTypes ? { recordTypes: typesWithout(recordTypes, field) } : {}),
    ...(completeness ? withGroups(groupsWithout(completeness, field)) : {}),
  }
}

function typesWithout(types: Types, field: string): Types {
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => {
      const kept = {
        ...type,
        required: type.required?.filter((each) => each !== field),
        hidden: type.hidden?.filter((each) => each !== field),
        options: dropEntry(type.options, field),
        defaults: dropEntry(type.defaults, field),
      }
      return [name, withoutEmpty(kept) as RecordType]
    }),
  )
}

function groupsWithout(groups: Groups, field: string): Groups {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, group]) => {
      const fields = dropEntry(group.fields, field)
      return fields ? [[name, { ...group, fields }]] : []
    }),
  )
}

const withGroups = (completeness: Groups) => (Object.keys(completeness).length > 0 ? { completeness } : {})

import type { LocalizedText } from '@fieldwork/expressions'

import { inOrder, putEntry } from './record-types.ts'

/** Lines of a new record, made of records that belong to the source. */
export interface ConversionLines {
  /** collection of the source */
  from: string
  /** collection of lines of the target */
  to: string
  when?: string
  /** expressions over the source line, by field of the new line */
  values: Record<string, string>
  /** field of the new line that refers to the source line */
  source?: string
  quantity?: { from: string; converted: string; to: string }
}

/** One record that a conversion makes. */
export interface ConversionTarget {
  object: string
  label?: LocalizedText
  order?: number
  /** whoever converts decides whether it is made */
  optional?: boolean
  when?: string
  /** a record that is there already may take its place */
  existing?: { suggest?: string }
  /** expressions over the source, by field */
  values?: Record<string, string>
  /** by field: the target before it that the field refers to */
  links?: Record<string, string>
  /** field that refers back to the source */
  source?: string
  lines?: Record<string, ConversionLines>
  /** over the target: one for which it holds counts as if it had not been made */
  cancelled?: string
}

/** What the source learns of a conversion. */
export interface ConversionWriteBack {
  set?: Record<string, string>
  links?: Record<string, string>
  transition?: string
  /** there when the source changes back with what was made of it; an empty one empties the links */
  undo?: { transition?: string }
}

/** How a record becomes others, as its author writes it. */
export interface ConversionDefinition {
  name: string
  label?: LocalizedText
  help?: LocalizedText
  order?: number
  source: string
  when?: string
  repeat?: boolean
  targets: Record<string, ConversionTarget>
  writeBack?: ConversionWriteBack
}

/** The targets in the order in which they are made. */
export function targetsOf({ targets }: ConversionDefinition): [string, ConversionTarget][] {
  return inOrder(targets)
}

/** Adds a target, called after its object, that is made last. */
export function addTarget(conversion: ConversionDefinition, target: ConversionTarget): ConversionDefinition {
  const key = freeKey(target.object, Object.keys(conversion.targets))
  return { ...conversion, targets: putEntry(conversion.targets, key, target) }
}

/** A key that is not taken: the name itself, or one with a number. */
export function freeKey(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? name : `${name.slice(0, 44)}_${number}`
    if (!taken.includes(key)) return key
  }
}

/** Removes a target, and what refers to it. */
export function removeTarget(conversion: ConversionDefinition, key: string): ConversionDefinition {
  const { [key]: _removed, ...rest } = conversion.targets
  const targets = Object.entries(rest).map(([name, { links, ...target }]) => [
    name,
    links ? { ...target, links: without(links, key) } : target,
  ])
  const { writeBack } = conversion
  return {
    ...conversion,
    targets: Object.fromEntries(targets),
    ...(writeBack?.links ? { writeBack: { ...writeBack, links: without(writeBack.links, key) } } : {}),
  }
}

const without = (links: Record<string, string>, key: string): Record<string, string> =>
  Object.fromEntries(Object.entries(links).filter(([, target]) => target !== key))

/** With a part changed; what is undefined, empty text or false is left out. */
export function changed<T extends object>(value: T, change: { [Key in keyof T]?: T[Key] | undefined }): T {
  const said = Object.entries({ ...value, ...change }).filter(
    ([, entry]) => entry !== undefined && entry !== '' && entry !== false,
  )
  return Object.fromEntries(said) as T
}

/** A field with what it is called; the part of the catalog that mappings need. */
interface NamedField {
  name: string
}

/** The fields on both sides that have the same name, and are not mapped yet: each with the source's field as its value. */
export function sameNames(
  source: readonly NamedField[],
  target: readonly NamedField[],
  isFitting: (name: string) => boolean,
): Record<string, string> {
  const known = new Set(source.map(({ name }) => name))
  const same = target.filter(({ name }) => known.has(name) && isFitting(name))
  return Object.fromEntries(same.map(({ name }) => [name, name]))
}

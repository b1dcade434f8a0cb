import { useMemo } from 'react'

import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'
import type { Block, SummaryField } from '../model/definitions.ts'

const COMPUTED = new Set(['roll-up', 'formula'])
const AT_FIRST = 4

/**
 * What a summary can show: the fields of an object, those of the records it refers to as `customer.name`, and what the
 * given blocks show from further away.
 */
export function useSummaryChoices(object: StudioObject, blocks: Block[]): CatalogField[] {
  const objects = useStudioObjects()
  const shown = [...new Set(blocks.flatMap(pathsOf))].join(' ')
  return useMemo(() => {
    const own = object.fields.filter(isTelling)
    const near = [...own, ...own.flatMap((field) => fieldsBehind(field, objects))]
    const known = new Set(near.map(({ name }) => name))
    const far = shown.split(' ').filter((path) => path !== '' && !known.has(path))
    return [...near, ...far.flatMap((path) => fieldAt(object, path.split('.'), objects) ?? [])]
  }, [object, objects, shown])
}

const isTelling = ({ name }: CatalogField): boolean => name !== 'id' && name !== 'version'

const targetOf = (lookup: CatalogField, objects: StudioObject[]): StudioObject | undefined =>
  objects.find(({ name }) => name === lookup.reference)

const fieldsBehind = (lookup: CatalogField, objects: StudioObject[]): CatalogField[] =>
  targetOf(lookup, objects)
    ?.fields.filter(({ system }) => !system)
    .map((field) => behind(lookup, field)) ?? []

function fieldAt(object: StudioObject, [name, ...rest]: string[], objects: StudioObject[]): CatalogField | undefined {
  const field = object.fields.find((each) => each.name === name)
  if (!field || rest.length === 0) return field
  const target = targetOf(field, objects)
  const last = target && fieldAt(target, rest, objects)
  return last && behind(field, last)
}

/** A field as it is called from where the lookup is. */
function behind({ name, label }: CatalogField, field: CatalogField): CatalogField {
  return {
    ...field,
    name: `${name}.${field.name}`,
    label: { en: `${label.en} · ${field.label.en}`, 'zh-CN': `${label['zh-CN']} · ${field.label['zh-CN']}` },
  }
}

/** The paths that a summary shows, in their order. */
export function pathsOf({ fields = {} }: Block): string[] {
  return Object.entries(fields)
    .sort(([, a], [, b]) => (a.order ?? 0) - (b.order ?? 0))
    .map(([path]) => path)
}

/** The paths with one of them at another position among the rest. */
export function movedPath(paths: string[], path: string, position: number): string[] {
  const rest = paths.filter((each) => each !== path)
  const at = Math.max(0, Math.min(position, rest.length))
  return [...rest.slice(0, at), path, ...rest.slice(at)]
}

/** The chosen fields in their order, each with the label it was given before. */
export function summaryOf(paths: string[], before: Record<string, SummaryField> = {}): Record<string, SummaryField> {
  return Object.fromEntries(paths.map((path, at) => [path, { ...before[path], order: at + 1 }]))
}

/** What a new summary shows: what is computed, or else the name. */
export function startingSummary({ fields, nameField }: StudioObject): Record<string, SummaryField> {
  const computed = fields.filter(({ type }) => COMPUTED.has(type)).map(({ name }) => name)
  return summaryOf(computed.length > 0 ? computed.slice(0, AT_FIRST) : [nameField])
}

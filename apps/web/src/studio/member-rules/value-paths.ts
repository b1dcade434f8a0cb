import type { LocalizedText } from '@fieldwork/expressions'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { CatalogField } from '../catalog/types.ts'

const MAX_STEPS = 3

type PathObject = Pick<StudioObject, 'name' | 'label' | 'fields' | 'collections'>

/** A path to values of records, with what each step is called. */
export interface ValuePath {
  path: string
  labels: LocalizedText[]
}

/** What a field holds, as far as a mapping can compare it: records of an object, or plain values of a kind. */
export function comparable({ reference, targets, expression, type }: CatalogField): string | null {
  if (type === 'formula' || type === 'roll-up') return null
  if (reference !== null) return `record ${reference}`
  const one = expression?.kind === 'list' ? expression.of : expression
  if (one?.kind === 'record') return `record ${one.object}`
  if (targets?.length === 1) return `record ${targets[0]}`
  return one && ['text', 'boolean', 'integer'].includes(one.kind) ? one.kind : null
}

/** What the key of a mapping holds; `id` stands for its records. */
export function keyKind(mapping: PathObject, key: string): string | null {
  if (key === 'id') return `record ${mapping.name}`
  const field = mapping.fields.find(({ name }) => name === key)
  return field ? comparable(field) : null
}

/** The paths over lookups and lines that lead from an object to values of a kind, the shortest first. */
export function valuePaths(
  objects: readonly PathObject[],
  { from, kind }: { from: string; kind: string },
): ValuePath[] {
  const byName = new Map(objects.map((object) => [object.name, object]))
  const found: ValuePath[] = []
  let open: (ValuePath & { at: string })[] = [{ path: '', labels: [], at: from }]
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const next: typeof open = []
    for (const { path, labels, at } of open) {
      const object = byName.get(at)
      const way = (name: string, label: LocalizedText) => ({
        path: path === '' ? name : `${path}.${name}`,
        labels: [...labels, label],
      })
      for (const field of object?.fields ?? []) {
        // who made or changed a record says nothing about what it is
        if (field.name === 'created_by' || field.name === 'updated_by' || field.name === 'id') continue
        // plain values are looked for near by: everything has names and notes
        if (comparable(field) === kind && (kind.startsWith('record ') || step === 0))
          found.push(way(field.name, field.label))
        if (field.reference !== null) next.push({ ...way(field.name, field.label), at: field.reference })
      }
      if (step > 0) continue
      for (const { name, object: lines, isLines } of object?.collections ?? []) {
        const label = byName.get(lines)?.label
        if (isLines && label) next.push({ ...way(name, label), at: lines })
      }
    }
    open = next
  }
  return found
}

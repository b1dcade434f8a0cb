import { isPlainObject } from '@fieldwork/metadata'
import type { DefinitionProblem, Layer } from '@fieldwork/metadata'
import type { ColumnChange } from '../schema/column-change.ts'
import { takeBack } from './document-diff.ts'
import { diffLayers } from './stored-documents.ts'
import type { Body, DocumentChange } from './stored-documents.ts'

type FieldName = Pick<ColumnChange, 'object' | 'field'>

/** The layers of a change without what it does to some fields: these stay as they were, in every layer. */
export function withoutFieldChanges(before: Layer[], after: Layer[], fields: readonly FieldName[]): Layer[] {
  const kept = new Map(
    diffLayers(before, after).flatMap((change) => {
      const names = fields.filter(({ object }) => change.kind === 'object' && change.name === object)
      if (names.length === 0 || change.after === null) return []
      return [[`${change.layer}/${change.name}`, withEarlierFields(change, names)] as const]
    }),
  )
  return after.map((layer) => ({
    ...layer,
    documents: layer.documents.flatMap((document) => {
      const body = document.kind === 'object' ? kept.get(`${layer.name}/${document.name}`) : undefined
      if (body === undefined) return [document]
      return body === null ? [] : [{ ...document, body }]
    }),
  }))
}

/** Null where nothing is left of an overlay that did not exist. */
function withEarlierFields({ before, after }: DocumentChange, names: readonly FieldName[]): Body | null {
  const properties = { ...(isPlainObject(after?.properties) ? after.properties : {}) }
  const earlier: Body = isPlainObject(before?.properties) ? before.properties : {}
  for (const { field } of names) {
    if (field in earlier) properties[field] = earlier[field]
    else delete properties[field]
  }
  const body: Body = { ...after, properties }
  if (Object.keys(properties).length === 0 && !isPlainObject(before?.properties)) delete body.properties
  return before === null && Object.keys(body).length === 0 ? null : body
}

/**
 * Makes changes of documents that had to wait, on top of what was changed meanwhile: by path, so only a place that both
 * changed is in the way.
 */
export function applyPending(
  layers: Layer[],
  pending: readonly DocumentChange[],
): { layers: Layer[] } | { problems: DefinitionProblem[] } {
  const problems: DefinitionProblem[] = []
  let result = layers
  for (const change of pending) {
    const { layer, kind, name, before, after } = change
    const target = result.find((candidate) => candidate.name === layer)
    const current = target?.documents.find((document) => document.kind === kind && document.name === name)?.body
    const conflicts: string[] = []
    const sides = { before: after ?? undefined, after: before ?? undefined, current }
    const body = takeBack(sides, conflicts) as Body | undefined
    problems.push(...conflicts.map((pointer) => changedSince(change, pointer)))
    if (target === undefined) problems.push(changedSince(change, ''))
    result = result.map((candidate) => (candidate === target ? withDocument(candidate, change, body) : candidate))
  }
  return problems.length > 0 ? { problems } : { layers: result }
}

/** In its place, where it has one. */
function withDocument(layer: Layer, { kind, name }: DocumentChange, body: Body | undefined): Layer {
  const isIt = (document: Layer['documents'][number]): boolean => document.kind === kind && document.name === name
  if (body === undefined) return { ...layer, documents: layer.documents.filter((document) => !isIt(document)) }
  if (!layer.documents.some(isIt)) return { ...layer, documents: [...layer.documents, { kind, name, body }] }
  return { ...layer, documents: layer.documents.map((document) => (isIt(document) ? { kind, name, body } : document)) }
}

function changedSince({ kind, name }: DocumentChange, pointer: string): DefinitionProblem {
  const place = pointer === '' ? name : `${name}${pointer}`
  const message = {
    en: `${place} was changed again while the task prepared its change; cancel the task and publish it anew`,
    'zh-CN': `后台任务执行期间 ${place} 又被修改；请取消该任务后重新发布`,
  }
  return { kind, name, pointer, code: 'changed_meanwhile', message }
}

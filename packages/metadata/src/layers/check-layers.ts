import type { Kind, Layer } from '../catalog.ts'
import { noExtensions } from '../extensions.ts'
import type { Extensions } from '../extensions.ts'
import { checkDocumentSafety } from '../json/document-safety.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { isKind, kinds } from '../schemas/kind-schemas.ts'
import { didYouMean } from '../suggest.ts'
import { text } from '../words.ts'
import { documentKey } from './merge-layers.ts'

/** Bodies that were found safe; layers are compiled again and again, their documents rarely change. */
const safe = new WeakSet<object>()

/** Finds what must not even be merged: unsafe or oversized documents, and documents that do not say who they are. */
export function checkLayers(layers: Layer[], extensions: Extensions = noExtensions): DefinitionProblem[] {
  return layers.flatMap((layer) => {
    const seen = new Set<string>()
    return layer.documents.flatMap((document) => checkDocument(document, { seen, extensions }))
  })
}

interface Around {
  /** keys of the documents before it */
  seen: Set<string>
  extensions: Extensions
}

function checkDocument({ kind, name, body }: Layer['documents'][number], around: Around): DefinitionProblem[] {
  const { seen, extensions } = around
  const key = documentKey(kind, name)
  const sink = problemSink(kind, name)
  if (!isKind(kind, extensions)) sink.add(noKind(kind, extensions))
  if (seen.has(key)) sink.add(twice(kind, name))
  seen.add(key)
  if (body.name !== undefined && body.name !== name) sink.add(otherName(name, body.name))
  if (!safe.has(body)) for (const problem of checkDocumentSafety(body)) sink.add({ pointer: '', ...problem })
  if (sink.problems.length === 0) safe.add(body)
  return sink.problems
}

function noKind(kind: string, { kinds: added }: Extensions) {
  const hint = didYouMean(kind, [...kinds, ...(added?.keys() ?? [])])
  const message = text(
    `There is no kind of definition called “${kind}”${hint.en}`,
    `没有名为“${kind}”的定义类型${hint['zh-CN']}`,
  )
  return { pointer: '', code: 'unknown_kind', message }
}

function twice(kind: Kind, name: string) {
  const message = text(`There are two definitions of ${kind} “${name}”`, `${kind} “${name}”被定义了两次`)
  return { pointer: '', code: 'duplicate_definition', message }
}

function otherName(name: string, found: unknown) {
  const message = text(
    `The document is kept as “${name}” but calls itself “${String(found)}”`,
    `文档以“${name}”保存，但其名称为“${String(found)}”`,
  )
  return { pointer: '/name', code: 'wrong_name', message }
}

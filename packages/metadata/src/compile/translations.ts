import type { Definition, Kind } from '../catalog.ts'
import type { TranslationDocument } from '../generated/translation.ts'
import { mergePatch } from '../json/merge-patch.ts'
import { partsOf, pointerOf, valueAt } from '../json/pointer.ts'
import { isPlainObject, setOwn } from '../json/plain-object.ts'
import type { PlainObject } from '../json/plain-object.ts'
import type { MergedDocument } from '../layers/merge-layers.ts'
import { documentKey } from '../layers/merge-layers.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { text } from '../words.ts'
import { normalDefinition } from './normal-definition.ts'

/** What translations say about one document. */
export type Texts = { pointer: string; locale: string; text: string }[]

/** The texts of all translations by the document they belong to; later documents win by coming later. */
export function collectTexts(documents: MergedDocument[]): Map<string, Texts> {
  const texts = new Map<string, Texts>()
  for (const document of documents.filter(({ kind }) => kind === 'translation')) {
    const { locale, texts: own } = document.body as unknown as TranslationDocument
    for (const [target, words] of Object.entries(own)) {
      const { key, pointer } = splitTarget(target)
      const list = texts.get(key) ?? []
      list.push({ pointer, locale, text: words })
      texts.set(key, list)
    }
  }
  return texts
}

/** A definition with the texts put in place of its own. */
export function applyTexts(definition: Definition, texts: Texts): Definition {
  return texts.reduce<Definition>((before, { pointer, locale, text: words }) => {
    if (!isLocalized(valueAt(before, pointer))) return before
    return mergePatch(before, nested(partsOf(pointer), { [locale]: words })) as Definition
  }, definition)
}

/**
 * Texts that name no text of any document. What a later layer hides or removes still counts as existing, so that
 * hiding a shipped field does not make a shipped translation wrong.
 */
export function checkTexts(
  documents: MergedDocument[],
  merged: ReadonlyMap<string, MergedDocument>,
): DefinitionProblem[] {
  return documents
    .filter(({ kind }) => kind === 'translation')
    .flatMap(({ name, body }) => {
      const sink = problemSink('translation', name)
      for (const target of Object.keys((body as unknown as TranslationDocument).texts)) {
        if (!hasTarget(merged, target)) sink.add({ pointer: pointerOf('texts', target), ...noTarget(target) })
      }
      return sink.problems
    })
}

function splitTarget(target: string): { key: string; kind: Kind; pointer: string } {
  const [kind = '', name = '', ...rest] = target.split('/')
  return { key: documentKey(kind as Kind, name), kind: kind as Kind, pointer: rest.map((part) => `/${part}`).join('') }
}

/** Whether a text such as `object/customer/x-object/label` stands in some layer. */
export function hasTarget(merged: ReadonlyMap<string, MergedDocument>, target: string): boolean {
  const { key, kind, pointer } = splitTarget(target)
  const document = merged.get(key)
  if (!document) return false
  const lower = document.parts.map(({ body }) => body)
  if (lower.some((body) => isLocalized(valueAt(body, pointer)))) return true
  // labels that nobody wrote exist in the normal form only, and a broken document has none
  return validateDefinition(kind, document.body).length === 0
    ? isLocalized(valueAt(normalDefinition(kind, document.body), pointer))
    : isLocalized(valueAt(document.body, pointer))
}

const isLocalized = (value: unknown): boolean => isPlainObject(value) && typeof value.en === 'string'

function nested(parts: string[], value: unknown): unknown {
  return parts.reduceRight<unknown>((inner, part) => {
    const outer: PlainObject = {}
    setOwn(outer, part, inner)
    return outer
  }, value)
}

function noTarget(target: string) {
  const message = text(
    `“${target}” names no text; write kind/name/path, e.g. object/customer/x-object/label`,
    `“${target}”没有对应的文本，应写作 类型/名称/路径，例如 object/customer/x-object/label`,
  )
  return { code: 'unknown_text', message, params: { target } }
}

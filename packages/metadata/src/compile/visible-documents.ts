import type { Kind } from '../catalog.ts'
import { noExtensions } from '../extensions.ts'
import type { Extensions } from '../extensions.ts'
import type { MergedDocument } from '../layers/merge-layers.ts'
import type { DefinitionProblem } from '../problems.ts'
import { isPluginKind } from '../plugin-kinds.ts'
import { validateDefinition } from '../validation/validate-definition.ts'

/** The documents that are not hidden, apart by whether their schema accepts them. */
export interface VisibleDocuments {
  valid: MergedDocument[]
  /** names by kind, valid or not */
  names: ReadonlyMap<Kind, ReadonlySet<string>>
  problems: DefinitionProblem[]
}

const validated = new WeakMap<MergedDocument, DefinitionProblem[]>()

/** Validates every document that is not hidden against its kind's schema; one that has not changed only once. */
export function visibleDocuments(
  merged: ReadonlyMap<string, MergedDocument>,
  extensions: Extensions = noExtensions,
): VisibleDocuments {
  const names = new Map<Kind, Set<string>>()
  const valid: MergedDocument[] = []
  const problems: DefinitionProblem[] = []
  for (const document of merged.values()) {
    if (document.hidden) continue
    names.set(document.kind, (names.get(document.kind) ?? new Set()).add(document.name))
    const found = validatedOnce(document, extensions)
    problems.push(...found)
    if (found.length === 0) valid.push(document)
  }
  return { valid, names, problems }
}

function validatedOnce(document: MergedDocument, extensions: Extensions): DefinitionProblem[] {
  const { kind, body } = document
  // schemas of plugins are not the same in every catalog
  if (isPluginKind(kind)) return validateDefinition(kind, body, extensions)
  const found = validated.get(document) ?? validateDefinition(kind, body)
  validated.set(document, found)
  return found
}

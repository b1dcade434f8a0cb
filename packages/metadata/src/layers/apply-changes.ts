import type { Definition, Kind, Layer } from '../catalog.ts'
import { normalDefinition } from '../compile/normal-definition.ts'
import { checkDocumentSafety } from '../json/document-safety.ts'
import { diffToPatch, mergePatch } from '../json/merge-patch.ts'
import { valueIn, withoutPath } from '../json/compose-patches.ts'
import { isPlainObject } from '../json/plain-object.ts'
import { partsOf } from '../json/pointer.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem, ProblemInput } from '../problems.ts'
import { didYouMean } from '../suggest.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { text } from '../words.ts'
import { withOrder } from './author-order.ts'
import type { ChangeSet, DocumentName } from './change-set.ts'
import { WORKSPACE } from './check-workspace-names.ts'
import { documentsBelow, ownDocuments } from './documents-of.ts'
import type { Documents } from './documents-of.ts'
import { documentKey, HIDDEN } from './merge-layers.ts'
import { shownAlong } from './shown-along.ts'

type Body = Record<string, unknown>

/** One document as the layers below the workspace say it, and as the workspace does. */
interface Standing {
  shipped: Body | null
  own: Body | null
}

/** The new body in the workspace's layer; null for none. */
type Change = DocumentName & { sent: unknown; apply: (standing: Standing) => { body: Body | null } | ProblemInput }

/**
 * The layers with the changes made in the workspace's own. Only what the changes themselves get wrong is reported
 * here; whether the result is right, `createCatalog` says. Where all that is refused names a document twice or one that
 * there is not, `rest` holds the layers with the other changes, whose problems can be told too.
 */
export function applyChanges(
  layers: Layer[],
  changes: ChangeSet,
): { layers: Layer[] } | { problems: DefinitionProblem[]; rest?: Layer[] } {
  const own = ownDocuments(layers)
  const shipped = documentsBelow(layers)
  const seen = new Set<string>()
  const problems: DefinitionProblem[] = []
  for (const change of listChanges(changes, { below: shipped, own })) {
    const key = documentKey(change.kind, change.name)
    const standing = { shipped: shipped.get(key)?.body ?? null, own: own.get(key)?.body ?? null }
    const found = refusals(change, seen.has(key))
    const result = found.length > 0 ? null : change.apply(standing)
    seen.add(key)
    if (result && 'body' in result) setBody(own, change, result.body)
    else
      problems.push(
        ...asProblems(change, result ? [hinted(result, change, [...own.values(), ...shipped.values()])] : found),
      )
  }
  const below = layers.filter(({ name }) => name !== WORKSPACE)
  const changed = [...below, { name: WORKSPACE, documents: [...own.values()] }]
  if (problems.length === 0) return { layers: changed }
  return problems.every(({ code }) => separable.has(code)) ? { problems, rest: changed } : { problems }
}

/** Problems of changes that say nothing about what the others mean. */
const separable: ReadonlySet<string> = new Set(['repeated_change', 'unknown_definition'])

function listChanges(
  { put = [], patch = [], delete: removed = [], reset = [], show = [] }: ChangeSet,
  documents: Record<'below' | 'own', Documents>,
): Change[] {
  return [
    ...reset.map(({ kind, name }): Change => ({ kind, name, sent: null, apply: applyReset })),
    ...put.map(({ kind, definition }): Change => {
      return { kind, name: String(definition?.name), sent: definition, apply: (s) => applyPut(s, kind, definition) }
    }),
    ...patch.map(({ kind, name, patch }): Change => ({ kind, name, sent: patch, apply: (s) => applyPatch(s, patch) })),
    ...removed.map(({ kind, name }): Change => ({ kind, name, sent: null, apply: applyDelete })),
    ...shownDocuments(show, documents),
  ]
}

function applyPut({ shipped }: Standing, kind: Kind, definition: Definition): { body: Body | null } {
  const { $schema: _schema, ...put } = mergePatch({}, definition) as Definition
  if (shipped === null) return { body: withOrder(kind, put as Definition) }
  return { body: unlessEmpty(difference(kind, { name: put.name, ...shipped } as Definition, put as Definition)) }
}

/** The difference of the normal forms, so that what a reader of the normal form sends back unchanged is no change. */
function difference(kind: Kind, from: Definition, to: Definition): Body {
  const { $schema: _schema, ...before } = from
  const isValid = [before as Definition, to].every((side) => validateDefinition(kind, side).length === 0)
  const normal = (side: Body) => (isValid ? normalDefinition(kind, side as Definition) : side)
  return diffToPatch(normal(before), normal(to)) as Body
}

function applyPatch({ shipped, own }: Standing, patch: Body): { body: Body | null } | ProblemInput {
  if (shipped === null && own === null) return missing()
  const patched = mergePatch(mergePatch(shipped ?? {}, own ?? {}), patch) as Body
  return { body: shipped === null ? patched : unlessEmpty(diffToPatch(shipped, patched) as Body) }
}

function applyDelete({ shipped, own }: Standing): { body: Body | null } | ProblemInput {
  if (shipped === null) return own === null ? missing() : { body: null }
  return { body: { ...own, [HIDDEN]: true } }
}

function applyReset({ shipped }: Standing): { body: null } | ProblemInput {
  return shipped === null ? missing() : { body: null }
}

/** One change for each document, whatever number of its parts is to be shown. */
function shownDocuments(show: NonNullable<ChangeSet['show']>, documents: Record<'below' | 'own', Documents>): Change[] {
  const paths = new Map<string, Change & { paths: string[][] }>()
  const named = show.map(({ kind, name, path = '' }) => ({ kind, name, path }))
  for (const { kind, name, path } of named.flatMap((part) => [part, ...shownAlong(documents, part)])) {
    const key = documentKey(kind, name)
    const wanted = [...(paths.get(key)?.paths ?? []), path === '' ? [HIDDEN] : partsOf(path)]
    paths.set(key, { kind, name, sent: null, paths: wanted, apply: (standing) => applyShow(standing, wanted) })
  }
  return [...paths.values()]
}

function applyShow({ shipped, own }: Standing, paths: string[][]): { body: Body | null } | ProblemInput {
  if (shipped === null) return missing()
  const shown = paths.reduce<unknown>((body, path) => (isHidden(body, path) ? withoutPath(body, path) : body), own)
  return { body: isPlainObject(shown) ? unlessEmpty(shown) : null }
}

const isHidden = (body: unknown, path: string[]): boolean =>
  [true, null].includes(valueIn(body, path) as boolean | null)

const unlessEmpty = (patch: Body): Body | null => (Object.keys(patch).length === 0 ? null : patch)

function setBody(own: Documents, { kind, name }: DocumentName, body: Body | null): void {
  const key = documentKey(kind, name)
  if (body === null) own.delete(key)
  else own.set(key, { kind, name, body })
}

function refusals({ sent, name }: Change, isRepeated: boolean): ProblemInput[] {
  if (sent !== null && !isPlainObject(sent)) return [{ pointer: '', ...notAnObject() }]
  const found: ProblemInput[] = checkDocumentSafety(sent).map((problem) => ({ pointer: '', ...problem }))
  if (isRepeated) found.push({ pointer: '', ...repeated(name) })
  if (sent !== null && sent.name !== undefined && sent.name !== name) found.push({ pointer: '/name', ...renamed(name) })
  return found
}

function asProblems({ kind, name }: Change, inputs: ProblemInput[]): DefinitionProblem[] {
  const sink = problemSink(kind, name)
  for (const input of inputs) sink.add(input)
  return sink.problems
}

const missing = (): ProblemInput => ({ pointer: '', code: 'unknown_definition', message: text('', '') })

/** Says which document is missing, and which one was probably meant. */
function hinted(problem: ProblemInput, { kind, name }: Change, documents: DocumentName[]): ProblemInput {
  const known = documents.filter((document) => document.kind === kind).map((document) => document.name)
  const hint = didYouMean(name, known)
  const message = text(
    `There is no ${kind} “${name}” to change${hint.en}`,
    `没有可修改的 ${kind}“${name}”${hint['zh-CN']}`,
  )
  return { ...problem, message }
}

function notAnObject() {
  return { code: 'wrong_type', message: text('A definition is a JSON object', '定义必须是 JSON 对象') }
}

function repeated(name: string) {
  return { code: 'repeated_change', message: text(`“${name}” is changed twice`, `“${name}”被修改了两次`) }
}

function renamed(name: string) {
  const message = text(`The name “${name}” cannot be changed`, `名称“${name}”不能修改`)
  return { code: 'wrong_name', message }
}

import { diffToPatch, mergePatch } from '@fieldwork/metadata'

import { documentKey } from '../model/change-set.ts'
import type { DraftDocument, DraftDocuments } from '../model/change-set.ts'
import type { Json } from '../model/definitions.ts'
import { sameJson } from '../model/json.ts'

const MAX_STEPS = 100

/** What is kept between visits. */
export interface StoredDraft {
  /** the revision that the bases were read at */
  revision: number
  documents: DraftDocuments
}

/** The draft at one moment; immutable. */
export interface DraftState extends StoredDraft {
  canUndo: boolean
  canRedo: boolean
  /** grows with every change, so that what depends on the draft can tell */
  version: number
}

/** Where a draft is kept. */
export interface DraftStorage {
  load(): StoredDraft | null
  save(draft: StoredDraft | null): void
}

/** The one draft of a browser: every edit of a definition goes through it. */
export interface DraftStore {
  state(): DraftState
  subscribe(listener: () => void): () => void
  /**
   * Takes a document as it shall be; one that equals what is published leaves the draft. Several `isTyping` changes of
   * a document in a row are one step to undo.
   */
  put(document: DraftDocument, options?: { isTyping?: boolean }): void
  /** drops what the draft says about a document */
  drop(key: string): void
  undo(): void
  redo(): void
  clear(): void
  /** repeats the edits on documents that were published meanwhile; `bases` by key, null where one is gone */
  rebase(revision: number, bases: Record<string, Json | null>): void
}

interface Timeline {
  past: DraftDocuments[]
  present: DraftDocuments
  future: DraftDocuments[]
}

/** Creates the draft of a workspace from what was kept. */
export function createDraftStore(storage: DraftStorage, revision: number): DraftStore {
  const listeners = new Set<() => void>()
  const stored = storage.load()
  let timeline: Timeline = { past: [], present: stored?.documents ?? {}, future: [] }
  let typing: string | null = null
  let baseRevision = stored?.revision ?? revision
  let state = stateOf(timeline, baseRevision, 0)

  function show(next: Timeline): void {
    timeline = next
    state = stateOf(timeline, baseRevision, state.version + 1)
    const isEmpty = Object.keys(timeline.present).length === 0
    storage.save(isEmpty ? null : { revision: baseRevision, documents: timeline.present })
    for (const listener of listeners) listener()
  }

  function advance(present: DraftDocuments, typed: string | null = null): void {
    if (sameJson(present, timeline.present)) return
    const isSameStep = typed !== null && typed === typing
    typing = typed
    if (isSameStep) show({ ...timeline, present, future: [] })
    else show({ past: [...timeline.past, timeline.present].slice(-MAX_STEPS), present, future: [] })
  }

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    put: (document, { isTyping = false } = {}) =>
      advance(withDocument(timeline.present, document), isTyping ? documentKey(document.kind, document.name) : null),
    drop: (key) => {
      const { [key]: _dropped, ...rest } = timeline.present
      advance(rest)
    },
    undo: () => {
      const present = timeline.past.at(-1)
      if (!present) return
      typing = null
      show({ past: timeline.past.slice(0, -1), present, future: [timeline.present, ...timeline.future] })
    },
    redo: () => {
      const [present, ...future] = timeline.future
      if (!present) return
      show({ past: [...timeline.past, timeline.present], present, future })
    },
    clear: () => show({ past: [], present: {}, future: [] }),
    rebase: (next, bases) => {
      baseRevision = next
      show({ past: [], present: rebaseDocuments(timeline.present, bases), future: [] })
    },
  }
}

function stateOf({ past, present, future }: Timeline, revision: number, version: number): DraftState {
  return { revision, documents: present, canUndo: past.length > 0, canRedo: future.length > 0, version }
}

function withDocument(documents: DraftDocuments, document: DraftDocument): DraftDocuments {
  const key = documentKey(document.kind, document.name)
  const { [key]: _known, ...rest } = documents
  return sameJson(document.base, document.definition) ? rest : { ...documents, [key]: document }
}

function rebaseDocuments(documents: DraftDocuments, bases: Record<string, Json | null>): DraftDocuments {
  const rebased = Object.entries(documents).flatMap(([key, document]) => {
    const base = bases[key] ?? null
    const next = rebaseDocument(document, base)
    return sameJson(next.base, next.definition) ? [] : [[key, next] as const]
  })
  return Object.fromEntries(rebased)
}

function rebaseDocument(document: DraftDocument, base: Json | null): DraftDocument {
  const origin = document.origin === 'new' && base !== null ? 'own' : document.origin
  if (document.definition === null || base === null) return { ...document, origin, base }
  const edits = diffToPatch(document.base ?? {}, document.definition)
  return { ...document, origin, base, definition: mergePatch(base, edits) as Json }
}

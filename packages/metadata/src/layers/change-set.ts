import type { Definition, Kind } from '../catalog.ts'

/** Names a document. */
export interface DocumentName {
  kind: Kind
  name: string
}

/** What a publisher wants to change in the workspace's layer; each document is named once. */
export interface ChangeSet {
  /** whole documents; one that is shipped is kept as its difference */
  put?: { kind: Kind; definition: Definition }[]
  /** merge patches (RFC 7396) of the document as it is now */
  patch?: (DocumentName & { patch: Record<string, unknown> })[]
  /** removes the workspace's own documents and hides shipped ones; changes to a shipped one are kept for its return */
  delete?: DocumentName[]
  /** drops the workspace's changes to shipped documents: they are as shipped again */
  reset?: DocumentName[]
  /** shows hidden things again: a shipped document, or at `path` (RFC 6901) a part of one that the workspace removed */
  show?: (DocumentName & { path?: string })[]
}

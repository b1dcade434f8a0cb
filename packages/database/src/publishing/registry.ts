import type { LocalizedText } from '@fieldwork/fields'
import { appError, applyChanges } from '@fieldwork/metadata'
import type { Catalog, ChangeSet, DefinitionProblem, Kind, Layer } from '@fieldwork/metadata'
import type { Database } from '../connection/types.ts'
import type { SchemaStep } from '../schema/steps.ts'
import { namedDocuments } from './changed-meanwhile.ts'
import type { Basis } from './changed-meanwhile.ts'
import { assertUnchanged, commitRevision, loadSnapshot, planDraft, prepare } from './commit-revision.ts'
import type { Edit, RevisionRequest, Snapshot } from './commit-revision.ts'
import { invertRevision } from './invert-revision.ts'
import { administratorProblems } from './keep-administrator.ts'
import { describeRevision, listRevisions, readRevision } from './revision-history.ts'
import type { RevisionDetail, RevisionSummary } from './revision-history.ts'
import { listenForRevisions } from './revision-listener.ts'
import { loadDocuments, workspaceLayer } from './stored-documents.ts'

/** Who publishes; null is the program itself. */
export type Publisher = { id: string } | null

/** What publishing would do. */
export interface Plan {
  problems: DefinitionProblem[]
  steps: SchemaStep[]
}

/** What changes were made on. */
export interface BaseOption {
  /** refuse where a later revision than this one changed one of the same documents */
  baseRevision?: number | undefined
}

export interface PublishOptions {
  /** accept steps that are not safe */
  confirm?: boolean
  message?: string
}

export interface RegistryOptions {
  /** shipped layers, lowest first */
  packages: Layer[]
  /** what day a moment is on when a field changes between date and time; default Asia/Shanghai */
  timeZone?: string
  /** accept steps of a package upgrade that are not safe */
  confirm?: boolean
}

/** The workspace's metadata: the current catalog, and the only way to change it. */
export interface Registry {
  /** the current catalog of this node; a constant-time read */
  catalog(): Catalog
  /** the latest catalog there is, read if another node published */
  refresh(): Promise<Catalog>
  /** @throws changed_meanwhile */
  plan(changes: ChangeSet & BaseOption, actor?: Publisher): Promise<Plan>
  /**
   * @returns the revision that holds the changes; the present one where they change nothing
   * @throws validation_failed (every problem), plan_needs_confirmation (`params.steps`), changed_meanwhile, plan_conflict
   */
  publish(changes: ChangeSet & PublishOptions & BaseOption, actor: Publisher): Promise<{ revision: number }>
  /** latest first; `before` continues a page */
  revisions(page?: { limit?: number; before?: number }): Promise<RevisionSummary[]>
  /** @throws not_found */
  revision(revision: number): Promise<RevisionDetail>
  /** Publishes the inverse of one revision as a new one. Throws as `publish`; not_found. */
  revert(revision: number, actor: Publisher, options?: PublishOptions): Promise<{ revision: number }>
  /** The merged document in normal form, or exactly what one layer says. Throws not_found. */
  document(kind: Kind, name: string, layer?: string): Record<string, unknown>
  /** every layer with its documents, lowest first; not to be changed */
  layers(): readonly Layer[]
  close(): Promise<void>
}

/** Loads the workspace, installs the packages where they changed (as a revision of its own), and follows other nodes. */
export async function createRegistry(db: Database, options: RegistryOptions): Promise<Registry> {
  const state = await openState(db, options)
  const listener = listenForRevisions(db, state.refresh)
  const publish = async (request: RevisionRequest): Promise<{ revision: number }> => {
    const snapshot = await commitRevision(state.context(), request)
    state.advance(snapshot)
    return { revision: snapshot.catalog.revision }
  }

  return {
    catalog: () => state.current().catalog,
    refresh: state.refresh,
    plan: ({ baseRevision, ...changes }) =>
      plan(db, state, { edit: (layers) => applyChanges(layers, changes), basis: basisOf(changes, baseRevision) }),
    publish: ({ confirm = false, message, baseRevision, ...changes }, actor) =>
      publish({
        edit: (layers) => applyChanges(layers, changes),
        confirm,
        message: message ?? null,
        actor: actor?.id ?? null,
        basis: basisOf(changes, baseRevision),
      }),
    revisions: (page = {}) => listRevisions(db, page),
    revision: (revision) => describeRevision(db, revision),
    async revert(revision, actor, { confirm = false, message } = {}) {
      const { changes } = await readRevision(db, revision)
      const edit: Edit = (layers) => invertRevision(layers, revision, changes)
      const own = { en: `Revert ${revision}`, 'zh-CN': `撤销版本 ${revision}` }
      return publish({ edit, confirm, message: message ?? own, actor: actor?.id ?? null, reverts: revision })
    },
    document: (kind, name, layer) => findDocument(state.current(), { kind, name, layer }),
    layers: () => state.current().layers,
    close: () => listener.close(),
  }
}

const basisOf = (changes: ChangeSet, revision: number | undefined): Basis | null =>
  revision === undefined ? null : { revision, documents: namedDocuments(changes) }

interface State {
  current(): Snapshot
  /** Takes a newer snapshot; an older one that arrives late is left aside. */
  advance(snapshot: Snapshot): void
  refresh(): Promise<Catalog>
  context(): { db: Database; timeZone: string; known: Snapshot }
}

async function openState(
  db: Database,
  { packages, timeZone = 'Asia/Shanghai', confirm = false }: RegistryOptions,
): Promise<State> {
  const install: RevisionRequest = {
    edit: (layers) => ({ layers: withPackages(layers, packages) }),
    confirm,
    message: installing(packages.map((layer) => layer.name)),
    actor: null,
  }
  let current = await commitRevision({ db, timeZone, known: null }, install)
  const context = () => ({ db, timeZone, known: current })
  const advance = (snapshot: Snapshot): void => {
    if (snapshot.catalog.revision > current.catalog.revision) current = snapshot
  }
  const refresh = shared(async () => {
    const { rows } = await db.query<{ revision: number }>({
      text: 'select revision::float8 as revision from fw_revision',
    })
    if (rows[0]!.revision !== current.catalog.revision) advance(await loadSnapshot(db, context()))
    return current.catalog
  })
  return { current: () => current, advance, refresh, context }
}

const installing = (names: string[]): LocalizedText => ({
  en: `Install ${names.join(', ')}`,
  'zh-CN': `安装 ${names.join('、')}`,
})

/** Documents keep their identity where the text is the same, so nothing is compiled or stored for them. */
function withPackages(stored: Layer[], packages: Layer[]): Layer[] {
  const own = stored.filter((layer) => layer.name === workspaceLayer)
  return [...packages.filter((layer) => layer.name !== workspaceLayer), ...own]
}

/**
 * Callers share one run, but never one that began before they asked: it may have read the revision too early.
 */
function shared<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  let next: Promise<T> | null = null
  const start = (): Promise<T> => {
    next = null
    running = run().finally(() => (running = null))
    return running
  }
  return () => {
    if (running === null) return start()
    next ??= running.then(start, start)
    return next
  }
}

/** Counting what does not fit reads whole tables. */
const planTimeoutMs = 300_000

/** Compares in a transaction of its own, so from one moment, and without any lock. */
async function plan(
  db: Database,
  state: State,
  { edit, basis }: Pick<RevisionRequest, 'edit' | 'basis'>,
): Promise<Plan> {
  return db.transaction(
    async (tx) => {
      await tx.query({ text: `set local statement_timeout = ${planTimeoutMs}` })
      const context = state.context()
      await assertUnchanged(tx, context, basis)
      const draft = prepare(context, await loadDocuments(tx, context.known.layers), edit)
      if ('problems' in draft) return { problems: draft.problems, steps: [] }
      const locksOut = await administratorProblems(tx, context.known.catalog, draft.catalog)
      const { problems, steps } = await planDraft(tx, context, draft)
      return { problems: [...locksOut, ...problems], steps }
    },
    { isolation: 'repeatable read' },
  )
}

function findDocument(
  { catalog, layers }: Snapshot,
  { kind, name, layer }: { kind: Kind; name: string; layer: string | undefined },
): Record<string, unknown> {
  const inLayer = () =>
    layers.find((candidate) => candidate.name === layer)?.documents.find((d) => d.kind === kind && d.name === name)
      ?.body
  const found = layer === undefined ? catalog.documents(kind).get(name) : inLayer()
  if (found === undefined) throw appError('not_found', { name })
  return found
}

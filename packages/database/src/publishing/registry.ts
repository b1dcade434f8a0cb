import { randomUUID } from 'node:crypto'
import type { LocalizedText } from '@fieldwork/fields'
import { appError, applyChanges } from '@fieldwork/metadata'
import type { Catalog, ChangeSet, DocumentName, Extensions, Kind, Layer } from '@fieldwork/metadata'
import type { Database, Queryable } from '../connection/types.ts'
import { departmentHandler } from '../access/fill-departments.ts'
import { levelHandler } from '../levels/fill-levels.ts'
import { buildIndexHandler } from '../schema/build-index.ts'
import { checkReferencesHandler } from '../schema/check-references.ts'
import { nudgeTasks } from '../tasks/enqueue-task.ts'
import { listTasks } from '../tasks/task-list.ts'
import { memberRuleHandler } from '../member-rules/fill-task.ts'
import { rollUpHandler } from '../roll-ups/fill-task.ts'
import { createTaskRunner } from '../tasks/task-runner.ts'
import type { TaskHandler } from '../tasks/task.ts'
import { namedDocuments } from './changed-meanwhile.ts'
import type { Basis } from './changed-meanwhile.ts'
import { closeConflictsOf } from './conflicts.ts'
import { createChangeTypeHandler } from './change-type-handler.ts'
import { commitRevision } from './commit-revision.ts'
import type { RevisionRequest } from './commit-revision.ts'
import { draftCatalogs } from './draft-catalogs.ts'
import type { Drafted } from './draft-catalogs.ts'
import type { Edit, PublishingContext, Snapshot } from './draft.ts'
import { compareRevisions, latestRevisions, listDocumentRevisions } from './document-history.ts'
import type { Comparison, DocumentRevision } from './document-history.ts'
import { installPackages } from './install-packages.ts'
import { invertRevision, partOfChanges } from './invert-revision.ts'
import type { RevertPart } from './invert-revision.ts'
import { loadSnapshot } from './latest-state.ts'
import { createPackageRegistry } from './package-registry.ts'
import type { PackageRegistry } from './package-registry.ts'
import { heardByOthers } from './other-nodes.ts'
import { planEdit } from './plan-edit.ts'
import type { Plan, PlanRequest, Published, Publisher, PublishOptions } from './plan-edit.ts'
import { listKeptColumns, purgeField } from './purge.ts'
import type { KeptColumn, Purged, PurgeInput } from './purge.ts'
import { describeRevision, listRevisions, readRevision } from './revision-history.ts'
import type { RevisionDetail, RevisionSummary } from './revision-history.ts'
import { listenForRevisions } from './revision-listener.ts'

/** What changes were made on. */
export interface BaseOption {
  /** refuse where a later revision than this one changed one of the same documents */
  baseRevision?: number | undefined
}

export interface RegistryOptions {
  /** shipped layers, lowest first */
  packages: Layer[]
  /** names of those that a workspace without them gets; absent: all of them */
  wanted?: readonly string[]
  /** names of plugins that are installed and stay as they are, for their code could not be loaded */
  kept?: readonly string[]
  /** what day a moment is on when a field changes between date and time; default Asia/Shanghai */
  timeZone?: string
  /** accept steps of a package upgrade that are not safe, and older releases than the workspace has */
  confirm?: boolean
  /** how long a publish waits for a table in use, in milliseconds; default 60,000 */
  patienceMs?: number
  /** how tasks of other parts are done, beside those of publishing */
  taskHandlers?: readonly TaskHandler[]
  /** what the program and its plugins add to what definitions can speak of, e.g. workflow steps */
  extensions?: Extensions | undefined
}

/** The workspace's metadata: the current catalog, and the only way to change it. */
export interface Registry {
  /** the current catalog of this node; a constant-time read */
  catalog(): Catalog
  /** the latest catalog there is, read if another node published */
  refresh(): Promise<Catalog>
  /**
   * To be called after a write that changed who may do what: reads what this node does not know yet, and waits until
   * the other nodes have heard of it, so that the next request to any of them is answered accordingly.
   */
  spread(): Promise<void>
  /** of what decides about access, as this node knows it; null: it would not hear of a change, so ask the database */
  accessEpoch(): number | null
  /** Tells whose session, token or account changed on any node: `session <hash>`, `token <id>`, `user <id>`, `everybody`. */
  onCredential(tell: (whose: string) => void): void
  /** @throws changed_meanwhile */
  plan(changes: ChangeSet & BaseOption, actor?: Publisher): Promise<Plan>
  /** The catalogs before and after changes that nobody has published. Looks at no record. Throws changed_meanwhile. */
  draft(changes: ChangeSet & BaseOption): Promise<Drafted>
  /**
   * What it answers with is in effect for the next request; what waits for a task is not, and is named there.
   *
   * @throws validation_failed (every problem), plan_needs_confirmation (`params.steps`), changed_meanwhile, busy,
   *   plan_conflict
   */
  publish(changes: ChangeSet & PublishOptions & BaseOption, actor: Publisher): Promise<Published>
  /** latest first; `before` continues a page */
  revisions(page?: { limit?: number; before?: number }): Promise<RevisionSummary[]>
  /** @throws not_found */
  revision(revision: number): Promise<RevisionDetail>
  /** Publishes the inverse of one revision, or of a part of it, as a new one. Throws as `publish`; not_found. */
  revert(revision: number, actor: Publisher, options?: PublishOptions & RevertPart): Promise<Published>
  /** What reverting would do. Throws not_found. */
  planRevert(revision: number, part?: RevertPart): Promise<Plan>
  /** The catalogs before and after a revert. Throws not_found. */
  draftRevert(revision: number, part?: RevertPart): Promise<Drafted>
  /** what happened to one document, latest first; `before` continues a page */
  history(document: DocumentName, page?: { limit?: number; before?: number }): Promise<DocumentRevision[]>
  /** the revision that changed each document of a kind last, by name */
  latest(kind: Kind): Promise<ReadonlyMap<string, number>>
  /** one document as all layers said it in two revisions. Throws not_found where it was in neither. */
  compare(document: DocumentName, revisions: { from: number; to: number }): Promise<Comparison>
  /** columns that removed fields left behind */
  kept(): Promise<KeptColumn[]>
  /** Drops such columns with their values. Throws not_found, plan_needs_confirmation (`params.steps`), busy. */
  purge(input: PurgeInput): Promise<Purged>
  /** installed packages, what they bring and take, and what upgrades left to decide */
  packages: PackageRegistry
  /** The merged document in normal form, or exactly what one layer says. Throws not_found. */
  document(kind: Kind, name: string, layer?: string): Record<string, unknown>
  /** every layer with its documents, lowest first; not to be changed */
  layers(): readonly Layer[]
  close(): Promise<void>
}

/** Loads the workspace, installs the packages where they changed (as a revision of its own), and follows other nodes. */
export async function createRegistry(db: Database, options: RegistryOptions): Promise<Registry> {
  const state = await openState(db, options)
  const node = randomUUID().slice(0, 8)
  const told: ((whose: string) => void)[] = []
  const onCredential = (whose: string): void => told.forEach((tell) => tell(whose))
  const listener = listenForRevisions(db, { node, onNudge: state.refresh, onCredential })
  const publish = async (request: RevisionRequest): Promise<Published> => {
    const { tasks, ...snapshot } = await commitRevision(state.context(), request)
    state.advance(snapshot)
    nudgeTasks(db)
    await heardByOthers(db, node)
    const revision = snapshot.catalog.revision
    return { revision, tasks: tasks.length > 0 ? await listTasks(db, { ids: tasks }) : [] }
  }
  const { timeZone = 'Asia/Shanghai' } = options
  const rollUps = rollUpHandler({ catalog: state.refresh, timeZone })
  const handlers = [
    buildIndexHandler,
    checkReferencesHandler,
    createChangeTypeHandler(publish),
    rollUps,
    departmentHandler(state.refresh),
    levelHandler({ catalog: state.refresh, timeZone }),
    memberRuleHandler(state.refresh),
  ] as TaskHandler[]
  const runner = createTaskRunner(db, [...handlers, ...(options.taskHandlers ?? [])])

  const plan = (request: PlanRequest): Promise<Plan> => planEdit(db, state.context(), request)
  const draft = (request: PlanRequest): Promise<Drafted> => draftCatalogs(db, state.context(), request)
  const revertEdit = async (revision: number, documents?: RevertPart['documents']): Promise<Edit> => {
    const { changes, releases } = await readRevision(db, revision)
    const wanted = partOfChanges(revision, changes, documents)
    const inversion = { revision, changes: wanted, releases: documents === undefined ? releases : null }
    return (layers, within) => invertRevision(layers, inversion, within)
  }

  return {
    catalog: () => state.current().catalog,
    refresh: state.refresh,
    async spread() {
      await Promise.all([state.refresh(), heardByOthers(db, node)])
    },
    accessEpoch: () => (listener.isListening() ? state.epoch() : null),
    onCredential: (tell) => void told.push(tell),
    plan: ({ baseRevision, ...changes }) =>
      plan({ edit: (layers) => applyChanges(layers, changes), basis: basisOf(changes, baseRevision) }),
    draft: ({ baseRevision, ...changes }) =>
      draft({ edit: (layers) => applyChanges(layers, changes), basis: basisOf(changes, baseRevision) }),
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
    async revert(revision, actor, { confirm = false, message, documents } = {}) {
      const edit = await revertEdit(revision, documents)
      const own = revertWords(revision, documents)
      const by = actor?.id ?? null
      const alongside = (tx: Queryable) => closeConflictsOf(tx, { revision, actor: by })
      const rest = documents === undefined ? { alongside } : {}
      return publish({ edit, confirm, message: message ?? own, actor: by, reverts: revision, ...rest })
    },
    planRevert: async (revision, { documents } = {}) =>
      plan({ edit: await revertEdit(revision, documents), reverts: revision }),
    draftRevert: async (revision, { documents } = {}) =>
      draft({ edit: await revertEdit(revision, documents), reverts: revision }),
    history: (document, page = {}) => listDocumentRevisions(db, document, page),
    latest: (kind) => latestRevisions(db, kind),
    compare: (document, revisions) => compareRevisions(db, document, revisions),
    kept: () => listKeptColumns(db),
    purge: (input) => purgeField(state.context(), input),
    packages: createPackageRegistry({ db, current: state.current, plan, draft, publish }),
    document: (kind, name, layer) => findDocument(state.current(), { kind, name, layer }),
    layers: () => state.current().layers,
    async close() {
      await runner.close()
      await listener.close()
    },
  }
}

const basisOf = (changes: ChangeSet, revision: number | undefined): Basis | null =>
  revision === undefined ? null : { revision, documents: namedDocuments(changes) }

function revertWords(revision: number, documents: RevertPart['documents']): LocalizedText {
  const names = documents?.map(({ name, path = '' }) => name + path)
  const [en, zh] = names ? [` (${names.join(', ')})`, `（${names.join('、')}）`] : ['', '']
  return { en: `Revert ${revision}${en}`, 'zh-CN': `撤销版本 ${revision}${zh}` }
}

interface State {
  current(): Snapshot
  /** Takes a newer snapshot; an older one that arrives late is left aside. */
  advance(snapshot: Snapshot): void
  refresh(): Promise<Catalog>
  epoch(): number
  context(): PublishingContext & { known: Snapshot }
}

async function openState(
  db: Database,
  {
    packages,
    wanted,
    kept,
    timeZone = 'Asia/Shanghai',
    confirm = false,
    patienceMs = 60_000,
    extensions,
  }: RegistryOptions,
): Promise<State> {
  const install: RevisionRequest = {
    edit: (layers, within) => installPackages({ before: layers, shipped: packages, wanted, kept, confirm }, within),
    confirm,
    message: null,
    actor: null,
    joinsTasks: true,
  }
  let current: Snapshot = await commitRevision({ db, timeZone, patienceMs, known: null, extensions }, install)
  let epoch = 0
  const context = () => ({ db, timeZone, patienceMs, known: current, extensions })
  const advance = (snapshot: Snapshot): void => {
    if (snapshot.catalog.revision > current.catalog.revision) current = snapshot
  }
  const refresh = shared(async () => {
    const { rows } = await db.query<{ revision: number; epoch: number }>({
      name: 'fw_latest',
      text: 'select revision::float8 as revision, epoch::float8 as epoch from fw_revision, fw_acl',
    })
    epoch = Math.max(epoch, rows[0]!.epoch)
    if (rows[0]!.revision !== current.catalog.revision) advance(await loadSnapshot(db, context()))
    return current.catalog
  })
  return { current: () => current, advance, refresh, epoch: () => epoch, context }
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

import type { LocalizedText } from '@fieldwork/fields'
import {
  AppError,
  appError,
  exportPackage,
  hiddenParts,
  locateInPackage,
  partsOf,
  resolveConflict,
  type ConflictChoice,
  type DefinitionProblem,
  type HiddenPart,
  type Layer,
  type PackageDocument,
} from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { Database } from '../connection/types.ts'
import type { RevisionRequest } from './commit-revision.ts'
import type { Edit, Snapshot } from './draft.ts'
import type { Drafted } from './draft-catalogs.ts'
import { closeConflict, listConflicts, readConflict } from './conflicts.ts'
import type { Conflict } from './conflicts.ts'
import { enableEdit } from './enable-plugin.ts'
import { basisOfImport, importEdit } from './import-package.ts'
import type { ImportOptions } from './import-package.ts'
import type { Plan, PlanRequest, Published, PublishOptions, Publisher } from './plan-edit.ts'
import { workspaceLayer } from './stored-documents.ts'
import { uninstallEdit } from './uninstall-package.ts'

export type { ImportOptions } from './import-package.ts'

/** A layer of the workspace as people know it. */
export interface InstalledPackage {
  name: string
  version: string | null
  label: LocalizedText | null
  requires: Record<string, string>
  type: 'package' | 'plugin' | 'workspace'
  /** shipped with the program; others came over HTTP */
  shipped: boolean
  documents: number
}

/** Packages and promotion. */
export interface PackageRegistry {
  /** lowest first; the workspace's own changes are the last one */
  list(): InstalledPackage[]
  /** @param layer the name of a package, `workspace` or `all`. Throws not_found */
  export(layer: string): PackageDocument
  /** what an import would do; pointers of problems are into the package */
  plan(read: PackageDocument, options?: ImportOptions): Promise<Plan>
  /** the catalogs before and after an import; pointers of problems are into the package */
  draft(read: PackageDocument, options?: ImportOptions): Promise<Drafted>
  /**
   * Imports a package. One that says what is there already changes nothing and makes no revision.
   *
   * @throws as `publish`, pointers of problems are into the package; package_downgrade
   */
  import(
    read: PackageDocument,
    options: ImportOptions & PublishOptions,
    actor: Publisher,
  ): Promise<Published & { changed: boolean }>
  /** Adds the layer of a plugin that is in the program, or its newer release. Throws as `publish`. */
  enable(layer: Layer, options: PublishOptions, actor: Publisher): Promise<Published>
  /** what taking a package away would do. Throws not_found */
  planUninstall(name: string): Promise<Plan>
  /** the catalogs before and after that. Throws not_found */
  draftUninstall(name: string): Promise<Drafted>
  /** Takes an imported package or a plugin away; its records are kept. Throws as `publish`; not_found. */
  uninstall(name: string, options: PublishOptions, actor: Publisher): Promise<Published>
  /** what upgrades left to decide */
  conflicts(): Promise<Conflict[]>
  /** Decides a conflict; where that changes what is in effect, as a revision. Throws as `publish`; not_found. */
  resolve(id: string, take: ConflictChoice, by: PublishOptions & { actor: Publisher }): Promise<Published>
  /** what is shipped and the workspace hides */
  hidden(): HiddenPart[]
}

interface PackageRegistryDeps {
  db: Database
  current(): Snapshot
  plan(request: PlanRequest): Promise<Plan>
  draft(request: PlanRequest): Promise<Drafted>
  publish(request: RevisionRequest): Promise<Published>
}

/** The part of the registry that deals with packages. */
export function createPackageRegistry({ db, current, plan, draft, publish }: PackageRegistryDeps): PackageRegistry {
  return {
    list: () => current().layers.map(describeLayer),
    hidden: () => hiddenParts(current().layers),
    conflicts: () => listConflicts(db),
    export(layer) {
      const found = exportPackage(current().layers, layer, current().catalog.revision)
      if (!found) throw appError('not_found', { name: layer })
      return found
    },
    async plan(read, options = {}) {
      const basis = basisOfImport(current().layers, read, options)
      const planned = await plan({ edit: importEdit(read, options), basis })
      return { ...planned, problems: located(planned.problems, read) }
    },
    async draft(read, options = {}) {
      const basis = basisOfImport(current().layers, read, options)
      const drafted = await draft({ edit: importEdit(read, options), basis })
      return 'problems' in drafted ? { problems: located(drafted.problems, read) } : drafted
    },
    async import(read, options, actor) {
      const { confirm = false, message, ...rest } = options
      const edit = importEdit(read, { ...rest, confirm })
      const basis = basisOfImport(current().layers, read, options)
      return inPackage(read, () => change({ edit, basis, confirm, message: message ?? null, actor: actor?.id ?? null }))
    },
    enable: (layer, { confirm = false, message }, actor) =>
      publish({ edit: enableEdit(layer), confirm, message: message ?? null, actor: actor?.id ?? null }),
    planUninstall: (name) => plan({ edit: uninstallEdit(name) }),
    draftUninstall: (name) => draft({ edit: uninstallEdit(name) }),
    uninstall: (name, { confirm = false, message }, actor) =>
      publish({ edit: uninstallEdit(name), confirm, message: message ?? null, actor: actor?.id ?? null }),
    resolve: (id, take, { actor, confirm = false, message }) =>
      resolve({ db, publish }, id, take, { actor: actor?.id ?? null, confirm, message: message ?? null }),
  }

  /** Whether there was anything to change only the transaction knows. */
  async function change(request: RevisionRequest): Promise<Published & { changed: boolean }> {
    let before = 0
    const edit: Edit = (layers, within) => {
      before = within.revision
      return request.edit(layers, within)
    }
    const { revision, tasks } = await publish({ ...request, edit })
    return { changed: revision !== before || tasks.length > 0, revision, tasks }
  }
}

function describeLayer({ name, package: info, documents }: Snapshot['layers'][number]): InstalledPackage {
  const isOwn = name === workspaceLayer
  return {
    name,
    version: info?.version ?? null,
    label: info?.label ?? null,
    requires: info?.requires ?? {},
    type: isOwn ? 'workspace' : (info?.type ?? 'package'),
    shipped: !isOwn && info?.imported !== true,
    documents: documents.length,
  }
}

const located = (problems: Problem[], read: PackageDocument): Problem[] =>
  problems.flatMap((problem) => ('kind' in problem ? locateInPackage([problem as DefinitionProblem], read) : [problem]))

async function inPackage<T>(read: PackageDocument, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error
    throw appError('validation_failed', {}, located(error.problems, read))
  }
}

type Resolve = Pick<RevisionRequest, 'actor' | 'confirm' | 'message'>

async function resolve(
  { db, publish }: Pick<PackageRegistryDeps, 'db' | 'publish'>,
  id: string,
  take: ConflictChoice,
  { actor, confirm, message }: Resolve,
): Promise<Published> {
  const { applied, path, target, base, ...conflict } = await readConflict(db, id)
  const place = { path: partsOf(path), isApplied: applied, base, ...(target !== null && { target: partsOf(target) }) }
  const side = take === 'ours' ? ['the workspace’s', '工作区的'] : ['the package’s', '软件包的']
  const own = {
    en: `Keep ${side[0]} value of ${conflict.name}${path}`,
    'zh-CN': `保留${side[1]}值：${conflict.name}${path}`,
  }
  return publish({
    edit: (layers) => resolveConflict(layers, { ...conflict, ...place }, take),
    confirm,
    actor,
    message: message ?? own,
    alongside: (tx) => closeConflict(tx, { id, taken: take, actor }),
  })
}

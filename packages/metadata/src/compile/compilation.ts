import type { CompiledApproval } from '../approvals.ts'
import type { CompiledDeadline } from '../compiled-deadline.ts'
import type {
  Catalog,
  CompiledCalendar,
  CompiledConversion,
  CompiledDimension,
  CompiledMemberRule,
  CompiledObject,
  CompiledParameter,
  CompiledRole,
  Definition,
} from '../catalog.ts'
import type { CompiledWorkflow } from '../compiled-workflow.ts'
import type { PluginPart } from './compile-plugin-kind.ts'
import type { MergedDocument } from '../layers/merge-layers.ts'

/** One compiled document and what it was made of; it can be used again while nothing of that has changed. */
export interface CompiledPart {
  /** the very object it was compiled from */
  source: object
  /** state of everything it depends on */
  dependencies: ReadonlyMap<string, string | undefined>
  value:
    | CompiledCalendar
    | CompiledApproval
    | CompiledConversion
    | CompiledDeadline
    | CompiledDimension
    | CompiledMemberRule
    | CompiledObject
    | CompiledParameter
    | CompiledRole
    | CompiledWorkflow
    | PluginPart
    | Definition
}

/** What is remembered of a compilation for the next one, by document key. */
export interface Compilation {
  merged: ReadonlyMap<string, MergedDocument>
  parts: ReadonlyMap<string, CompiledPart>
}

const compilations = new WeakMap<Catalog, Compilation>()

/** Remembers how a catalog was made, for as long as the catalog lives. */
export const remember = (catalog: Catalog, compilation: Compilation): void =>
  void compilations.set(catalog, compilation)

/** How a catalog was made. */
export const rememberedBy = (catalog: Catalog): Compilation | undefined => compilations.get(catalog)

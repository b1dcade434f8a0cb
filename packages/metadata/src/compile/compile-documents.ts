import type { Definition, OwnKind } from '../catalog.ts'
import { documentKey } from '../layers/merge-layers.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { isPluginKind } from '../plugin-kinds.ts'
import type { CompiledPart } from './compilation.ts'
import { compileApproval } from './approvals/compile-approval.ts'
import { compileApp } from './compile-app.ts'
import { compileCalendar } from './compile-calendar.ts'
import { compileConnection } from './compile-connection.ts'
import { compileConversion } from './compile-conversion.ts'
import { compileDeadline } from './deadlines/compile-deadline.ts'
import { compileDimension } from './compile-dimension.ts'
import { compileLayout } from './compile-layout.ts'
import { compileMemberRule } from './compile-member-rule.ts'
import { compileObject } from './compile-object.ts'
import { compilePluginKind } from './compile-plugin-kind.ts'
import { compileParameter } from './compile-parameter.ts'
import { compilePrintTemplate } from './compile-print-template.ts'
import { compileRole } from './compile-role.ts'
import { compileView } from './compile-view.ts'
import { compileWorkflow } from './workflows/compile-workflow.ts'
import type { NormalDocument } from './normal-documents.ts'
import type { CheckContext } from './report.ts'
import { signatureOf } from './world.ts'
import type { World } from './world.ts'

type Compile = (context: CheckContext, definition: Definition) => CompiledPart['value']

/** How a document of each kind is checked against everything else. */
const compilers: Record<OwnKind, Compile> = {
  object: ({ world, ...context }, { name }) => compileObject({ world, ...context }, mustHave(world, name)),
  dimension: compileDimension,
  parameter: compileParameter,
  calendar: compileCalendar,
  connection: compileConnection,
  deadline: compileDeadline,
  'member-rule': compileMemberRule,
  workflow: compileWorkflow,
  approval: compileApproval,
  view: compileView,
  layout: compileLayout,
  'print-template': compilePrintTemplate,
  app: compileApp,
  role: compileRole,
  conversion: compileConversion,
  translation: (_, definition) => definition,
}

export interface DocumentsInput {
  documents: NormalDocument[]
  world: World
  /** parts of the last compilation that are still right */
  reusable(key: string): CompiledPart | undefined
}

/** Compiles the documents that have changed, or that depend on something that has. */
export function compileDocuments({ documents, world, reusable }: DocumentsInput): {
  parts: Map<string, CompiledPart>
  problems: DefinitionProblem[]
} {
  const parts = new Map<string, CompiledPart>()
  const problems: DefinitionProblem[] = []
  for (const document of documents) {
    const key = documentKey(document.kind, document.name)
    parts.set(key, reusable(key) ?? compileDocument(world, document, problems))
  }
  return { parts, problems }
}

function compileDocument(world: World, { kind, name, definition }: NormalDocument, problems: DefinitionProblem[]) {
  const sink = problemSink(kind, name)
  const context: CheckContext = { world, sink, dependencies: new Set() }
  const value = isPluginKind(kind) ? compilePluginKind(context, kind, definition) : compilers[kind](context, definition)
  problems.push(...sink.problems)
  const dependencies = new Map([...context.dependencies].map((key) => [key, signatureOf(world, key)]))
  return { source: sourceOf(world, { kind, name, definition }), dependencies, value }
}

/** What a part is compiled from: for an object its shape, which stands for its physical columns too. */
export const sourceOf = (world: Pick<World, 'shapes'>, { kind, name, definition }: NormalDocument): object =>
  kind === 'object' ? (world.shapes.get(name) ?? definition) : definition

function mustHave(world: World, name: string) {
  const shape = world.shapes.get(name)
  if (!shape) throw new Error(`There is no shape of ${name}, though its schema accepted it`)
  return shape
}

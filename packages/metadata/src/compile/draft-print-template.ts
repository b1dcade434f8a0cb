import type { Catalog, Definition } from '../catalog.ts'
import type { PrintTemplateDefinition } from '../pages/print-definitions.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { validateDefinition } from '../validation/validate-definition.ts'
import { compilePrintTemplate } from './compile-print-template.ts'
import { normalPrintTemplate } from './normal-pages.ts'
import { publishedWorld } from './published-world.ts'

/**
 * Checks a print template that is not published against what is.
 *
 * @returns the template, or every problem with its pointer into the definition
 */
export function compileDraftPrintTemplate(
  catalog: Catalog,
  definition: Definition,
): { template: PrintTemplateDefinition } | { problems: DefinitionProblem[] } {
  const found = validateDefinition('print-template', definition)
  if (found.length > 0) return { problems: found }
  const sink = problemSink('print-template', definition.name)
  const context = { world: publishedWorld(catalog), sink, dependencies: new Set<string>() }
  const template = compilePrintTemplate(context, normalPrintTemplate(definition))
  return sink.problems.length > 0
    ? { problems: sink.problems }
    : { template: template as unknown as PrintTemplateDefinition }
}

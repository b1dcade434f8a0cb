import type { Definition, Kind } from '../catalog.ts'
import type { DefinitionProblem } from '../problems.ts'

export function validateDefinition(_kind: Kind, _definition: Definition): DefinitionProblem[] {
  return []
}

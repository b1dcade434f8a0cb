import { isPluginKind } from '../plugin-kinds.ts'
import type { Definition, Kind, OwnKind } from '../catalog.ts'
import {
  normalApp,
  normalApproval,
  normalConversion,
  normalDimension,
  normalLayout,
  normalMemberRule,
  normalPrintTemplate,
  normalRole,
  normalView,
  normalWorkflow,
} from './normal-pages.ts'
import { normalObject } from './normal-form.ts'

const forms: Record<OwnKind, (definition: Definition) => Definition> = {
  object: (definition) => normalObject(definition) as unknown as Definition,
  dimension: normalDimension,
  parameter: normalDimension,
  calendar: normalDimension,
  connection: normalDimension,
  deadline: normalDimension,
  'member-rule': normalMemberRule,
  workflow: normalWorkflow,
  approval: normalApproval,
  view: normalView,
  layout: normalLayout,
  'print-template': normalPrintTemplate,
  app: normalApp,
  role: normalRole,
  conversion: normalConversion,
  translation: (definition) => definition,
}

/** The normal form of a definition that its kind's schema accepts: what the author left out is filled in. */
export const normalDefinition = (kind: Kind, definition: Definition): Definition =>
  isPluginKind(kind) ? definition : forms[kind](definition)

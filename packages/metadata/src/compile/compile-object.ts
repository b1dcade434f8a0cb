import type { CompiledObject } from '../catalog.ts'
import { checkCompleteness } from './check-completeness.ts'
import { checkMaster } from './check-master.ts'
import { checkHierarchy } from './check-hierarchy.ts'
import { checkObjectNames } from './check-object-names.ts'
import { checkRuleCollections } from './check-rule-collections.ts'
import { checkSensitive } from './check-sensitive.ts'
import { masterOf } from './collections.ts'
import { compileDimensions, compileThrough, isOpenNow } from './compile-access.ts'
import { compileCopies } from './compile-copies.ts'
import { compileDuplicates } from './compile-duplicates.ts'
import { compileFields } from './compile-fields.ts'
import { compileRecordTypes } from './compile-record-types.ts'
import { compileRules } from './compile-rules.ts'
import { compileStates } from './compile-states.ts'
import { compileTodo } from './compile-todo.ts'
import { compileUniques } from './compile-uniques.ts'
import { asDefinition } from './object-shape.ts'
import type { ObjectShape } from './object-shape.ts'
import type { CheckContext } from './report.ts'

/** Checks everything an object says about itself and about others. Its hash and collections are still to come. */
export function compileObject(context: CheckContext, shape: ObjectShape): CompiledObject {
  checkObjectNames(context, shape)
  checkHierarchy(context, shape)
  checkMaster(context, shape)
  checkCompleteness(context, shape)
  const object: CompiledObject = {
    name: shape.name,
    label: shape.label,
    icon: shape.icon,
    definition: asDefinition(shape.definition),
    table: shape.table,
    fields: compileFields(context, shape),
    nameField: shape.nameField ?? 'id',
    hasOwner: shape.hasOwner,
    hasHistory: shape.hasHistory,
    hasAttachments: shape.hasAttachments,
    managed: shape.managed,
    hierarchy: shape.hierarchy,
    levelField: shape.definition['x-object'].levelField ?? null,
    todo: compileTodo(context, shape),
    collections: new Map(),
    listeners: [],
    master: masterOf(shape),
    states: compileStates(context, shape),
    recordTypes: compileRecordTypes(context, shape),
    rules: compileRules(context, shape),
    duplicates: compileDuplicates(context, shape),
    uniques: compileUniques(context, shape),
    copies: compileCopies(context, shape),
    dimensions: compileDimensions(context, shape),
    through: compileThrough(context, shape),
    isOpen: isOpenNow(context, shape),
    parameter: shape.definition['x-object'].access?.parameter ?? null,
    hash: '',
  }
  checkSensitive(context, object)
  checkRuleCollections(context, object)
  return object
}

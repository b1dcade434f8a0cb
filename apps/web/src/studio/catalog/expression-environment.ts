import { checkExpression } from '@fieldwork/expressions'
import type { CheckResult, ExprType, TypeEnvironment } from '@fieldwork/expressions'

import type { StudioObject } from './studio-objects.ts'

const ANY: ExprType = { kind: 'any' }
const MAX_NESTED_FORMULAS = 8

/** What names mean in expressions over the objects as the draft has them. */
export function draftEnvironment(
  objects: StudioObject[],
  object: string | null,
  variables?: Record<string, ExprType>,
): TypeEnvironment {
  const byName = new Map(objects.map((each) => [each.name, each]))
  const environment = (of: string | null, depth: number): TypeEnvironment => ({
    object: of,
    fieldNames: (name) => fieldNamesOf(byName.get(name)),
    fieldType: (name, field) => {
      const owner = byName.get(name)
      return owner && fieldType(owner, field, (nested) => formulaType(nested, environment(name, depth + 1), depth))
    },
    // which parameters there are is known where the draft is checked
    variables: { ...(depth === 0 && variables ? variables : usualVariables(of)), param: ANY },
    isHierarchy: (name) => byName.get(name)?.hierarchy != null,
  })
  return environment(object, 0)
}

const usualVariables = (object: string | null): Record<string, ExprType> => ({
  user: { kind: 'record', object: 'user' },
  ...(object === null ? {} : { old: { kind: 'record', object } }),
})

/** Checks an expression over an object as the draft has it. */
export function checkDraft(objects: StudioObject[], object: string, source: string): CheckResult {
  return checkExpression(source, draftEnvironment(objects, object))
}

function fieldNamesOf(object: StudioObject | undefined): string[] {
  if (!object) return []
  const own = object.fields.map((field) => field.name).filter((name) => name !== 'id')
  return ['id', ...own, ...object.collections.map(({ name }) => name)]
}

function fieldType(object: StudioObject, name: string, formula: (source: string) => ExprType): ExprType | undefined {
  if (name === 'id') return { kind: 'record', object: object.name }
  const field = object.fields.find((each) => each.name === name)
  if (!field) return ownerType(object, name) ?? recordTypeType(object, name) ?? collectionType(object, name)
  if (field.expression) return field.expression
  const source = object.definition?.properties[name]?.['x-field']['expression']
  return typeof source === 'string' ? formula(source) : ANY
}

function collectionType({ collections }: StudioObject, name: string): ExprType | undefined {
  const collection = collections.find((each) => each.name === name)
  return collection && { kind: 'list', of: { kind: 'record', object: collection.object }, collection: true }
}

/** A new object has an owner as soon as its settings say so. */
function ownerType(object: StudioObject, name: string): ExprType | undefined {
  const hasOwner = object.definition?.['x-object']?.owner === true
  return name === 'owner' && hasOwner ? { kind: 'record', object: 'user' } : undefined
}

/** The types of records that the draft gives an object. */
function recordTypeType({ definition }: StudioObject, name: string): ExprType | undefined {
  const types = definition?.['x-object']?.recordTypes
  return name === 'record_type' && types ? { kind: 'text', options: Object.keys(types) } : undefined
}

function formulaType(source: string, environment: TypeEnvironment, depth: number): ExprType {
  if (depth >= MAX_NESTED_FORMULAS) return ANY
  const result = checkExpression(source, environment)
  return result.ok ? result.expression.type : ANY
}

import { checkExpression } from '@fieldwork/expressions'
import type { CheckedExpression, Constant, ExpressionProblem, ExprType, TypeEnvironment } from '@fieldwork/expressions'
import type { RollUpResult } from '@fieldwork/fields'
import type { Kind } from '../catalog.ts'
import type { Extensions } from '../extensions.ts'
import { stableText } from '../json/hash.ts'
import { parameterConstants } from './parameter-values.ts'
import { normalObject } from './normal-form.ts'
import { shapeOf } from './object-shape.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { collectionSignature } from './collections.ts'
import type { Collections } from './collections.ts'
import { createRollUpResults, rollUpOptions, withRollUpResult } from './roll-up-result.ts'
import { collectionType, expressionType, knownVariables } from './type-environment.ts'

/** What a result depends on: fields and collections (`object.field`), objects (`object`), other documents (`kind/name`). */
export type Dependencies = Set<string>

export type Outcome =
  { ok: true; expression: CheckedExpression; dependencies: Dependencies } | { ok: false; problems: ExpressionProblem[] }

export interface ExpressionInput {
  source: string
  /** the object whose record is in scope */
  object: string | null
  expects?: ExprType
  withOld?: boolean
  /** what else has a name where it stands, e.g. what a run keeps */
  variables?: Readonly<Record<string, ExprType>> | undefined
}

/** Everything that expressions and references are checked against. */
export interface World {
  shapes: ReadonlyMap<string, ObjectShape>
  /** what refers to each object */
  collections: Collections
  /** by dimension: the object whose records are its values */
  dimensions: ReadonlyMap<string, string>
  /** by name: figures and switches of the workspace */
  parameters: ReadonlyMap<string, Constant>
  extensions: Extensions
  /** by calendar: the one it is based on */
  calendars: ReadonlyMap<string, string | null>
  /** objects whose own document has problems: they exist, but nothing can be said of their fields */
  broken: ReadonlySet<string>
  /** names of the documents of a kind that exist, whole or broken */
  names(kind: Kind): ReadonlySet<string>
  hasObject(name: string): boolean
  objectNames(): ReadonlySet<string>
  check(input: ExpressionInput): Outcome
  /** the checked formula of a field; checked once, whoever asks first */
  formula(object: string, field: string): Outcome
  /** what a roll-up gives; null where that cannot be known */
  rollUp(object: string, field: string): RollUpResult | null
}

/** Names every object at once; an expression over it may use what every object has. */
export const ANY_OBJECT = '*'

const anyObject = shapeOf(normalObject({ name: ANY_OBJECT, properties: {} }))

const shapeIn = (shapes: World['shapes'], object: string): ObjectShape | undefined =>
  object === ANY_OBJECT ? anyObject : shapes.get(object)

export interface KnownFormula {
  expression: CheckedExpression
  dependencies: Dependencies
}

export interface WorldInput {
  shapes: ReadonlyMap<string, ObjectShape>
  collections: Collections
  dimensions: ReadonlyMap<string, string>
  parameters: ReadonlyMap<string, Constant>
  extensions: Extensions
  calendars: ReadonlyMap<string, string | null>
  broken: ReadonlySet<string>
  names(kind: Kind): ReadonlySet<string>
  /** formulas that have not changed since the last compilation */
  known(object: string, field: string): KnownFormula | undefined
}

/** A world of these objects and documents. */
export function createWorld({ known, ...given }: WorldInput): World {
  const { shapes, names } = given
  const formulas = new Map<string, Outcome | 'in progress'>()
  const rollUp = createRollUpResults(shapes, resultType)
  const world: World = {
    ...given,
    hasObject: (name) => names('object').has(name),
    objectNames: () => names('object'),
    check: (input) => check(world, input, (object, field) => resultType(object, field)),
    formula,
    rollUp,
  }
  return world

  function formula(object: string, field: string): Outcome {
    const key = `${object}.${field}`
    const done = formulas.get(key)
    // a formula that reaches itself is reported once, by the search for cycles
    if (done === 'in progress') return { ok: false, problems: [] }
    if (done) return done
    const before = known(object, field)
    if (before) return { ok: true, ...before }
    formulas.set(key, 'in progress')
    const outcome = world.check({ source: formulaSource(shapes, object, field), object })
    formulas.set(key, outcome)
    return outcome
  }

  /** the type of a computed field that does not state it; `any` where it cannot be known, so that one mistake is told once */
  function resultType(object: string, field: string): ExprType {
    const shape = shapes.get(object)?.fields.get(field)
    if (shape?.type.computed === 'roll-up') {
      const result = rollUp(object, field)
      return result ? expressionType(withRollUpResult(shape, result)) : { kind: 'any' }
    }
    if (formulas.get(`${object}.${field}`) === 'in progress') return { kind: 'any' }
    const outcome = formula(object, field)
    return outcome.ok ? outcome.expression.type : { kind: 'any' }
  }
}

/** The state of something a result depends on; undefined when it does not exist. */
export function signatureOf(world: World, dependency: string): string | undefined {
  const { shapes, collections, dimensions, parameters, names } = world
  const [kind, document] = dependency.split('/')
  if (kind === 'parameter' && document !== undefined) return parameterState(parameters.get(document))
  if (kind === 'dimension' && document !== undefined) return dimensions.get(document)
  if (document !== undefined) return names(kind as Kind).has(document) ? 'exists' : undefined
  const [object = '', field] = dependency.split('.')
  if (field !== undefined) {
    return shapes.get(object)?.signatures.get(field) ?? collectionSignature(collections.get(object)?.get(field))
  }
  return names('object').has(object) ? 'exists' : undefined
}

const parameterState = (parameter: Constant | undefined) => parameter && stableText(parameter)

type ResultType = (object: string, field: string) => ExprType

function check(world: World, input: ExpressionInput, resultType: ResultType): Outcome {
  const { source, object, expects, withOld = false, variables = {} } = input
  const environment = environmentIn(world, { object, withOld, variables, resultType })
  const result = checkExpression(source, environment, expects ? { expects } : {})
  if (!result.ok) return result
  return { ...result, dependencies: dependenciesOf(world, { object, variables }, result.expression) }
}

interface EnvironmentInput {
  object: string | null
  withOld: boolean
  variables: Readonly<Record<string, ExprType>>
  resultType: ResultType
}

function environmentIn(
  { shapes, collections, broken, parameters }: World,
  { object, withOld, variables, resultType }: EnvironmentInput,
): TypeEnvironment {
  return {
    object,
    fieldNames: (name) => [...(shapeIn(shapes, name)?.fields.keys() ?? []), ...(collections.get(name)?.keys() ?? [])],
    fieldType: (name, field) => {
      if (broken.has(name)) return { kind: 'any' }
      const shape = shapeIn(shapes, name)?.fields.get(field)
      if (!shape) return collectionType(collections.get(name)?.get(field))
      return hasOpenResult(shape) ? resultType(name, field) : expressionType(shape)
    },
    variables: { ...variables, ...knownVariables(object, withOld) },
    constants: parameterConstants(parameters),
    isHierarchy: (name) => broken.has(name) || shapes.get(name)?.hierarchy !== null,
  }
}

/** What it gives follows from what it reads. */
function hasOpenResult({ type, property }: FieldShape): boolean {
  if (type.computed === 'roll-up') return true
  return type.computed === 'formula' && property['x-field'].result === undefined
}

function formulaSource(shapes: World['shapes'], object: string, field: string): string {
  return String(shapes.get(object)?.fields.get(field)?.property['x-field'].expression ?? '')
}

function dependenciesOf(
  world: World,
  { object, variables }: { object: string | null; variables: Readonly<Record<string, ExprType>> },
  expression: CheckedExpression,
): Dependencies {
  const found: Dependencies = new Set()
  for (const path of expression.paths) walk(world, { object, path, found })
  for (const name of Object.keys(expression.constants ?? {})) found.add(name.replace('param.', 'parameter/'))
  // the id stands for the hierarchy too
  for (const name of expression.hierarchies ?? []) found.add(`${name}.id`)
  for (const [variable = '', ...path] of expression.variables) {
    const given = Object.hasOwn(variables, variable) ? recordIn(variables[variable]!, path) : undefined
    if (given === undefined) walk(world, { object: variable === 'user' ? 'user' : object, path, found })
    else if (given) walk(world, { ...given, found })
  }
  return found
}

/** The first record on a path into a value, and what is read of it; null: there is none. */
function recordIn(type: ExprType, path: string[]): { object: string; path: string[] } | null {
  if (type.kind === 'record') return { object: type.object, path }
  const [part = '', ...rest] = path
  const next = type.kind === 'struct' ? type.fields[part] : undefined
  return next ? recordIn(next, rest) : null
}

function walk(world: World, { object, path, found }: { object: string | null; path: string[]; found: Dependencies }) {
  let at = object
  for (const field of path) {
    if (at === null) return
    const shape = world.shapes.get(at)?.fields.get(field)
    const isKnown = found.has(`${at}.${field}`)
    found.add(`${at}.${field}`)
    if (shape?.type.computed === 'formula') addFormula(world, { object: at, field, found })
    if (shape?.type.computed === 'roll-up' && !isKnown) addRollUp(world, shape, found)
    at = stepTo(world, at, field)
  }
}

/** The object that a step of a path leads to: by a reference, a list of records or a collection. */
export function stepTo({ shapes, collections }: World, object: string, name: string): string | null {
  const field = shapes.get(object)?.fields.get(name)
  if (!field) return collections.get(object)?.get(name)?.object ?? null
  const kind = field.reference === null ? expressionType(field) : null
  return kind?.kind === 'list' && kind.of.kind === 'record' ? kind.of.object : field.reference
}

function addFormula(world: World, { object, field, found }: { object: string; field: string; found: Dependencies }) {
  const outcome = world.formula(object, field)
  if (outcome.ok) for (const dependency of outcome.dependencies) found.add(dependency)
}

/** What a roll-up gives depends on the aggregated field, its condition on others. */
function addRollUp(world: World, shape: FieldShape, found: Dependencies): void {
  const { object, via, field, by, where } = rollUpOptions(shape.property)
  for (const name of [via, field, by]) if (name !== undefined) walk(world, { object, path: [name], found })
  const outcome = where === undefined ? null : world.check({ source: where, object })
  if (outcome?.ok) for (const dependency of outcome.dependencies) found.add(dependency)
}

import { pointerOf } from '../json/pointer.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { text } from '../words.ts'
import type { FieldShape, ObjectShape } from './object-shape.ts'
import { rollUpOptions } from './roll-up-result.ts'
import { stepTo } from './world.ts'
import type { World } from './world.ts'

/** A formula or a roll-up. */
interface Computed {
  object: string
  field: string
}

/** Formulas and roll-ups that need their own value; each cycle is reported once, where it was found. */
export function findFormulaCycles(world: World): DefinitionProblem[] {
  const problems: DefinitionProblem[] = []
  const done = new Set<string>()
  for (const shape of world.shapes.values()) {
    for (const field of computedIn(shape)) {
      follow({ world, done, problems, trail: [] }, { object: shape.name, field })
    }
  }
  return problems
}

interface Following {
  world: World
  done: Set<string>
  problems: DefinitionProblem[]
  trail: string[]
}

function follow(following: Following, computed: Computed): void {
  const { world, done, problems, trail } = following
  const key = `${computed.object}.${computed.field}`
  if (trail.includes(key)) problems.push(cycle(world, computed, [...trail.slice(trail.indexOf(key)), key]))
  else if (!done.has(key)) {
    for (const next of computedRead(world, computed)) follow({ ...following, trail: [...trail, key] }, next)
    done.add(key)
  }
}

function computedRead(world: World, { object, field }: Computed): Computed[] {
  const shape = world.shapes.get(object)?.fields.get(field)
  if (shape?.type.computed === 'roll-up') return readByRollUp(world, rollUpOptions(shape.property))
  const outcome = world.formula(object, field)
  return outcome.ok ? onPaths(world, object, outcome.expression.paths) : []
}

function readByRollUp(world: World, { object, field, by, where }: ReturnType<typeof rollUpOptions>): Computed[] {
  const condition = where === undefined ? null : world.check({ source: where, object })
  const own = [field, by].flatMap((name) => (name === undefined ? [] : [[name]]))
  return onPaths(world, object, [...own, ...(condition?.ok ? condition.expression.paths : [])])
}

const onPaths = (world: World, object: string, paths: readonly string[][]): Computed[] =>
  paths.flatMap((path) => computedOnPath(world, object, path))

function computedOnPath(world: World, object: string, path: string[]): Computed[] {
  const found: Computed[] = []
  let at: string | null = object
  for (const name of path) {
    if (at === null) break
    const field: FieldShape | undefined = world.shapes.get(at)?.fields.get(name)
    if (field && isComputed(field)) found.push({ object: at, field: name })
    at = stepTo(world, at, name)
  }
  return found
}

const isComputed = ({ type }: Pick<FieldShape, 'type'>): boolean =>
  type.computed === 'formula' || type.computed === 'roll-up'

const computedIn = (shape: ObjectShape): string[] =>
  [...shape.fields.values()].filter(isComputed).map(({ name }) => name)

function cycle({ shapes }: World, { object, field }: Computed, trail: string[]): DefinitionProblem {
  const sink = problemSink('object', object)
  const way = trail.join(' → ')
  const isRollUp = shapes.get(object)?.fields.get(field)?.type.computed === 'roll-up'
  const message = isRollUp
    ? text(`The roll-up needs its own value: ${way}`, `汇总循环引用自身：${way}`)
    : text(`The formula needs its own value: ${way}`, `公式循环引用自身：${way}`)
  const pointer = pointerOf('properties', field, 'x-field', isRollUp ? 'field' : 'expression')
  sink.add({ pointer, code: 'formula_cycle', message })
  return sink.problems[0] as DefinitionProblem
}

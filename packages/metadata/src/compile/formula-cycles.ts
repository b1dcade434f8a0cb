import { pointerOf } from '../json/pointer.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { text } from '../words.ts'
import type { ObjectShape } from './object-shape.ts'
import type { World } from './world.ts'

interface Formula {
  object: string
  field: string
}

/** Formulas that need their own value to be computed; each cycle is reported once, where it was found. */
export function findFormulaCycles(world: World): DefinitionProblem[] {
  const problems: DefinitionProblem[] = []
  const done = new Set<string>()
  for (const shape of world.shapes.values()) {
    for (const field of formulasOf(shape)) {
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

function follow(following: Following, formula: Formula): void {
  const { world, done, problems, trail } = following
  const key = `${formula.object}.${formula.field}`
  if (trail.includes(key)) problems.push(cycle(formula, [...trail.slice(trail.indexOf(key)), key]))
  else if (!done.has(key)) {
    for (const next of formulasRead(world, formula)) follow({ ...following, trail: [...trail, key] }, next)
    done.add(key)
  }
}

function formulasRead(world: World, { object, field }: Formula): Formula[] {
  const outcome = world.formula(object, field)
  if (!outcome.ok) return []
  return [...outcome.expression.paths].flatMap((path) => formulasOnPath(world, object, path))
}

function formulasOnPath({ shapes }: World, object: string, path: string[]): Formula[] {
  const found: Formula[] = []
  let at: string | null = object
  for (const name of path) {
    const field: ReturnType<ObjectShape['fields']['get']> = at === null ? undefined : shapes.get(at)?.fields.get(name)
    if (!field || at === null) break
    if (field.type.computed === 'formula') found.push({ object: at, field: name })
    at = field.reference
  }
  return found
}

const formulasOf = (shape: ObjectShape): string[] =>
  [...shape.fields.values()].filter(({ type }) => type.computed === 'formula').map(({ name }) => name)

function cycle({ object, field }: Formula, trail: string[]): DefinitionProblem {
  const sink = problemSink('object', object)
  const way = trail.join(' → ')
  const message = text(`The formula needs its own value: ${way}`, `公式循环引用自身：${way}`)
  sink.add({ pointer: pointerOf('properties', field, 'x-field', 'expression'), code: 'formula_cycle', message })
  return sink.problems[0] as DefinitionProblem
}

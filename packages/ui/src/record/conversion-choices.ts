import { ApiProblem } from '../api/api-problem.ts'
import type { ConversionPreview, Layout, ObjectSchema, Reference, TargetPreview } from '../api/types.ts'

/** What has been decided about one target. */
export interface TargetDecision {
  include: boolean
  /** a record that is there is taken */
  takes: boolean
  existing: Reference | null
  /** by collection and source line: how much of it */
  quantities: Record<string, Record<string, number | null>>
}

export type Decisions = Record<string, TargetDecision>

/** What the conversion suggests. */
export function suggested({ targets }: ConversionPreview): Decisions {
  const entries = Object.entries(targets).map(([key, { include, existing, lines }]) => {
    const quantities = Object.entries(lines).map(([name, rows]) => [
      name,
      Object.fromEntries(rows.map(({ id, remaining }) => [id, remaining])),
    ])
    const suggestion = existing?.suggested ?? null
    return [
      key,
      { include, takes: suggestion !== null, existing: suggestion, quantities: Object.fromEntries(quantities) },
    ]
  })
  return Object.fromEntries(entries) as Decisions
}

/** Whether a target is a new record whose values are entered. */
export const isNew = ({ include, takes }: TargetDecision): boolean => include && !takes

/** The decisions as the server wants them; lines of which nothing is taken are left out. */
export function sentTargets(
  { targets }: ConversionPreview,
  decisions: Decisions,
  values: ReadonlyMap<string, Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(decisions).flatMap(([key, decision]) => {
    const { optional = false, lines = {} } = targets[key] ?? {}
    const include = optional ? { include: decision.include } : {}
    if (!decision.include) return optional ? [[key, include]] : []
    if (decision.takes) return [[key, { ...include, existing: decision.existing?.id ?? null }]]
    const taken = Object.entries(lines).map(([name, rows]) => [
      name,
      rows.flatMap(({ id, remaining }) => takenLine(id, remaining, decision.quantities[name]?.[id])),
    ])
    return [[key, { ...include, values: values.get(key) ?? {}, lines: Object.fromEntries(taken) }]]
  })
  return Object.fromEntries(entries) as Record<string, unknown>
}

function takenLine(id: string, remaining: number | null, quantity: number | null | undefined) {
  if (remaining === null) return [{ id }]
  return quantity ? [{ id, quantity }] : []
}

/** No field: the only section of the form. */
const SECTION = 'all-fields'

/** The fields of a new record that a conversion fills or that it needs, two beside each other. */
export function targetLayout(schema: ObjectSchema, { values, links }: TargetPreview): Layout {
  const linked = new Set(links)
  const fields = Object.keys(schema.fields).filter((name) => {
    const { writable, required } = schema.fields[name] ?? {}
    return writable && !linked.has(name) && (name in values || required)
  })
  const blocks: Layout['blocks'] = {}
  let [x, y] = [0, 0]
  for (const field of fields) {
    const w = schema.fields[field]?.presentation?.isLong ? 24 : 12
    if (x + w > 24) [x, y] = [0, y + 1]
    const required = schema.fields[field]?.required ? { requiredWhen: 'true' } : {}
    blocks[field] = { type: 'field', field, section: SECTION, x, y, w, h: w === 24 ? 2 : 1, ...required }
    x += w
    if (w === 24) [x, y] = [0, y + 2]
  }
  blocks[SECTION] = { type: 'section', x: 0, y: 0, w: 24, h: y + 2 }
  return { object: schema.object, purpose: 'form', blocks }
}

/** The problems of one target, with their places in its own form. */
export function problemOf(problem: ApiProblem, key: string): ApiProblem | null {
  const prefix = `/targets/${key}/values`
  const problems = problem.problems.filter(({ pointer }) => pointer?.startsWith(prefix))
  const placed = problems.map(({ pointer = '', ...rest }) => ({ ...rest, pointer: pointer.slice(prefix.length) }))
  const { status, code, message: detail } = problem
  return placed.length > 0 ? new ApiProblem(status, { code, detail, problems: placed }) : null
}

/** What is wrong beside the values of new records. */
export function otherMessages(problem: ApiProblem): string[] {
  const others = problem.problems.filter(({ pointer }) => !/^\/targets\/[^/]+\/values(\/|$)/.test(pointer ?? ''))
  if (others.length > 0) return others.map(({ message }) => message)
  return problem.problems.length > 0 ? [] : [problem.message]
}

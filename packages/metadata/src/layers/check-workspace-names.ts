import { pointerOf } from '../json/pointer.ts'
import { mergePatch } from '../json/merge-patch.ts'
import { isPlainObject, ownValue } from '../json/plain-object.ts'
import { problemSink } from '../problems.ts'
import type { DefinitionProblem } from '../problems.ts'
import { text } from '../words.ts'
import type { MergedDocument } from './merge-layers.ts'

/** The layer that holds a workspace's own changes. */
export const WORKSPACE = 'workspace'

/** Objects that one workspace may have. */
const MAX_OBJECTS = 2000

/** Whether a field was there before under this name and may keep it. */
export type KnownField = (object: string, field: string) => boolean

/**
 * Fields that a workspace adds to a shipped object must start with `x_`, so that a field shipped later never meets
 * one of them. One that was there before the object was shipped keeps its name.
 */
export function checkWorkspaceNames(
  merged: ReadonlyMap<string, MergedDocument>,
  isKnown: KnownField = () => false,
): DefinitionProblem[] {
  const problems: DefinitionProblem[] = []
  let objects = 0
  for (const document of merged.values()) {
    if (document.kind !== 'object') continue
    objects += 1
    if (objects === MAX_OBJECTS + 1) problems.push(tooMany(document.name))
    problems.push(...checkAddedFields(document, isKnown), ...checkManaged(document))
  }
  return problems
}

function checkAddedFields({ name, parts, hidden }: MergedDocument, isKnown: KnownField): DefinitionProblem[] {
  const own = parts.find(({ layer }) => layer === WORKSPACE)
  const shipped = parts.filter(({ layer }) => layer !== WORKSPACE)
  if (!own || shipped.length === 0 || hidden) return []
  const sink = problemSink('object', name)
  const known = propertiesOf(shipped.reduce<unknown>((lower, { body }) => mergePatch(lower, body), {}))
  for (const [field, property] of Object.entries(propertiesOf(own.body))) {
    if (property === null || Object.hasOwn(known, field) || field.startsWith('x_')) continue
    if (isKnown(name, field)) continue
    const message = text(
      `Fields added to a shipped object start with x_: call it “x_${field}”`,
      `在系统自带对象上新增的字段须以 x_ 开头，请命名为“x_${field}”`,
    )
    sink.add({ pointer: pointerOf('properties', field), code: 'prefix_missing', message, params: { field } })
  }
  return sink.problems
}

/** Whether the platform makes the records is not the workspace's to say. */
function checkManaged({ name, parts }: MergedDocument): DefinitionProblem[] {
  const own = parts.find(({ layer }) => layer === WORKSPACE)
  const managed = ownValue(ownValue(own?.body, 'x-object'), 'managed')
  const isChange = managed === true || (managed !== undefined && parts.length > 1)
  if (!isChange) return []
  const sink = problemSink('object', name)
  const message = text('Only the platform has managed objects', '只有系统自带对象可以由系统管理记录')
  sink.add({ pointer: '/x-object/managed', code: 'managed_object', message })
  return sink.problems
}

function propertiesOf(body: unknown): Record<string, unknown> {
  const properties = ownValue(body, 'properties')
  return isPlainObject(properties) ? properties : {}
}

function tooMany(name: string): DefinitionProblem {
  const sink = problemSink('object', name)
  const message = text(`There can be at most ${MAX_OBJECTS} objects`, `最多只能有 ${MAX_OBJECTS} 个对象`)
  sink.add({ pointer: '', code: 'too_many_objects', message, params: { limit: MAX_OBJECTS } })
  return sink.problems[0] as DefinitionProblem
}

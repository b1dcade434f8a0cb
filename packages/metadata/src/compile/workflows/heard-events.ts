import type { CompiledListener, HeardEvents, ListenedOperation, WorkflowExpression } from '../../compiled-workflow.ts'
import type { StepDescriptor } from '../../extensions.ts'
import { isPlainObject, ownValue } from '../../json/plain-object.ts'
import { pointerOf } from '../../json/pointer.ts'
import { text } from '../../words.ts'
import type { CheckContext } from '../report.ts'

interface Heard {
  events: HeardEvents
  listener: CompiledListener
}

interface At {
  context: CheckContext
  /** of the options in the definition */
  base: string
  /** of the listener */
  name: string
}

interface Written {
  descriptor: StepDescriptor
  options: Readonly<Record<string, unknown>>
  /** by pointer into the options */
  expressions: ReadonlyMap<string, WorkflowExpression>
}

const operationsOf: Readonly<Record<string, ListenedOperation>> = {
  created: 'create',
  updated: 'update',
  transition: 'transition',
  deleted: 'delete',
}

const usual = ['created', 'updated', 'transition']

/** What a step that waits for writes of other records is told of; null: it does not wait for such. */
export function heardEvents(at: At, { descriptor, options, expressions }: Written): Heard | null {
  const { hears } = descriptor
  const object = hears && ownValue(options, hears.object)
  if (!hears || typeof object !== 'string') return null
  const names = (option: string): string[] | null => {
    const value = ownValue(options, option)
    return Array.isArray(value) ? value.map(String) : null
  }
  const operations = (names(hears.on) ?? usual).flatMap((name) => operationsOf[name] ?? [])
  const fields = names(hears.fields)
  const match = ownValue(options, hears.match)
  const matched = isPlainObject(match) ? Object.keys(match) : []
  const isOne = ownValue(options, hears.record) !== undefined
  demandStored(at, { object, option: hears.match, matched })
  const where = expressions.get(pointerOf(hears.where))?.expression ?? null
  const isJudged = where === null || where.variables.length === 0
  const { name } = at
  return {
    events: { listener: name, object, operations, fields, match: isOne ? [...matched, 'id'] : matched, isJudged },
    listener: { name, object, operations, ...(fields && { fields }), when: isJudged ? where : null },
  }
}

/** What is compared has to stand in the row: whoever waits is found by it. */
function demandStored(
  { context, base }: At,
  { object, option, matched }: { object: string; option: string; matched: string[] },
): void {
  const shape = context.world.shapes.get(object)
  for (const name of matched) {
    const field = shape?.fields.get(name)
    if (!field || field.column !== null) continue
    const message = text(`“${name}” is not stored: nothing can be found by it`, `“${name}”不存储，不能按它匹配`)
    context.sink.add({
      pointer: base + pointerOf(option, name),
      code: 'not_possible',
      message,
      params: { field: name },
    })
  }
}

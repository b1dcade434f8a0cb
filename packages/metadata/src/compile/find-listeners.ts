import type { CompiledListener } from '../compiled-workflow.ts'
import { stableText } from '../json/hash.ts'
import type { CompiledPart } from './compilation.ts'

/** What is told of the writes of one object. */
export interface Heard {
  listeners: CompiledListener[]
  /** stands for all that statements need of them */
  state: string
}

/** By object: what other documents want to hear of the writes of its records. */
export function findListeners(parts: ReadonlyMap<string, CompiledPart>): Map<string, Heard> {
  const heard = new Map<string, Heard>()
  for (const { value, dependencies } of parts.values()) {
    if (!('listeners' in value) || !('object' in value)) continue
    const own = typeof value.object === 'string' ? value.object : null
    for (const [object, told] of byObject(own, value.listeners as readonly CompiledListener[])) {
      const { listeners, state } = heard.get(object) ?? { listeners: [], state: '' }
      const words = told.map(({ when, ...rest }) => ({ ...rest, when: when?.source ?? null }))
      const asked = stableText([words, [...dependencies].sort()])
      heard.set(object, { listeners: [...listeners, ...told], state: state + asked })
    }
  }
  return heard
}

/** By object: the listeners of a document about one, or about none. */
function byObject(own: string | null, listeners: readonly CompiledListener[]): Map<string, CompiledListener[]> {
  const found = new Map<string, CompiledListener[]>()
  for (const listener of listeners) {
    const object = listener.object ?? own
    if (object !== null) found.set(object, [...(found.get(object) ?? []), listener])
  }
  return found
}

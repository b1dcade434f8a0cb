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
    if (!('listeners' in value) || !('object' in value) || typeof value.object !== 'string') continue
    const own = value.listeners as readonly CompiledListener[]
    if (own.length === 0) continue
    const { listeners, state } = heard.get(value.object) ?? { listeners: [], state: '' }
    const words = own.map(({ when, ...rest }) => ({ ...rest, when: when?.source ?? null }))
    const asked = stableText([words, [...dependencies].sort()])
    heard.set(value.object, { listeners: [...listeners, ...own], state: state + asked })
  }
  return heard
}

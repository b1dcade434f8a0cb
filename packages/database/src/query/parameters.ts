import type { ContextUser } from './context.ts'

/** What expressions may ask of who acts. */
export type UserKey = Exclude<keyof ContextUser, 'access' | 'acting'>

/** Where the value of a placeholder comes from when the statement runs. */
export type ParameterSource =
  | { from: 'user'; key: UserKey; as?: number }
  /** what arms of the actor's access compare with */
  | { from: 'access'; key: string; as?: number }
  | { from: 'now' }
  /** the n-th literal of the caller's filter */
  | { from: 'literal'; index: number }
  /** a value the operation supplies by name */
  | { from: 'input'; name: string }
  /** the new value of a field; JSON columns take it as text */
  | { from: 'field'; name: string; isJson: boolean }

/** The values of one execution. */
export interface ParameterValues {
  user: ContextUser
  now?: Date
  literals?: readonly unknown[]
  inputs?: Readonly<Record<string, unknown>>
  fields?: Readonly<Record<string, unknown>>
}

/** Numbers the placeholders of one statement; the same source and type get the same placeholder. */
export interface Parameters {
  /** `$n::type` */
  bind(source: ParameterSource, type: string): string
  sources: ParameterSource[]
}

export function createParameters(): Parameters {
  const sources: ParameterSource[] = []
  const numbers = new Map<string, number>()
  return {
    sources,
    bind(source, type) {
      const key = JSON.stringify([source, type])
      const number = numbers.get(key) ?? sources.push(source)
      numbers.set(key, number)
      return `$${number}::${type}`
    },
  }
}

/** The same placeholders for a part of the statement in which somebody else counts as the actor. */
export const parametersAs = (parameters: Parameters, as: number): Parameters => ({
  sources: parameters.sources,
  bind: (source, type) =>
    parameters.bind(source.from === 'user' || source.from === 'access' ? { ...source, as } : source, type),
})

/** The values in placeholder order. */
export function bindValues(sources: readonly ParameterSource[], values: ParameterValues): unknown[] {
  const bound = Array.from<unknown>({ length: sources.length })
  for (let i = 0; i < sources.length; i++) bound[i] = valueOf(sources[i] as ParameterSource, values)
  return bound
}

function valueOf(source: ParameterSource, { user, now, literals, inputs, fields }: ParameterValues): unknown {
  switch (source.from) {
    case 'field':
      return source.isJson ? jsonText(fields?.[source.name]) : fields?.[source.name]
    case 'input':
      return inputs?.[source.name]
    case 'literal':
      return literals?.[source.index]
    case 'user':
      return personOf(user, source.as)?.[source.key]
    case 'access':
      return personOf(user, source.as)?.access?.[source.key]
    case 'now':
      return now?.toISOString()
  }
}

/** The actor, or one of those for whom he acts. */
const personOf = (user: ContextUser, as: number | undefined): ContextUser | undefined =>
  as === undefined ? user : user.acting?.[as]

const jsonText = (value: unknown): unknown => (value == null ? null : JSON.stringify(value))

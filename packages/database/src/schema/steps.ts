import type { LocalizedText } from '@fieldwork/fields'

/** `confirm`: values are lost or changed, but can be looked up in the kept column; `destructive`: they cannot. */
export type StepClass = 'safe' | 'confirm' | 'destructive'

/** One step of a plan, ready to run. */
export interface SchemaStep {
  class: StepClass
  summary: LocalizedText
  /** exactly what publishing executes, bookkeeping included; several statements are separated by `;` */
  sql: string
}

/** Steps run in this order, whatever table they are about. */
export const phases = ['release', 'tables', 'columns', 'indexes', 'references'] as const
export type Phase = (typeof phases)[number]

export interface PhasedStep extends SchemaStep {
  phase: Phase
  /** existing tables it changes: locked against everybody while publishing */
  changes: string[]
  /** existing tables that a new foreign key points to, or whose rows decide: locked against writers */
  refersTo: string[]
}

export const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

/** A step that is safe and changes no existing table, unless `rest` says otherwise. */
export function step(
  phase: Phase,
  summary: LocalizedText,
  sql: string[],
  rest: Partial<Pick<PhasedStep, 'class' | 'changes' | 'refersTo'>> = {},
): PhasedStep {
  const text = sql.filter((statement) => statement !== '').join(';\n')
  return { phase, class: 'safe', summary, sql: text, changes: [], refersTo: [], ...rest }
}

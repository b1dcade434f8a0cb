import type { LocalizedText } from '@fieldwork/fields'

/** `confirm`: values are lost or changed, but can be looked up in the kept column; `destructive`: they cannot. */
export type StepClass = 'safe' | 'confirm' | 'destructive'

/** One step of a plan, ready to run. */
export interface SchemaStep {
  class: StepClass
  summary: LocalizedText
  /** exactly what publishing executes, bookkeeping included; several statements are separated by `;` */
  sql: string
  /** done by a task once the rest is published: a large table must not be held for so long */
  background?: true
}

/** What the task of a background step does; the step's summary is its label. */
export interface StepTask {
  kind: string
  /** names what is worked on */
  key: string
  args: unknown
}

/** Steps run in this order, whatever table they are about. */
export const phases = ['release', 'tables', 'columns', 'indexes', 'references', 'triggers', 'values'] as const
export type Phase = (typeof phases)[number]

export interface PhasedStep extends SchemaStep {
  phase: Phase
  /** of a background step; its `sql` is not run by the publish then */
  task: StepTask | null
  /** what can be done, and stay, in a transaction of its own before: a new column that nothing uses yet */
  ahead: { table: string; sql: string } | null
  /** existing tables it changes: locked against everybody while publishing */
  changes: string[]
  /** existing tables that a new foreign key points to, or whose rows decide: locked against writers */
  refersTo: string[]
}

/** What others see of a step. */
export const publicStep = ({ class: risk, summary, sql, background }: SchemaStep): SchemaStep => ({
  class: risk,
  summary,
  sql,
  ...(background && { background }),
})

export const say = (en: string, zh: string): LocalizedText => ({ en, 'zh-CN': zh })

/** A step that is safe and changes no existing table, unless `rest` says otherwise. */
export function step(
  phase: Phase,
  summary: LocalizedText,
  sql: string[],
  rest: Partial<Pick<PhasedStep, 'class' | 'changes' | 'refersTo' | 'ahead'>> = {},
): PhasedStep {
  const text = sql.filter((statement) => statement !== '').join(';\n')
  return { phase, class: 'safe', summary, sql: text, task: null, ahead: null, changes: [], refersTo: [], ...rest }
}

/** A step that a task does after the publish; `sql` shows what it will run. */
export function backgroundStep(summary: LocalizedText, sql: string, task: StepTask): PhasedStep {
  return { ...step('indexes', summary, [sql]), background: true, task }
}

import type { OperationSpec } from './operations.ts'

/** An operation before its object is named. */
export type Draft = Omit<OperationSpec, 'tag' | 'summary'> & { words: readonly [en: string, zh: string] }

import type { LocalizedText } from '@fieldwork/expressions'

import type { RunError } from './run-types.ts'

const inWords = (message: string | LocalizedText, locale: 'en' | 'zh-CN'): string =>
  typeof message === 'string' ? message : message[locale]

/** What went wrong, with every problem of it. */
export function errorWords({ message, problems = [] }: RunError, locale: 'en' | 'zh-CN'): string {
  return [inWords(message, locale), ...problems.map((problem) => inWords(problem.message, locale))].join(' ')
}

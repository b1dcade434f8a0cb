import { appError } from '@fieldwork/metadata'
import { sqlState, sqlStateOf } from '../connection/sql-state.ts'

/** out of memory, or a value larger than PostgreSQL has */
const tooLarge: ReadonlySet<string> = new Set(['53200', '54000'])

/** What a caller's filter can provoke in PostgreSQL becomes a refusal; anything else is a bug and stays one. */
export function asReadProblem(error: unknown): never {
  const state = sqlStateOf(error)
  if (state === sqlState.queryCanceled) throw appError('too_slow')
  if (state?.startsWith('22') || (state !== null && tooLarge.has(state))) {
    throw appError('invalid_expression', {}, [
      {
        code: 'invalid_expression',
        message: {
          en: 'A value in the condition is out of the range that can be computed',
          'zh-CN': '条件中的数值超出可计算的范围',
        },
      },
    ])
  }
  throw error
}

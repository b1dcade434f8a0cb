import { App } from 'antd'

import { isApiProblem } from '../api/api-problem.ts'

/** Waits for work that the server may refuse and says why where it does; false: it was refused. */
export function useAttempt(): (work: Promise<unknown>) => Promise<boolean> {
  const { message } = App.useApp()
  return async (work) => {
    try {
      await work
      return true
    } catch (error) {
      if (!isApiProblem(error)) throw error
      void message.error(error.problems[0]?.message ?? error.message)
      return false
    }
  }
}

import type { Round } from '../jobs/round.ts'
import type { DeadlineDeps } from './deps.ts'
import { fillDeadlines } from './fill.ts'
import { sweepDeadlines } from './sweep.ts'

/** Opens what new rules and periods ask for, and does what the time has come for. */
export const deadlinesRound = (deps: DeadlineDeps): Round => ({
  name: 'deadlines',
  everyMs: 15_000,
  async look() {
    await fillDeadlines(deps)
    await sweepDeadlines(deps)
  },
})

import { setTimeout as sleep } from 'node:timers/promises'
import { isOutdatedPlan, sqlState, sqlStateOf } from './sql-state.ts'

const lostRace: ReadonlySet<string> = new Set([sqlState.serializationFailure, sqlState.deadlockDetected])

const isRetryable = (error: unknown): boolean => isOutdatedPlan(error) || lostRace.has(sqlStateOf(error) ?? '')

/**
 * Runs work that stores everything or nothing; again after a serialization failure, a deadlock or an outdated plan.
 *
 * @param retries further attempts
 */
export async function repeatLostRaces<T>(work: () => Promise<T>, retries = 5): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= retries || !isRetryable(error)) throw error
      await sleep(Math.random() * 10 * 2 ** attempt)
    }
  }
}

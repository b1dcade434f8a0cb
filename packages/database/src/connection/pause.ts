import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Waits so long; where it is told to stop the wait ends at once.
 *
 * @param options.ref whether the process lives at least as long; default false
 */
export async function pause(ms: number, signal: AbortSignal, { ref = false } = {}): Promise<void> {
  try {
    await sleep(ms, undefined, { signal, ref })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

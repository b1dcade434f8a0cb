import type { FastifyRequest } from 'fastify'
import { refuse, say } from '../../errors.ts'

/**
 * Nothing of an account is changed by whom has shown a password only, where more is asked for.
 *
 * @throws login_incomplete
 */
export function demandSecondFactor({ credential }: FastifyRequest): void {
  if (credential?.steps.includes('second_factor')) {
    throw refuse('login_incomplete', { steps: say('the second factor', '第二重验证') })
  }
}

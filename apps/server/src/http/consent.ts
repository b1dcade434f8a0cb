import type { WriteConsent } from '@fieldwork/database'
import type { FastifyRequest } from 'fastify'
import { readChoice, readQuery } from './query.ts'

const CONSENT = new Set(['allow_duplicates', 'accept_warnings'] as const)
const FLAGS = ['true', 'false'] as const

/**
 * What the caller of a write agrees to: `allow_duplicates=true` stores what duplicate rules only warn of, and
 * `accept_warnings=false` refuses with `confirmation_needed` what rules warn of, instead of saying so afterwards.
 *
 * @param others further parameters that the operation knows
 * @returns undefined when nothing is said
 */
export function readConsent(request: FastifyRequest, others: readonly string[] = []): WriteConsent | undefined {
  const query = readQuery(request, others.length > 0 ? new Set<string>([...CONSENT, ...others]) : CONSENT) as Partial<
    Record<string, string>
  >
  const allows = readChoice(query.allow_duplicates, { name: 'allow_duplicates', choices: FLAGS })
  const accepts = readChoice(query.accept_warnings, { name: 'accept_warnings', choices: FLAGS })
  if (allows === undefined && accepts === undefined) return undefined
  return { allowDuplicates: allows === 'true', refuseWarnings: accepts === 'false' }
}

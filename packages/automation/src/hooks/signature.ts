import { createHmac, timingSafeEqual } from 'node:crypto'

/** Headers of a signed call, as the Standard Webhooks describe them (https://www.standardwebhooks.com). */
export interface SignedHeaders {
  'webhook-id': string
  /** seconds since 1970 */
  'webhook-timestamp': string
  /** `v1,<base64>`, several with spaces between them */
  'webhook-signature': string
}

interface Signed {
  secret: string
  id: string
  body: string
}

/** Signs a body together with its id and the time. */
export function signCall({ secret, id, body }: Signed, now: Date): SignedHeaders {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = signatureOf({ secret, id, body }, timestamp)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature.toString('base64')}` }
}

/** Why a call is not taken; null: it was signed with the secret, and not too long ago. */
export function whyUnsigned(
  { secret, body, headers }: { secret: string; body: string; headers: Partial<SignedHeaders> },
  { now, toleranceSeconds }: { now: Date; toleranceSeconds: number },
): 'unsigned' | 'too_old' | 'wrong' | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = headers
  if (!id || !timestamp || !given || !/^\d{1,12}$/.test(timestamp)) return 'unsigned'
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return 'too_old'
  const right = signatureOf({ secret, id, body }, timestamp)
  const isRight = given.split(' ').some((each) => {
    const found = Buffer.from(each.replace(/^v1,/, ''), 'base64')
    return each.startsWith('v1,') && found.length === right.length && timingSafeEqual(found, right)
  })
  return isRight ? null : 'wrong'
}

const signatureOf = ({ secret, id, body }: Signed, timestamp: string): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest()

/** `whsec_` says that the secret is written in base64. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret)

import { createHash } from 'node:crypto'
import type { Queryable } from '@fieldwork/database'
import type { Records } from '@fieldwork/records'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../capability.ts'
import { refuse, say } from '../errors.ts'
import { sendAnswer, type WireAnswer } from './answer.ts'
import { callerOf } from './caller.ts'

const KEPT = `interval '24 hours'`
const CLEANUP_EVERY_MS = 10 * 60_000
const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * Does what a request asks, once for each of its caller's Idempotency-Keys: the answer is stored in the transaction of
 * the writes, so a crash leaves both or neither, and a repetition within 24 hours gets it byte for byte. Of two at the
 * same time the second waits for the first. A refusal is not kept: it has written nothing. Without the header nothing
 * of this happens.
 *
 * @param work may run several times; writes through the records it is given
 * @throws invalid_parameter (the key), idempotency_mismatch (the key was used for something else)
 */
export async function answerOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ServerDeps,
  work: (records: Records) => Promise<WireAnswer>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return sendAnswer(reply, await work(deps.records))
  const claim = { user: callerOf(request).id, key: readKey(key), hash: requestHash(request) }
  await forgetOld(deps)
  const { answer, isReplayed } = await deps.records.transaction(async (records, db) => {
    const stored = await claimKey(db, claim)
    if (stored !== null) return { answer: stored, isReplayed: true }
    const made = await work(records)
    await keepAnswer(db, claim, made)
    return { answer: made, isReplayed: false }
  })
  if (isReplayed) reply.header('idempotency-replayed', 'true')
  return sendAnswer(reply, answer)
}

interface Claim {
  user: string
  key: string
  hash: string
}

function readKey(key: string | string[]): string {
  if (typeof key === 'string' && KEY.test(key)) return key
  const reason = say('expected 1 to 255 visible ASCII characters', '应为 1 至 255 个可见 ASCII 字符')
  throw refuse('invalid_parameter', { name: 'Idempotency-Key', reason })
}

/** What makes two requests the same: the body as it was understood, so white space does not matter. */
function requestHash({ method, url, body, headers }: FastifyRequest): string {
  const text = JSON.stringify([method, url, headers['if-match'] ?? null, body ?? null])
  return createHash('sha256').update(text).digest('base64url')
}

const claimText =
  'insert into fw_idempotency as i (user_id, key, request_hash) values ($1, $2, $3)' +
  ' on conflict (user_id, key) do update set request_hash = excluded.request_hash, created_at = now(),' +
  ` status = null, headers = null, body = null where i.created_at < now() - ${KEPT} returning 1`

/** Waits for whoever holds the key. Null: it is this request's now. */
async function claimKey(db: Queryable, { user, key, hash }: Claim): Promise<WireAnswer | null> {
  const { rowCount } = await db.query({ text: claimText, values: [user, key, hash] })
  if (rowCount === 1) return null
  const { rows } = await db.query<WireAnswer & { request_hash: string }>({
    text: 'select request_hash, status, headers, body from fw_idempotency where user_id = $1 and key = $2',
    values: [user, key],
  })
  const [stored] = rows
  if (!stored) throw refuse('stale_revision')
  if (stored.request_hash !== hash) throw refuse('idempotency_mismatch')
  const { status, headers, body } = stored
  return { status, headers, body }
}

async function keepAnswer(db: Queryable, { user, key }: Claim, { status, headers, body }: WireAnswer): Promise<void> {
  await db.query({
    text: 'update fw_idempotency set status = $3, headers = $4, body = $5 where user_id = $1 and key = $2',
    values: [user, key, status, JSON.stringify(headers), body],
  })
}

const cleanedAt = new WeakMap<object, number>()

/** Keys whose day is over, now and then, on a request that uses keys itself; the server needs no timer. */
async function forgetOld({ db }: ServerDeps): Promise<void> {
  if (Date.now() - (cleanedAt.get(db) ?? 0) < CLEANUP_EVERY_MS) return
  cleanedAt.set(db, Date.now())
  await db.query({ text: `delete from fw_idempotency where created_at < now() - ${KEPT}` })
}

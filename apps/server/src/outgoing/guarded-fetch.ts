import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { isPrivateAddress } from './private-addresses.ts'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 1 << 20

/** A call that may not be made, or whose answer may not be read. */
class OutgoingError extends Error {}

export interface OutgoingOptions {
  method?: string | undefined
  headers?: Record<string, string> | undefined
  body?: string | null | undefined
  /** of the whole call; 10,000 when left out */
  timeoutMs?: number | undefined
  signal?: AbortSignal | undefined
}

export type GuardedFetch = (url: string, options?: OutgoingOptions) => Promise<Response>

/**
 * Calls other servers, but none inside the own network: the address that a name stands for is looked at and the
 * connection made to that very address. Plain HTTP only to hosts that are allowed by name. No redirects are followed.
 *
 * @param options.privateHosts hosts that may be called wherever they are; `*`: every host
 */
export function createGuardedFetch({ privateHosts }: { privateHosts: readonly string[] }): GuardedFetch {
  return async (text, options = {}) => {
    const url = new URL(text)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const isAllowed = privateHosts.includes('*') || privateHosts.includes(host) || privateHosts.includes(url.host)
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed)) {
      throw new OutgoingError(`${url.protocol}//${url.host}: only https is called`)
    }
    if (!isAllowed && isIP(host) !== 0 && isPrivateAddress(host)) throw refusedAddress(host)
    return send(url, options, isAllowed ? lookup : guardedLookup)
  }
}

const refusedAddress = (host: string): OutgoingError =>
  new OutgoingError(`${host} is inside a private network; OUTGOING_PRIVATE_HOSTS allows it`)

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** Gives a connection only addresses that it may be made to. */
function guardedLookup(host: string, options: LookupOptions, done: LookupCallback): void {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, [])
    if (found.length === 0 || found.some(({ address }) => isPrivateAddress(address))) {
      return done(refusedAddress(host), [])
    }
    if (options.all) return done(null, found)
    done(null, found[0]!.address, found[0]!.family)
  })
}

function send(
  url: URL,
  { method = 'GET', headers = {}, body, timeoutMs = TIMEOUT_MS, signal }: OutgoingOptions,
  find: unknown,
): Promise<Response> {
  const { request } = url.protocol === 'https:' ? https : http
  const ends = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
  const options = { method, headers, lookup: find as typeof lookup, signal: ends, agent: false }
  return new Promise((resolve, reject) => {
    const late = new OutgoingError(`${url.host} did not answer in time`)
    const failed = (error: unknown) => reject(ends.aborted && !signal?.aborted ? late : error)
    const call = request(url, options as http.RequestOptions, (answer) => {
      readAnswer(answer).then(resolve, failed)
    })
    call.on('error', failed)
    call.end(body ?? undefined)
  })
}

async function readAnswer(answer: http.IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BYTES) throw new OutgoingError('the answer is too long')
    chunks.push(chunk)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const item of [value ?? []].flat()) headers.append(name, item)
  }
  const status = answer.statusCode ?? 500
  const isEmpty = status === 204 || status === 304
  return new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers })
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { cookieOptions, deviceCookie, sessionCookie } from '../../http/cookies.ts'
import type { KnownDevice } from '../../identity/devices.ts'
import type { LoggedIn, Origin } from '../../identity/admission.ts'
import type { OpenSession } from '../../identity/sessions.ts'

const DEVICE_SECONDS = 400 * 86_400

/** Where a request comes from. */
export function originOf(request: FastifyRequest, { config }: ServerDeps): Origin {
  return {
    address: request.ip,
    agent: request.headers['user-agent'] ?? '',
    device: request.cookies[deviceCookie(config)],
  }
}

/**
 * Lets somebody in: what the browser had before opens nothing any more. A device that has to wait gets its cookie all
 * the same, or it would be a new one each time.
 */
export async function letIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { deps, login }: { deps: ServerDeps; login: () => Promise<LoggedIn> },
): Promise<LoggedIn> {
  try {
    const loggedIn = await login()
    const { credential } = request
    if (credential?.kind === 'session') await deps.identity.sessions.end(credential.id)
    setSession(reply, deps, loggedIn)
    if (loggedIn.device) setDevice(reply, deps, loggedIn.device)
    return loggedIn
  } catch (error) {
    const device = (error as { params?: { device?: KnownDevice } }).params?.device
    if (device) setDevice(reply, deps, device)
    throw error
  }
}

/** Gives the browser the secret of its session. */
export function setSession(reply: FastifyReply, { config }: ServerDeps, { secret }: OpenSession): void {
  reply.setCookie(sessionCookie(config), secret, cookieOptions(config)).header('cache-control', 'no-store')
}

/** Gives the browser what it will be known by; nothing where it has that already. */
export function setDevice(reply: FastifyReply, { config }: ServerDeps, { cookie }: KnownDevice): void {
  if (cookie) reply.setCookie(deviceCookie(config), cookie, { ...cookieOptions(config), maxAge: DEVICE_SECONDS })
}

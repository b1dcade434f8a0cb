import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Content security policy of every page: own scripts only, no eval, no inline scripts. Inline styles are allowed
 * because the component library writes them.
 */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  // files that are fetched with the eyes of another user
  mediaSrc: ["'self'", 'blob:'],
  frameSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

/** Protective headers for pages and their assets. */
export async function securePages(app: FastifyInstance, { https }: { https: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: https ? { ...POLICY, upgradeInsecureRequests: [] } : POLICY,
    },
    strictTransportSecurity: https,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  })
}

/** What an answer of the API needs instead: it is data, so nothing in it may run. */
export const apiHeaders = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'private, no-cache',
  // a browser keeps answers: what one person was shown is not the answer to another
  vary: 'Cookie, Authorization, Accept-Language, X-View-As',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const

/** Said of the API where the server is reached by HTTPS only, as helmet says it of pages. */
export const httpsHeaders = { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const

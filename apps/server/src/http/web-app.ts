import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../capability.ts'
import { refuse } from '../errors.ts'
import { securePages } from './security.ts'

const BROTLI_QUALITY = 5
const ONE_YEAR_S = 31_536_000

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Fieldwork</title>
<h1>Fieldwork</h1><p>网页尚未构建，请运行 <code>npm run build</code>。接口文档：<a href="/api/docs">/api/docs</a></p>
<p lang="en">The web app has not been built; run <code>npm run build</code>. API: <a href="/api/docs">/api/docs</a></p></html>`

/** Serves the built web app; every address that is no file is the app's own route and gets its page. */
export async function serveWebApp(app: FastifyInstance, { config, webRoot }: ServerDeps): Promise<void> {
  await securePages(app, { https: config.secureCookies })
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  })
  if (webRoot) await app.register(fastifyStatic, { root: webRoot, serve: false, cacheControl: false })
  app.get('/*', { config: { access: 'public' } }, (request, reply) => answerPath(request, reply, webRoot))
}

/** The folder of the built web app, null when there is none. */
export function findWebRoot(folder: string): string | null {
  return existsSync(join(folder, 'index.html')) ? folder : null
}

async function answerPath(request: FastifyRequest, reply: FastifyReply, webRoot: string | null) {
  const path = (request.params as { '*': string })['*']
  if (path === 'api' || path.startsWith('api/')) throw refuse('not_found', { name: `/${path}` })
  if (webRoot && isFile(path)) return sendFile(reply, path)
  if (isFile(path)) throw refuse('not_found', { name: `/${path}` })
  const page = webRoot ? await readFile(join(webRoot, 'index.html'), 'utf8') : NOT_BUILT
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page)
}

function isFile(path: string): boolean {
  return path !== 'index.html' && /\.\w+$/.test(path)
}

/** Files in assets/ carry a hash of their content in the name. */
function sendFile(reply: FastifyReply, path: string): FastifyReply {
  const caching = path.startsWith('assets/') ? `public, max-age=${ONE_YEAR_S}, immutable` : 'no-cache'
  return reply.header('cache-control', caching).sendFile(path)
}

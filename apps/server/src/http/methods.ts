import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../errors.ts'
import { sendProblem } from './problem.ts'

interface Address {
  pattern: RegExp
  methods: Set<string>
}

/** Answers what no route takes: 405 with Allow where the address exists, else 404. Call before routes are added. */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const addresses = new Map<string, Address>()
  app.addHook('onRoute', ({ url, method }) => {
    if (url.endsWith('*')) return
    const address = addresses.get(url) ?? { pattern: patternOf(url), methods: new Set() }
    for (const name of [method].flat()) address.methods.add(name)
    addresses.set(url, address)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const address = [...addresses.values()].find(({ pattern }) => pattern.test(path))
    if (address) refuseMethod(request, reply, address)
    else sendProblem(refuse('not_found', { name: path }), request, reply)
  })
}

function refuseMethod(request: FastifyRequest, reply: FastifyReply, { methods }: Address): void {
  if (methods.has(request.method)) return sendProblem(refuse('not_found', { name: request.url }), request, reply)
  reply.header('allow', [...methods].join(', '))
  sendProblem(refuse('method_not_allowed', { method: request.method }), request, reply)
}

function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`)
}

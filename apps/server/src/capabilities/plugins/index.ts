import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Capability, ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { flag, optional, readMembers, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readQuery } from '../../http/query.ts'
import { describePlugins } from './describe-plugins.ts'
import { addPluginRoutes } from './plugin-routes.ts'

const FOR_EVER = 'private, max-age=31536000, immutable'
const ADMINISTRATOR = { config: { access: 'administrator' } } as const

type Named = FastifyRequest<{ Params: { name: string } }>

const consentBody = { confirm: optional(flag), message: optional(text) }

/** Plugins: which there are, what they are set to, and what they answer themselves. */
export const plugins: Capability = {
  name: 'plugins',
  register(app, deps) {
    app.get('/api/plugins', (request) => describePlugins(deps, callerOf(request)))
    app.post('/api/plugins/:name/enable', ADMINISTRATOR, (request: Named) => enable(request, deps))
    app.post('/api/plugins/:name/disable', ADMINISTRATOR, (request: Named) => disable(request, deps))
    app.get('/api/plugins/:name/settings', ADMINISTRATOR, (request: Named) => showSettings(request, deps))
    app.put('/api/plugins/:name/settings', ADMINISTRATOR, (request: Named) => storeSettings(request, deps))
    app.get('/api/plugins/:name/web.js', (request: Named, reply) => sendWeb(request, reply, deps))
    addPluginRoutes(app, deps)
  },
}

/** Its definitions become a part of what is published. */
async function enable(request: Named, deps: ServerDeps) {
  const { layer } = loadedPlugin(request, deps)
  const options = readMembers(request.body ?? {}, consentBody)
  const { revision, tasks } = await deps.registry.packages.enable(layer, options, callerOf(request))
  return { revision, tasks }
}

/** Its definitions go, its records are kept. */
async function disable(request: Named, { registry, plugins }: ServerDeps) {
  const { name } = request.params
  if (!plugins.isEnabled(registry.catalog(), name)) throw refuse('not_found', { name })
  const options = readMembers(request.body ?? {}, consentBody)
  const { revision, tasks } = await registry.packages.uninstall(name, options, callerOf(request))
  return { revision, tasks }
}

function showSettings(request: Named, deps: ServerDeps) {
  const { plugin } = loadedPlugin(request, deps)
  return deps.plugins.settings.show(deps.db, plugin)
}

async function storeSettings(request: Named, deps: ServerDeps) {
  const { plugin } = loadedPlugin(request, deps)
  await deps.db.transaction((tx) => deps.plugins.settings.store(tx, plugin, request.body))
  return deps.plugins.settings.show(deps.db, plugin)
}

/** What an enabled plugin runs in the browser; its address names its contents. */
function sendWeb(request: Named, reply: FastifyReply, deps: ServerDeps) {
  const { v } = readQuery(request, new Set(['v']))
  const { web, plugin } = loadedPlugin(request, deps)
  if (web === null || !deps.plugins.isEnabled(deps.registry.catalog(), plugin.name))
    throw refuse('not_found', request.params)
  reply.header('cache-control', v === web.hash ? FOR_EVER : 'no-cache')
  return reply.type('text/javascript; charset=utf-8').send(web.text)
}

/** @throws not_found */
function loadedPlugin({ params: { name } }: Named, { plugins }: ServerDeps) {
  const found = plugins.loaded.find(({ plugin }) => plugin.name === name)
  if (!found) throw refuse('not_found', { name })
  return found
}

import type { Json, JsonSchema, Problem } from '@fieldwork/fields'
import { valueChecker, type ValueChecker } from '@fieldwork/metadata'
import type { Plugin, PluginRoute } from '@fieldwork/plugin-sdk'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readQuery } from '../../http/query.ts'

/** The address of a route of a plugin, with `:name` for what varies. */
const routeAddress = ({ name }: Plugin, { path }: Pick<PluginRoute, 'path'>): string => `/api/plugins/${name}${path}`

/** Adds the routes of all plugins that were loaded; each answers while its plugin is enabled. */
export function addPluginRoutes(app: FastifyInstance, deps: ServerDeps): void {
  for (const { plugin } of deps.plugins.loaded)
    for (const route of plugin.routes ?? [])
      app.route({
        method: route.method,
        url: routeAddress(plugin, route),
        config: { access: route.access ?? 'user' },
        handler: answering(plugin, route, deps),
      })
}

function answering(plugin: Plugin, route: PluginRoute<never, never>, deps: ServerDeps) {
  const { plugins, registry, records, db } = deps
  const body = checkerOf(route.body)
  const query = checkerOf(querySchema(route))
  const run = route.run as (request: unknown, context: unknown) => unknown
  return async (request: FastifyRequest, reply: { code(status: number): { send(): unknown } }) => {
    if (!plugins.isEnabled(registry.catalog(), plugin.name)) throw refuse('not_found', { name: plugin.name })
    const asked = readParameters(request, route)
    demandRight([
      ...(query?.(asked) ?? []).map((problem) => ({ ...problem, pointer: `/query${problem.pointer ?? ''}` })),
      ...(body?.(request.body) ?? []),
    ])
    const called = {
      actor: callerOf(request),
      params: request.params,
      query: asked,
      body: request.body ?? {},
      locale: request.locale,
    }
    const answer = await run(called, plugins.contextOf(plugin, { records, db }))
    return answer === undefined ? reply.code(204).send() : answer
  }
}

function checkerOf(schema: JsonSchema | undefined): ValueChecker | null {
  if (schema === undefined) return null
  const made = valueChecker(schema)
  if ('problems' in made) throw new Error('A plugin was loaded whose schemas are wrong')
  return made.check
}

function demandRight(problems: Problem[]): void {
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
}

const querySchema = ({ query = {} }: PluginRoute<never, never>): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties: query,
})

/** The query as the schemas have its members: numbers and flags are told from texts. */
function readParameters(request: FastifyRequest, { query = {} }: PluginRoute<never, never>): Record<string, Json> {
  const given: Partial<Record<string, string>> = readQuery<string>(request, new Set(Object.keys(query)))
  const read = Object.entries(given).map(([name, value = '']) => [name, readValue(query[name] ?? {}, value)])
  return Object.fromEntries(read) as Record<string, Json>
}

function readValue({ type }: JsonSchema, value: string): Json {
  if ((type === 'integer' || type === 'number') && /^-?\d{1,15}(?:\.\d+)?$/.test(value)) return Number(value)
  return type === 'boolean' && (value === 'true' || value === 'false') ? value === 'true' : value
}

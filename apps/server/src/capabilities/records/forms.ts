import { validatorModule } from '@fieldwork/metadata/server'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { callerOf } from '../../http/caller.ts'
import { readChoice, readQuery } from '../../http/query.ts'
import type { ObjectParams } from './answers.ts'

const MODES = ['create', 'update'] as const
const SCHEMA = new Set(['mode', 'recordType'] as const)
/** `import` is what a development server of the web app adds to modules; it means nothing. */
const VALIDATOR = new Set(['mode', 'v', 'import'] as const)
const FOR_EVER = 'private, max-age=31536000, immutable'

/** What the browser needs to draw lists and forms of an object for this caller. */
export function addFormRoutes(app: FastifyInstance, { records }: ServerDeps): void {
  app.get<ObjectParams>('/api/records/:object/schema', async (request) => {
    const { mode, recordType } = readQuery(request, SCHEMA)
    const input = { object: request.params.object, mode: readMode(mode), recordType }
    return records.formSchema(callerOf(request), input)
  })

  app.get<ObjectParams>('/api/records/:object/views', async (request) => {
    readQuery(request, new Set<never>())
    return { views: records.views(callerOf(request), request.params.object) }
  })

  app.get<ObjectParams>('/api/records/:object/validator.js', async (request, reply) => {
    const query = readQuery(request, VALIDATOR)
    const mode = readMode(query.mode)
    const known = records.formObject(callerOf(request), { object: request.params.object, mode })
    reply.header('cache-control', query.v === known.hash ? FOR_EVER : 'no-cache')
    return reply.type('text/javascript; charset=utf-8').send(validatorModule(known, mode))
  })
}

function readMode(text: string | undefined): 'create' | 'update' {
  return readChoice(text, { name: 'mode', choices: MODES }) ?? 'create'
}

import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { JSON_TYPE } from '../../http/answer.ts'
import { optional, readMembers, record, text } from '../../http/body.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { readChoice } from '../../http/query.ts'
import { anyText, EXPECTED, nameOf } from './expressions.ts'

const expressionBody = { object: text, id: text, expression: anyText, expects: optional(text) }
const rollUpBody = { object: text, id: text, rollUp: record }

/** What something that nobody has published yet would give for a real record. Nothing is written. */
export function addTrialRoutes(app: FastifyInstance, { records }: ServerDeps): void {
  app.post('/api/metadata/expressions/evaluate', async (request, reply) => {
    const { object, id, expression, expects } = readMembers(request.body, expressionBody)
    const kind = readChoice(expects, { name: 'expects', choices: EXPECTED })
    const input = { object, id: readId(id), expression, ...(kind && { expects: { kind } }) }
    const { json, type } = await records.evaluate(callerOf(request), input)
    return reply.type(JSON_TYPE).send(`{"value":${json},"type":${JSON.stringify(nameOf(type))}}`)
  })

  app.post('/api/metadata/roll-ups/evaluate', { config: { access: 'administrator' } }, async (request, reply) => {
    const { object, id, rollUp } = readMembers(request.body, rollUpBody)
    return reply.type(JSON_TYPE).send(await records.rollUpValue(callerOf(request), { object, id: readId(id), rollUp }))
  })
}

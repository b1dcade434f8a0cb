import { isPlainObject, pointerOf } from '@fieldwork/metadata'
import type { ConvertInput, TargetChoice } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse } from '../../errors.ts'
import { jsonAnswer } from '../../http/answer.ts'
import { flag, optional, readMembers, record } from '../../http/body.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readConsent } from '../../http/consent.ts'
import { answerOnce } from '../../http/idempotency.ts'
import { readId, readIfMatch } from '../../http/ids.ts'
import { readQuery } from '../../http/query.ts'
import type { RecordParams } from './answers.ts'

const convertBody = { dry_run: optional(flag), targets: optional(record) }

/** Records that become others: which conversions there are, what they would make, and making it. */
export function addConversionRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.get<RecordParams>('/api/records/:object/:id/conversions', async (request) => {
    readQuery(request, new Set<never>())
    const { object, id } = request.params
    return { data: await deps.records.conversions(loggedCallerOf(request), { object, id: readId(id) }) }
  })

  app.post<{ Params: { object: string; id: string; conversion: string } }>(
    '/api/records/:object/:id/convert/:conversion',
    async (request, reply) => {
      const { object, id, conversion } = request.params
      const { dry_run: isPreview = false, targets = {} } = readMembers(request.body ?? {}, convertBody)
      const expectedVersion = readIfMatch(request.headers['if-match'])
      const input: ConvertInput = { object, id: readId(id), conversion, expectedVersion, targets: readChoices(targets) }
      const consent = readConsent(request)
      const actor = loggedCallerOf(request)
      if (isPreview) return reply.send(await deps.records.previewConversion(actor, input))
      return answerOnce(request, reply, deps, async (records) =>
        jsonAnswer(200, JSON.stringify(await records.convert(actor, input, consent))),
      )
    },
  )
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws validation_failed (every part that is not as expected) */
function readChoices(targets: Record<string, unknown>): Record<string, TargetChoice> {
  const problems = Object.entries(targets).flatMap(([key, choice]) => choiceProblems(pointerOf('targets', key), choice))
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  return targets as Record<string, TargetChoice>
}

function choiceProblems(pointer: string, choice: unknown) {
  if (!isPlainObject(choice)) return [wrong(pointer)]
  return Object.entries(choice).flatMap(([name, value]) => {
    const at = pointer + pointerOf(name)
    if (name === 'lines') return isPlainObject(value) ? linesProblems(at, value) : [wrong(at)]
    return matchers[name]?.(value) ? [] : [wrong(at)]
  })
}

const isId = (value: unknown): boolean => typeof value === 'string' && ID.test(value)

const matchers: Record<string, (value: unknown) => boolean> = {
  include: (value) => typeof value === 'boolean',
  existing: (value) => value === null || isId(value),
  values: isPlainObject,
}

function linesProblems(pointer: string, lines: Record<string, unknown>) {
  return Object.entries(lines).flatMap(([key, list]) => {
    const at = pointer + pointerOf(key)
    if (!Array.isArray(list)) return [wrong(at)]
    return list.flatMap((line, index) => (isLine(line) ? [] : [wrong(`${at}/${index}`)]))
  })
}

function isLine(line: unknown): boolean {
  if (!isPlainObject(line) || !isId(line.id)) return false
  const { id: _id, quantity, ...rest } = line
  return (quantity === undefined || Number.isFinite(quantity)) && Object.keys(rest).length === 0
}

const wrong = (pointer: string) => ({
  pointer,
  code: 'type',
  message: { en: 'This is not what is expected here', 'zh-CN': '此处内容不符合要求' },
})

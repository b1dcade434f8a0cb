import type { WriteConsent } from '@fieldwork/database'
import { isPlainObject } from '@fieldwork/metadata'
import type { Actor, FieldValues, Records, UpsertedRecord } from '@fieldwork/records'
import type { FastifyInstance } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { loggedCallerOf } from '../../http/caller.ts'
import { readConsent } from '../../http/consent.ts'
import { readChoice, splitList } from '../../http/query.ts'
import { sendRecord, type ObjectParams } from './answers.ts'
import { attempt, entryAnswer, pointingTo, type EntryAnswer } from './batch-answers.ts'

const BODY_LIMIT_BYTES = 64 << 20
const MAX_ROWS = 10_000
const UPSERT = ['key', 'atomic']
const FLAGS = ['true', 'false'] as const

interface Upsert {
  object: string
  key: string[]
  consent: WriteConsent | undefined
}

/** Creates or merges by a key: one record, or a list of them, all or none unless `atomic=false`. */
export function addUpsertRoute(app: FastifyInstance, { records }: ServerDeps): void {
  app.put<ObjectParams>('/api/records/:object', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const consent = readConsent(request, UPSERT)
    const query = request.query as Partial<Record<string, string>>
    const key = splitList(query.key ?? '')
    if (key.length === 0)
      throw refuse('invalid_parameter', { name: 'key', reason: say('required: a unique field', '必填：唯一字段') })
    const atomic = readChoice(query.atomic, { name: 'atomic', choices: FLAGS }) !== 'false'
    const upsert = { object: request.params.object, key, consent }
    const actor = loggedCallerOf(request)
    if (Array.isArray(request.body)) {
      const rows = rowsOf(request.body)
      return { data: await (atomic ? together : separately)(records, actor, { ...upsert, rows }) }
    }
    const [record] = await upsertRows(records, actor, { ...upsert, rows: [rowOf(request.body, '')] })
    if (!record) throw new Error('An upsert of one row gave nothing')
    if (record.isNew) reply.code(201).header('location', `/api/records/${upsert.object}/${record.id}`)
    return sendRecord(reply, record)
  })
}

type Rows = Upsert & { rows: FieldValues[] }

const upsertRows = (records: Records, actor: Actor, { consent, ...input }: Rows) =>
  records.upsert(actor, input, consent)

async function together(records: Records, actor: Actor, input: Rows): Promise<EntryAnswer[]> {
  return (await upsertRows(records, actor, input)).map((record) => answerOf(record, actor.locale))
}

async function separately(records: Records, actor: Actor, { rows, ...upsert }: Rows): Promise<EntryAnswer[]> {
  const answers: EntryAnswer[] = []
  for (const [at, row] of rows.entries()) {
    const write = async () => (await together(records, actor, { ...upsert, rows: [row] }))[0] as EntryAnswer
    answers.push(await attempt(actor, () => pointingTo(`/${at}`, write)))
  }
  return answers
}

const answerOf = (record: UpsertedRecord, locale: Actor['locale']): EntryAnswer => ({
  status: record.isNew ? 201 : 200,
  ...entryAnswer(record, locale),
})

function rowsOf(body: unknown[]): FieldValues[] {
  if (body.length > MAX_ROWS) throw refuse('too_large', { limit: say(`${MAX_ROWS} records`, `${MAX_ROWS} 条`) })
  return body.map((row, at) => rowOf(row, `/${at}`))
}

function rowOf(row: unknown, pointer: string): FieldValues {
  if (isPlainObject(row)) return row
  const place = pointer === '' ? say('the body', '请求正文') : say(pointer, pointer)
  throw refuse('invalid_request', {
    reason: say(`${place.en} must be an object`, `${place['zh-CN']}必须是对象`),
  })
}

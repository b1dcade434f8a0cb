import { isPlainObject } from '@fieldwork/metadata'
import type { Actor, ExplainedAccess, ExplainInput } from '@fieldwork/records'
import { operations } from '@fieldwork/records'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerDeps } from '../../capability.ts'
import { refuse, say } from '../../errors.ts'
import { callerOf } from '../../http/caller.ts'
import { readId } from '../../http/ids.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import { readChoice, readQuery } from '../../http/query.ts'

const EXPLAIN = new Set(['user', 'object', 'id', 'op', 'values'] as const)
const REQUIRED = say('required', '必填')
const NO_VALUES = say('expected the values of a record as a JSON object', '应为记录字段值的 JSON 对象')

export function addExplainRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.get('/api/access/explain', async (request) => {
    const { user, object, id, op, values } = readQuery(request, EXPLAIN)
    const input = readRecord({ object, id, op, values })
    const person = await personOf(request, deps, user)
    const caller = callerOf(request)
    // of what he cannot read nobody but an administrator learns that it is there
    if ('id' in input && !caller.administrator)
      await deps.records.get(caller, { object: input.object, id: input.id, fields: ['id'] })
    const explained = await deps.records.explain(person, { ...input, namesHidden: caller.administrator })
    const told = caller.administrator
      ? explained
      : { ...explained, fields: knownFields(caller, explained, input, deps) }
    return { ...addressOf(input, person), ...described(told, deps, request.locale) }
  })
}

/** Of fields and objects that do not exist for him nobody learns even the names. */
function knownFields(
  caller: Actor,
  { fields }: Pick<ExplainedAccess, 'fields'>,
  { object }: ExplainInput,
  { records }: ServerDeps,
): ExplainedAccess['fields'] {
  if (!records.rights(caller)[object]?.length) return {}
  return Object.fromEntries(Object.entries(fields).filter(([, right]) => right !== 'none'))
}

/** About himself everybody may ask, about others administrators. */
async function personOf(request: FastifyRequest, { identity }: ServerDeps, user: string | undefined): Promise<Actor> {
  const caller = callerOf(request)
  const id = user === undefined ? caller.id : readId(user)
  if (id === caller.id) return caller
  if (!caller.administrator) throw refuse('forbidden')
  const person = await identity.actorOf(id, request.locale)
  if (!person) throw refuse('not_found', { name: id })
  return person
}

type Query = Record<'object' | 'id' | 'op' | 'values', string | undefined>

/** @throws invalid_parameter (a part that is missing or unknown) */
export function readRecord({ object, id, op, values }: Query): ExplainInput {
  if (object === undefined) throw refuse('invalid_parameter', { name: 'object', reason: REQUIRED })
  const operation = readChoice(op, { name: 'op', choices: operations }) ?? 'read'
  if (operation === 'create' || operation === 'import') return { object, operation, values: readValues(values) }
  if (id === undefined) throw refuse('invalid_parameter', { name: 'id', reason: REQUIRED })
  return { object, operation, id: readId(id) }
}

function readValues(text = '{}'): Record<string, unknown> {
  let values: unknown = null
  try {
    values = JSON.parse(text)
  } catch {
    // refused below, as anything else that is no object
  }
  if (isPlainObject(values)) return values
  throw refuse('invalid_parameter', { name: 'values', reason: NO_VALUES })
}

const addressOf = (input: ExplainInput, { id, name }: Actor) => ({
  user: { id, label: name },
  object: input.object,
  id: 'id' in input ? input.id : null,
  op: input.operation,
})

function described({ arms, needs, ...rest }: ExplainedAccess, { registry }: ServerDeps, locale: Locale) {
  return {
    ...rest,
    arms: arms.map(({ role, label, missing, ...arm }) => ({
      ...arm,
      role: roleIn(registry.catalog(), role, locale),
      label: resolveText(label, locale),
      missing: missing.map(({ code, message }) => ({ code, message: resolveText(message, locale) })),
    })),
    needs: needs.map(({ message, ...need }) => ({ ...need, message: resolveText(message, locale) })),
  }
}

/** A role by name, with what it is called. */
export function roleIn(catalog: ReturnType<ServerDeps['registry']['catalog']>, name: string | null, locale: Locale) {
  if (name === null) return null
  return { name, label: resolveText(catalog.roles.get(name)?.label, locale) ?? name }
}

import { isId } from '@fieldwork/database'
import { appError, pointerOf } from '@fieldwork/metadata'
import type { CompiledWorkflow } from '@fieldwork/metadata'
import type { Actor, Records } from '@fieldwork/records'

interface Given {
  object: string
  id: unknown
  pointer: string
}

/** so many are looked for by one statement */
const perList = 100

/**
 * What somebody hands to a run he may see himself: the run perhaps has the rights of the platform. References are the
 * values of variables of type `record` and `records` that name an object; other types hold values that nobody looks up
 * by the platform's word.
 *
 * @throws validation_failed: every value that is no record which the actor may read
 */
export async function demandReferences(
  records: Records,
  actor: Actor,
  { workflow, vars }: { workflow: Pick<CompiledWorkflow, 'vars'>; vars: Readonly<Record<string, unknown>> },
): Promise<void> {
  const given = [...workflow.vars].flatMap(([name, { type }]) => referencesIn(name, type, vars[name] ?? null))
  if (given.length === 0) return
  const readable = new Map<string, Set<string>>()
  for (const object of new Set(given.map((one) => one.object)))
    readable.set(object, await readableOf(records, actor, { object, ids: idsOf(given, object) }))
  const unknown = given.filter(
    ({ object, id }) => typeof id !== 'string' || !readable.get(object)?.has(id.toLowerCase()),
  )
  if (unknown.length > 0) throw appError('validation_failed', {}, unknown.map(noSuchRecord))
}

type VariableType = CompiledWorkflow['vars'] extends ReadonlyMap<string, { type: infer T }> ? T : never

function referencesIn(name: string, type: VariableType, value: unknown): Given[] {
  if (value === null) return []
  const pointer = pointerOf('vars', name)
  if (type.kind === 'record') return [{ object: type.object, id: value, pointer }]
  if (type.kind !== 'list' || type.of.kind !== 'record') return []
  const { object } = type.of
  if (!Array.isArray(value)) return [{ object, id: value, pointer }]
  return value.map((id: unknown, at) => ({ object, id, pointer: `${pointer}/${at}` }))
}

const idsOf = (given: readonly Given[], object: string): string[] => [
  ...new Set(
    given.flatMap((one) =>
      one.object === object && typeof one.id === 'string' && isId(one.id) ? [one.id.toLowerCase()] : [],
    ),
  ),
]

/** Which of these records somebody may read. */
async function readableOf(
  records: Records,
  actor: Actor,
  { object, ids }: { object: string; ids: readonly string[] },
): Promise<Set<string>> {
  const found = new Set<string>()
  if (!records.rights(actor)[object]?.includes('read')) return found
  for (let from = 0; from < ids.length; from += perList) {
    const some = ids.slice(from, from + perList).map((id) => `'${id}'`)
    const filter = `id in [${some.join(', ')}]`
    const page = await records.list(actor, { object, filter, fields: ['id'], limit: perList })
    for (const { id } of (JSON.parse(page) as { data: { id: string }[] }).data) found.add(id)
  }
  return found
}

const noSuchRecord = ({ pointer }: Given) => ({
  pointer,
  code: 'unknown_reference',
  message: { en: 'There is no such record that you may see', 'zh-CN': '没有该记录，或您无权查看' },
})

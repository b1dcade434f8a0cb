import type { Queryable, ValuesInput } from '@fieldwork/database'
import type { CompiledWorkflow, CompiledWorkflowNode } from '@fieldwork/metadata'
import type { Place, RunRow } from './rows.ts'

/** What names mean at a place of a run. */
export type Surroundings = Omit<ValuesInput, 'expressions'>

interface At {
  run: RunRow
  workflow: CompiledWorkflow
  node: CompiledWorkflowNode
  place: Place
}

/** Reads what stands around the expressions of a node: what the run keeps, what earlier steps gave, loops, the record. */
export async function readSurroundings(tx: Queryable, { run, node, place, workflow }: At): Promise<Surroundings> {
  const { results, errors } = await readResults(tx, run.id, { place, workflow })
  const items = await readItems(tx, run.id, { node, place })
  const given: Record<string, unknown> = { vars: run.vars, steps: results, items, error: errors }
  const values = Object.entries(node.variables).flatMap(([name, type]) =>
    Object.hasOwn(given, name) ? [[name, { type, value: given[name] }] as const] : [],
  )
  return {
    record: run.object !== null && run.record !== null ? { object: run.object, id: run.record } : null,
    old: run.event === null ? {} : await readOld(tx, run.event),
    values: Object.fromEntries(values),
    eyes: run.identity === 'system' ? 'system' : 'actor',
    user: await readUser(tx, run.actor),
  }
}

/** What the steps of this place's rounds, or outside of them, gave; and the error that was handled last. */
async function readResults(tx: Queryable, run: string, { place, workflow }: Pick<At, 'place' | 'workflow'>) {
  const { rows } = await tx.query<{ node: string; iteration: string; output: unknown; error: unknown }>({
    text: `select node, iteration, output, error from fw_run_step
      where run = $1 and state in ('done', 'failed') and (iteration = any($2)) order by finished_at`,
    values: [run, roundsAround(place.iteration)],
  })
  const seen = rows.filter(({ node }) => workflow.nodes.has(node))
  const failed = seen.findLast(({ error }) => error !== null)
  return {
    results: Object.fromEntries(seen.map(({ node, output }) => [node, output])),
    errors: failed ? told(failed) : null,
  }
}

function told({ node, error }: { node: string; error: unknown }) {
  const { code, message } = error as { code: string; message: { en: string } }
  return { node, code, message: message.en }
}

/** `3.0` stands in `3`, which stands in the whole. */
function roundsAround(iteration: string): string[] {
  const parts = iteration === '' ? [] : iteration.split('.')
  return Array.from({ length: parts.length + 1 }, (_, length) => parts.slice(0, length).join('.'))
}

/** By loop around the node: what its present round is about. */
async function readItems(tx: Queryable, run: string, { node, place }: Pick<At, 'node' | 'place'>) {
  const rounds = roundsAround(place.iteration)
  const parts = place.iteration.split('.')
  const items: Record<string, unknown> = {}
  for (const [depth, { node: loop }] of node.inside.entries()) {
    const { rows } = await tx.query<{ item: unknown }>({
      text: `select items -> ($4::int - coalesce((output #>> '{batch,base}')::int, 0)) as item
        from fw_run_step where run = $1 and node = $2 and iteration = $3`,
      values: [run, loop, rounds[depth], Number(parts[depth])],
    })
    items[loop] = rows[0]?.item ?? null
  }
  return items
}

/** What the write that started the run changed: the values before it; null: the record was new. */
async function readOld(tx: Queryable, event: string): Promise<Record<string, unknown> | null> {
  const { rows } = await tx.query<{ op: string; changes: Record<string, [unknown, unknown]> }>({
    text: 'select op, changes from fw_event where id = $1',
    values: [event],
  })
  const [found] = rows
  if (!found) return {}
  if (found.op === 'create') return null
  return Object.fromEntries(Object.entries(found.changes).map(([name, [before]]) => [name, before]))
}

const nobody = { id: null, name: '', username: '' }

async function readUser(tx: Queryable, id: string | null) {
  if (id === null) return nobody
  const { rows } = await tx.query<{ id: string; name: string; username: string }>({
    text: `select id, coalesce(name, '') as name, coalesce(username, '') as username from "user" where id = $1`,
    values: [id],
  })
  return rows[0] ?? nobody
}

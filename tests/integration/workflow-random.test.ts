import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiServer } from '../support/api-server.ts'
import { createRandom } from '../support/random.ts'
import type { Random } from '../support/random.ts'
import { flow, make, publishFlow, settled, startWorkflows } from '../support/workflow-world.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startWorkflows()
  await publishFlow(
    api,
    flow('called', {
      trigger: { type: 'workflow' },
      vars: { word: { type: 'text' } },
      start: 'make',
      nodes: { make: { step: 'create-record', options: todo("vars.word + ' called'") } },
    }),
  )
})
afterAll(() => api.stop())

const todo = (name: string) => ({ object: 'todo', values: { name, ticket: 'record' } })

/** A flow as one thinks of it: parts one after the other. */
type Part =
  | { kind: 'effect'; word: string }
  | { kind: 'wait' }
  | { kind: 'call'; word: string }
  | { kind: 'trouble'; goesOn: boolean }
  | { kind: 'branch'; most: number; low: Part[]; high: Part[] }
  | { kind: 'loop'; rounds: number; body: Part[] }
  | { kind: 'parallel'; ways: Part[][] }

function randomParts(random: Random, depth: number, next: () => number): Part[] {
  return Array.from({ length: random.integer(1, 3) }, (): Part => {
    const simple = depth === 0 || random.chance(0.45)
    if (simple) {
      if (random.chance(0.06)) return { kind: 'trouble', goesOn: random.chance(0.7) }
      if (random.chance(0.12)) return { kind: 'wait' }
      if (random.chance(0.15)) return { kind: 'call', word: `w${next()}` }
      return { kind: 'effect', word: `w${next()}` }
    }
    const inner = () => randomParts(random, depth - 1, next)
    if (random.chance(0.4)) return { kind: 'branch', most: random.integer(0, 9), low: inner(), high: inner() }
    if (random.chance(0.5)) return { kind: 'loop', rounds: random.integer(0, 3), body: inner() }
    return { kind: 'parallel', ways: [inner(), inner()] }
  })
}

/** What it does, by the simplest of all interpreters: words of the records made; false: it ends here. */
function interpret(parts: readonly Part[], count: number, made: string[]): boolean {
  return parts.every((part) => {
    if (part.kind === 'effect') made.push(part.word)
    if (part.kind === 'call') made.push(`${part.word} called`)
    if (part.kind === 'trouble') return part.goesOn
    if (part.kind === 'branch') return interpret(count <= part.most ? part.low : part.high, count, made)
    if (part.kind === 'loop') return Array.from({ length: part.rounds }).every(() => interpret(part.body, count, made))
    if (part.kind === 'parallel') return part.ways.map((way) => interpret(way, count, made)).every(Boolean)
    return true
  })
}

/** Whether side by side something may end the run: then what the other way has done by then is a matter of chance. */
const isChancy = (parts: readonly Part[]): boolean =>
  parts.some((part) => {
    if (part.kind === 'parallel') return part.ways.some(mayEnd) || part.ways.some(isChancy)
    if (part.kind === 'branch') return isChancy(part.low) || isChancy(part.high)
    return part.kind === 'loop' && isChancy(part.body)
  })

const mayEnd = (parts: readonly Part[]): boolean =>
  parts.some((part) => {
    if (part.kind === 'trouble') return !part.goesOn
    if (part.kind === 'branch') return mayEnd(part.low) || mayEnd(part.high)
    if (part.kind === 'loop') return mayEnd(part.body)
    return part.kind === 'parallel' && part.ways.some(mayEnd)
  })

type Nodes = Record<string, Record<string, unknown>>

/** Writes the parts as nodes that end in `next`; returns the first. */
function write(parts: readonly Part[], nodes: Nodes, next: string | null): string {
  return parts.toReversed().reduce<string | null>((after, part) => {
    const key = `n${Object.keys(nodes).length}`
    nodes[key] = {}
    nodes[key] = { ...nodeOf(part, nodes, after), ...(after !== null && { next: after }) }
    return key
  }, next)!
}

function nodeOf(part: Part, nodes: Nodes, after: string | null): Record<string, unknown> {
  switch (part.kind) {
    case 'effect':
      return { step: 'create-record', options: todo(`'${part.word}'`) }
    case 'wait':
      return { step: 'wait', options: { minutes: 0.001 } }
    case 'call':
      return {
        step: 'sub-workflow',
        options: { workflow: 'called', record: 'record', vars: { word: `'${part.word}'` } },
      }
    case 'trouble':
      return {
        step: 'update-record',
        options: { object: 'todo', record: 'record', values: { name: "'never'" } },
        ...(part.goesOn && { onError: 'continue' }),
      }
    case 'branch': {
      const branches = { low: write(part.low, nodes, after), high: write(part.high, nodes, after) }
      const cases = { low: { when: `count <= ${part.most}`, order: 1 }, high: { when: 'true', order: 2 } }
      return { step: 'branch', options: { cases }, branches }
    }
    case 'loop': {
      const list = `[${Array.from({ length: part.rounds }, (_, n) => n).join(', ')}]`
      return { step: 'loop', options: { list }, branches: { each: write(part.body, nodes, null) } }
    }
    case 'parallel': {
      const [a, b] = part.ways.map((way) => write(way, nodes, null))
      return { step: 'parallel', options: { ways: { a: {}, b: {} } }, branches: { a, b } }
    }
  }
}

const seed = Number(process.env.SEED ?? 11)
const flows = Number(process.env.ITEMS ?? 12)

function randomFlow(random: Random) {
  for (;;) {
    let words = 0
    const parts = randomParts(random, 3, () => words++)
    if (!isChancy(parts) && words > 3) return parts
  }
}

const madeFor = async (ticket: string): Promise<string[]> => {
  const { rows } = await api.db.query<{ name: string }>({
    text: 'select name from todo where ticket = $1 order by name',
    values: [ticket],
  })
  return rows.map(({ name }) => name)
}

it(`does what the simplest interpreter does (${flows} flows, seed ${seed})`, async () => {
  const random = createRandom(seed)
  for (let n = 0; n < flows; n++) {
    const parts = randomFlow(random)
    const nodes: Nodes = {}
    const start = write(parts, nodes, null)
    const name = `random_${n}`
    await publishFlow(api, flow(name, { trigger: { type: 'api' }, start, nodes }))
    const count = random.integer(0, 9)
    const ticket = await make(api, 'ticket', { name, count })
    const made: string[] = []
    const ends = interpret(parts, count, made)
    expect((await api.admin.post(`/api/workflows/${name}/run`, { id: ticket })).status).toBe(202)
    const [run] = await settled(api, name)
    expect([name, run.state], JSON.stringify(parts)).toEqual([name, ends ? 'done' : 'failed'])
    expect(await madeFor(ticket), JSON.stringify(parts)).toEqual(made.toSorted())
  }
}, 180_000)

it('leaves no half step where it is cancelled anywhere', async () => {
  const random = createRandom(seed + 1)
  for (let n = 0; n < Math.ceil(flows / 3); n++) {
    const nodes: Nodes = {}
    const start = write(randomFlow(random), nodes, null)
    const name = `cancelled_${n}`
    await publishFlow(api, flow(name, { trigger: { type: 'api' }, start, nodes }))
    const ticket = await make(api, 'ticket', { name, count: 5 })
    const { body } = await api.admin.post(`/api/workflows/${name}/run`, { id: ticket })
    await new Promise((over) => setTimeout(over, random.integer(0, 400)))
    const { status } = await api.admin.post(`/api/workflows/runs/${body.run}/cancel`, {})
    expect([200, 204, 409]).toContain(status)
    await settled(api, name)
    const { rows } = await api.db.query<{ open: number; done: number; waits: number }>({
      text: `select (select count(*)::int from fw_run_step where run = $1 and state in ('queued', 'running', 'waiting')) as open,
        (select count(*)::int from fw_run_step where run = $1 and step = 'create-record' and state = 'done') as done,
        (select count(*)::int from fw_wait where run = $1) as waits`,
      values: [body.run],
    })
    const own = (await madeFor(ticket)).filter((word) => !word.endsWith(' called'))
    expect(rows[0]).toEqual({ open: 0, done: own.length, waits: 0 })
  }
}, 180_000)

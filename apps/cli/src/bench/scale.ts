import { randomBytes } from 'node:crypto'
import { call, login } from './platform-api.ts'
import type { Session } from './platform-api.ts'
import { startPlatform, type RunningServer } from './servers.ts'

interface ScaleInput {
  running: RunningServer[]
  objects: number
}

/** One figure with what it should not exceed. */
export interface Figure {
  figure: string
  value: number
  unit: 's' | 'ms' | 'MiB'
  target: number
}

const label = (text: string) => ({ en: text, 'zh-CN': text })
const fieldsPerObject = 20

/** Every kind of column, and references between objects, as they are in a real workspace. */
function scaleObject(n: number) {
  const kinds = [
    () => ({ type: 'string', maxLength: 100, 'x-field': { type: 'text' } }),
    () => ({ type: 'integer', 'x-field': { type: 'integer' } }),
    () => ({ type: 'number', 'x-field': { type: 'decimal', scale: 2 } }),
    () => ({ type: 'string', format: 'date', 'x-field': { type: 'date' } }),
    () => ({ type: 'boolean', 'x-field': { type: 'boolean' } }),
  ]
  const names = Array.from({ length: fieldsPerObject - 2 }, (_, i) => `f${i}`)
  const fields = names.map((name, i) => {
    const { 'x-field': field, ...rest } = kinds[i % kinds.length]!()
    return [name, { ...rest, 'x-field': { ...field, label: label(`Field ${name}`) } }]
  })
  const target = n === 0 ? 'scale_0' : `scale_${Math.floor(n / 3)}`
  const name = { type: 'string', maxLength: 100, 'x-field': { type: 'text', label: label('Name') } }
  const parent = {
    type: 'string',
    format: 'uuid',
    'x-field': { type: 'lookup', object: target, label: label('Parent') },
  }
  return {
    name: `scale_${n}`,
    type: 'object',
    'x-object': { label: label(`Scale ${n}`), nameField: 'name' },
    properties: { name, parent, ...Object.fromEntries(fields) },
  }
}

/** Publishes many objects at once, then one field more, and starts the server with all of them. */
export async function runScale(databaseUrl: string, { running, objects }: ScaleInput): Promise<Figure[]> {
  const password = randomBytes(12).toString('base64url')
  const first = await startPlatform(databaseUrl, password)
  running.push(first)
  const session = await login(first.url, 'admin', password)
  const put = Array.from({ length: objects }, (_, n) => ({ kind: 'object', definition: scaleObject(n) }))
  const published = await timed(() => call(first.url, '/api/metadata/publish', { session, body: { put } }))
  const field = await medianOf(5, (n) => addField(first, session, `late${n}`))
  const memory = first.memoryMiB()
  await first.stop()
  running.pop()

  const start = performance.now()
  const second = await startPlatform(databaseUrl, password)
  const started = performance.now() - start
  running.push(second)
  const again = await login(second.url, 'admin', password)
  const later = await medianOf(3, (n) => addField(second, again, `later${n}`))
  const figures: Figure[] = [
    {
      figure: `publish ${objects} objects of ${fieldsPerObject} fields`,
      value: published / 1000,
      unit: 's',
      target: 60,
    },
    { figure: 'publish one field more', value: field, unit: 'ms', target: 300 },
    { figure: 'resident memory after that', value: memory, unit: 'MiB', target: 400 },
    { figure: 'start with them', value: started / 1000, unit: 's', target: 5 },
    { figure: 'publish one field after the start', value: later, unit: 'ms', target: 300 },
    { figure: 'resident memory after that too', value: second.memoryMiB(), unit: 'MiB', target: 400 },
  ]
  for (const figure of figures) figure.value = Math.round(figure.value * 10) / 10
  console.table(Object.fromEntries(figures.map(({ figure, ...rest }) => [figure, rest])))
  return figures
}

async function addField({ url }: RunningServer, session: Session, name: string): Promise<void> {
  const patch = { properties: { [name]: { type: 'string', 'x-field': { type: 'text', label: label(name) } } } }
  await call(url, '/api/metadata/publish', { session, body: { patch: [{ kind: 'object', name: 'scale_7', patch }] } })
}

async function medianOf(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < count; n++) times.push(await timed(() => work(n)))
  return times.sort((a, b) => a - b)[Math.floor(count / 2)]!
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

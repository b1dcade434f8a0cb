import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { createRandom } from '../support/random.ts'

const label = (en: string) => ({ en, 'zh-CN': en })
const field = (type: string, options: object = {}, standard: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})
const states = (...keys: string[]) => ({ options: Object.fromEntries(keys.map((key) => [key, { label: label(key) }])) })

const plan = {
  name: 'plan',
  required: ['title'],
  'x-object': {
    label: label('Plan'),
    nameField: 'title',
    states: {
      field: 'status',
      initial: 'open',
      transitions: {
        finish: { from: ['open'], to: 'done', requires: ['made'] },
        reopen: { from: ['done'], to: 'open' },
      },
    },
  },
  properties: {
    title: field('text'),
    status: field('select', states('open', 'done')),
    made: field('lookup', { object: 'delivery', onDelete: 'restrict' }),
  },
}
const planLine = {
  name: 'plan_line',
  'x-object': { label: label('Line'), nameField: 'name' },
  properties: {
    plan: field('master-detail', { object: 'plan', collection: 'lines', position: 'no' }),
    no: field('integer'),
    name: field('text'),
    quantity: field('decimal', { scale: 2 }),
    converted: field('decimal', { scale: 2 }, { readOnly: true }),
  },
}
const delivery = {
  name: 'delivery',
  'x-object': {
    label: label('Delivery'),
    nameField: 'title',
    states: {
      field: 'state',
      initial: 'made',
      transitions: { cancel: { from: ['made'], to: 'off' }, revive: { from: ['off'], to: 'made' } },
    },
  },
  properties: {
    title: field('text'),
    state: field('select', states('made', 'off')),
    note: field('text'),
    plan: field('lookup', { object: 'plan' }),
  },
}
const deliveryLine = {
  name: 'delivery_line',
  'x-object': { label: label('Delivered'), nameField: 'name' },
  properties: {
    delivery: field('master-detail', { object: 'delivery', collection: 'lines' }),
    name: field('text'),
    quantity: field('decimal', { scale: 2 }),
    from: field('lookup', { object: 'plan_line' }),
  },
}
const deliver = {
  name: 'deliver',
  label: label('Deliver'),
  source: 'plan',
  when: "status == 'open'",
  targets: {
    delivery: {
      object: 'delivery',
      values: { title: 'title' },
      source: 'plan',
      cancelled: "state == 'off'",
      lines: {
        lines: {
          from: 'lines',
          to: 'lines',
          values: { name: 'name' },
          source: 'from',
          quantity: { from: 'quantity', converted: 'converted', to: 'quantity' },
        },
      },
    },
  },
  writeBack: { links: { made: 'delivery' }, transition: 'finish', undo: { transition: 'reopen' } },
}
const once = {
  name: 'once',
  label: label('Once'),
  source: 'plan',
  targets: { note: { object: 'delivery', values: { title: "'once ' + title" }, cancelled: "state == 'off'" } },
}

let api: ApiServer
const publish = (put: object[]) => api.admin.post('/api/metadata/publish', { put, confirm: true })
const conversion = (definition: object) => ({ kind: 'conversion', definition })

beforeAll(async () => {
  api = await startApi()
  const objects = [plan, planLine, delivery, deliveryLine].map((definition) => ({ kind: 'object', definition }))
  expect((await publish([...objects, conversion(deliver), conversion(once)])).text).toContain('revision')
})
afterAll(() => api.stop())

const newPlan = async (...quantities: number[]) => {
  const lines = quantities.map((quantity, at) => ({ name: `line ${at}`, quantity }))
  return (await api.admin.post('/api/records/plan', { title: 'Plan', lines })).body.id as string
}
const planOf = async (id: string) => {
  const { status, made, lines } = (await api.admin.get(`/api/records/plan/${id}?expand=lines`)).body
  return { status, made: made?.id ?? null, converted: lines.map((line: { converted: number }) => line.converted) }
}
const lineIds = async (id: string): Promise<string[]> =>
  (await api.admin.get(`/api/records/plan/${id}?expand=lines`)).body.lines.map((line: { id: string }) => line.id)
const convert = (id: string, lines?: { id: string; quantity: number }[], name = 'deliver'): Promise<Answer> =>
  api.admin.post(
    `/api/records/plan/${id}/convert/${name}`,
    lines ? { targets: { delivery: { lines: { lines } } } } : {},
  )
const made = async (id: string, lines?: { id: string; quantity: number }[]): Promise<string> => {
  const answer = await convert(id, lines)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.targets.delivery.id
}
const url = (id: string) => `/api/records/delivery/${id}`
const remove = (id: string) => api.admin.delete(url(id))
const restore = (id: string) => api.admin.post(`/api/recycle-bin/delivery/${id}/restore`)
const move = (id: string, transition: string) => api.admin.post(`${url(id)}/transitions/${transition}`, {})

describe('what a conversion wrote back (PLAT-23)', () => {
  test('is taken back when what was made is deleted, and written again when it returns', async () => {
    const id = await newPlan(10, 0.3)
    const [bolt = ''] = await lineIds(id)
    const first = await made(id, [{ id: bolt, quantity: 4 }])
    const rest = await made(id)
    expect(await planOf(id)).toEqual({ status: 'done', made: rest, converted: [10, 0.3] })
    expect((await remove(rest)).status).toBe(204)
    expect(await planOf(id)).toEqual({ status: 'open', made: null, converted: [4, 0] })
    expect((await restore(rest)).status).toBe(200)
    expect(await planOf(id)).toEqual({ status: 'done', made: rest, converted: [10, 0.3] })
    expect((await remove(first)).status).toBe(204)
    expect(await planOf(id)).toEqual({ status: 'open', made: rest, converted: [6, 0.3] })
  })

  test('is taken back when it is cancelled, once, however often it is written', async () => {
    const id = await newPlan(5)
    const target = await made(id)
    expect((await move(target, 'cancel')).status).toBe(200)
    expect(await planOf(id)).toEqual({ status: 'open', made: null, converted: [0] })
    await api.admin.patch(url(target), { note: 'still cancelled' })
    expect((await remove(target)).status).toBe(204)
    expect((await restore(target)).status).toBe(200)
    expect(await planOf(id)).toEqual({ status: 'open', made: null, converted: [0] })
    expect((await move(target, 'revive')).status).toBe(200)
    expect(await planOf(id)).toEqual({ status: 'done', made: target, converted: [5] })
  })

  test('keeps away what would take more than there is', async () => {
    const id = await newPlan(5)
    const [line = ''] = await lineIds(id)
    const target = await made(id)
    await remove(target)
    await made(id, [{ id: line, quantity: 0.01 }])
    const refused = await restore(target)
    expect([refused.status, refused.body.code]).toEqual([409, 'conversion_not_possible'])
    expect(await planOf(id)).toMatchObject({ status: 'open', converted: [0.01] })
    expect((await api.admin.get(url(target))).status).toBe(404)
  })

  test('of a conversion that is made once: it can be made again, and then the first one stays away', async () => {
    const id = await newPlan(1)
    const target = (await convert(id, undefined, 'once')).body.targets.note.id
    expect((await convert(id, undefined, 'once')).status).toBe(409)
    await move(target, 'cancel')
    const { data } = (await api.admin.get(`/api/records/plan/${id}/conversions`)).body
    expect(data.find(({ name }: { name: string }) => name === 'once').available).toBe(true)
    expect((await convert(id, undefined, 'once')).status).toBe(200)
    expect((await move(target, 'revive')).status).toBe(409)
  })

  test('is exact with ten writers who take parts, delete, cancel and bring back', async () => {
    const id = await newPlan(100, 50)
    const ids = await lineIds(id)
    const random = createRandom(7)
    const writer = async (): Promise<void> => {
      for (let turn = 0; turn < 6; turn++) {
        const quantities = ids.map((line) => ({ id: line, quantity: Math.ceil(random.next() * 300) / 100 }))
        const answer = await convert(id, quantities)
        expect([200, 409, 422], answer.text).toContain(answer.status)
        if (answer.status !== 200) continue
        const target = answer.body.targets.delivery.id
        const luck = random.next()
        if (luck < 0.3) await remove(target)
        else if (luck < 0.6) await move(target, 'cancel')
        else if (luck < 0.8) {
          await remove(target)
          await restore(target)
        }
      }
    }
    await Promise.all(Array.from({ length: 10 }, writer))
    const { rows } = await api.db.query<{ from: string; sum: number }>({
      text: `select l."from", sum(l.quantity)::float8 as sum from delivery_line l join delivery d on d.id = l.delivery
        where d.plan = $1 and d.deleted_at is null and l.deleted_at is null and d.state = 'made' group by 1`,
      values: [id],
    })
    const { converted } = await planOf(id)
    const standing = new Map(rows.map((row) => [row.from, row.sum]))
    expect(standing.size).toBe(2)
    expect(converted).toEqual(ids.map((line) => Number((standing.get(line) ?? 0).toFixed(2))))
  }, 120_000)
})

test('what is wrong with taking back is told with its place', async () => {
  const wrong = {
    ...deliver,
    name: 'wrong',
    targets: { delivery: { ...deliver.targets.delivery, cancelled: 'title' } },
    writeBack: { undo: { transition: 'gone' } },
  }
  const { status, body } = await publish([conversion(wrong)])
  const at = body.problems.map((each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`)
  expect([status, at]).toEqual([
    422,
    ['/targets/delivery/cancelled type_mismatch', '/writeBack/undo/transition unknown_name'],
  ])
})

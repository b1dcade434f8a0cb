import { setTimeout as sleep } from 'node:timers/promises'
import { listTasks } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

const field = (type: string, options: Record<string, unknown> = {}) => ({ 'x-field': { type, ...options } })
const seatFields = {
  name: field('text', { label: { en: 'Guest', 'zh-CN': '客人' } }),
  row: field('text', { label: { en: 'Row', 'zh-CN': '排' } }),
  place: field('integer', { label: { en: 'Place', 'zh-CN': '座' } }),
  evening: field('date', { label: { en: 'Evening', 'zh-CN': '场次' } }),
  tags: field('multi-select', { options: { a: {} } }),
}
const place = { fields: ['evening', 'row', 'place'], ignoreCase: true }
const seat = (unique: Record<string, unknown> = { place }) => ({
  name: 'seat',
  'x-object': { nameField: 'name', unique },
  properties: seatFields,
})

const url = '/api/records/seat'
const byPlace = `${url}?key=row,place,evening`
const day = '2026-05-01'

let api: ApiServer
const publish = (definition: Record<string, unknown>) =>
  api.admin.post('/api/metadata/publish', { put: [{ kind: 'object', definition }], confirm: true })
beforeAll(async () => {
  api = await startApi()
  expect((await publish(seat())).status).toBe(200)
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const pointersOf = ({ body }: Answer): string[] => body.problems.map(({ pointer }: { pointer: string }) => pointer)

describe('fields that are unique together', () => {
  test('refuse what another record has, at each of them and in both languages', async () => {
    const made = await api.admin.post(url, { name: 'Ada', row: 'A', place: 1, evening: day })
    expect(made.status).toBe(201)
    const taken = await api.admin.post(url, { row: 'a', place: 1, evening: day })
    expect([taken.status, taken.body.code, pointersOf(taken)]).toEqual([
      409,
      'duplicate',
      ['/evening', '/row', '/place'],
    ])
    expect(taken.body.problems[0].message).toContain('Evening + Row + Place')
    const zh = await api.admin.post(url, { row: 'a', place: 1, evening: day }, { 'accept-language': 'zh-CN' })
    expect(zh.body.problems[0].message).toContain('场次 + 排 + 座')
    const other = await api.admin.post(url, { row: 'A', place: 2, evening: day })
    expect(other.status).toBe(201)
    const moved = await api.admin.patch(`${url}/${other.body.id}`, { place: 1 })
    expect(moved.body.code).toBe('duplicate')
  })

  test('let records with an empty one be, and those in the recycle bin', async () => {
    for (const _ of [1, 2]) expect((await api.admin.post(url, { row: 'B', place: 1 })).status).toBe(201)
    const values = { row: 'C', place: 1, evening: day }
    const { body } = await api.admin.post(url, values)
    await api.admin.delete(`${url}/${body.id}`)
    expect((await api.admin.post(url, values)).status).toBe(201)
    const back = await api.admin.post(`/api/recycle-bin/seat/${body.id}/restore`)
    expect([back.status, back.body.code]).toEqual([409, 'duplicate'])
  })

  test('tell which row of many repeats', async () => {
    const rows = [
      { row: 'D', place: 1, evening: day },
      { row: 'D', place: 2, evening: day },
      { row: 'd', place: 1, evening: day },
    ]
    const answer = await api.admin.post(`${url}/batch`, { create: rows })
    expect([answer.status, answer.body.code, pointersOf(answer)]).toEqual([
      409,
      'duplicate',
      ['/create/2/evening', '/create/2/row', '/create/2/place'],
    ])
  })

  test('identify a record to create or merge, in any order', async () => {
    const first = await api.admin.put(byPlace, { row: 'E', place: 1, evening: day, name: 'First' })
    expect(first.status).toBe(201)
    const second = await api.admin.put(`${url}?key=evening,place,row`, {
      row: 'e',
      place: 1,
      evening: day,
      name: 'Second',
    })
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id, name: 'Second', version: 2 } })
    const half = await api.admin.put(`${url}?key=row,place`, { row: 'E', place: 1 })
    expect([half.status, half.body.code]).toEqual([400, 'invalid_request'])
    const empty = await api.admin.put(byPlace, { row: 'E', place: 1 })
    expect([empty.status, pointersOf(empty)]).toEqual([422, ['/evening']])
  })

  test('leave one record of 24 writers of one key', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        api.admin.put(byPlace, { row: n % 2 ? 'F' : 'f', place: 1, evening: day, name: `n${n}` }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(23)
    expect(answers[0]!.body.id).toBe(answers[1]!.body.id)
  })

  test('are checked when they are published', async () => {
    const wrong = await publish(seat({ place: { fields: ['row', 'tags'] }, none: { fields: ['row', 'nowhere'] } }))
    expect(pointersOf(wrong)).toEqual(['/x-object/unique/place/fields/1', '/x-object/unique/none/fields/1'])
    const repeated = await publish(seat({ place, guest: { fields: ['row', 'place'] } }))
    expect([pointersOf(repeated), repeated.body.problems[0].code]).toEqual([
      ['/x-object/unique/guest'],
      'duplicates_exist',
    ])
  })

  test('follow their definition: another one is another index, and none is none', async () => {
    expect((await publish(seat({ place: { ...place, ignoreCase: false } }))).status).toBe(200)
    expect((await api.admin.post(url, { row: 'a', place: 1, evening: day })).status).toBe(201)
    expect((await publish(seat())).body.problems[0].code).toBe('duplicates_exist')
    expect((await publish(seat({}))).status).toBe(200)
    const { rows } = await api.db.query({
      text: `select from pg_indexes where tablename = 'seat' and indexname like 'fw_ux%'`,
    })
    expect(rows).toEqual([])
    await api.db.query({ text: `delete from seat where row = 'a'` })
  })

  test('get the index of a large table by a task, beside the writers', async () => {
    await api.db.query({
      text: `insert into seat (id, name, row, place, evening) select gen_random_uuid(), 'g', 'Z', n, '2026-06-01' from generate_series(1, 11000) n`,
    })
    const { steps } = (await api.admin.post('/api/metadata/plan', { put: [{ kind: 'object', definition: seat() }] }))
      .body
    expect(steps.map(({ background = false }: { background?: boolean }) => background)).toEqual([true, false])
    const repeating = { row: 'z', place: 77, evening: '2026-06-01' }

    // what keeps it until the index is there, by itself
    await api.db.query({ text: steps[1].sql })
    for (const write of [
      () => api.admin.post(url, repeating),
      () => api.admin.post(`${url}/batch`, { create: [{ ...repeating, place: 0 }, repeating] }),
      () =>
        api.admin.post(`${url}/batch`, {
          create: [
            { row: 'Y', place: 1, evening: day },
            { row: 'y', place: 1, evening: day },
          ],
        }),
    ])
      expect((await write()).body.code).toBe('duplicate')
    const { body: other } = await api.admin.post(url, { ...repeating, place: 0 })
    expect((await api.admin.patch(`${url}/${other.id}`, { place: 78 })).body.code).toBe('duplicate')
    expect((await api.admin.patch(`${url}/${other.id}`, { name: 'same place' })).status).toBe(200)
    expect(
      (await Promise.all(write16({ ...repeating, place: -1 }))).filter(({ status }) => status === 201),
    ).toHaveLength(1)

    expect((await publish(seat())).status).toBe(200)
    const writers = Array.from({ length: 12 }, (_, n) => write16({ ...repeating, place: -2 - n })).flat()
    const made = (await Promise.all(writers)).filter(({ status }) => status === 201)
    expect(made).toHaveLength(12)
    await tasksDone()
    const taken = await api.admin.post(url, repeating)
    expect([taken.body.code, pointersOf(taken)]).toEqual(['duplicate', ['/evening', '/row', '/place']])
    const { rows } = await api.db.query({ text: `select proname from pg_proc where proname like 'fw\\_ug%'` })
    expect(rows).toEqual([])
    // they were never written by the platform
    await api.db.query({ text: `delete from seat where row = 'Z'` })
  })
})

const write16 = (values: Record<string, unknown>): Promise<Answer>[] =>
  Array.from({ length: 16 }, () => api.admin.post(url, values))

async function tasksDone(): Promise<void> {
  for (;;) {
    const open = await listTasks(api.db, { states: ['queued', 'running', 'failed'] })
    expect(open.filter(({ state }) => state === 'failed')).toEqual([])
    if (open.length === 0) return
    await sleep(50)
  }
}

import { getTask } from '@fieldwork/database'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { admin, object, openWorkspace, put, refusal, steps } from './publishing-fixture.ts'
import type { Fields, Workspace } from './publishing-fixture.ts'

let w: Workspace

beforeAll(async () => {
  w = await openWorkspace()
})
afterAll(() => w.close())
afterEach(async () => expect(steps(await w.registry.plan({}))).toEqual([]))

const publish = (name: string, fields: Fields) =>
  w.registry.publish({ ...put(object(name, fields)), confirm: true }, admin)
const insert = (name: string, values: unknown[]) =>
  w.db.query({
    text: `insert into main.${name} (id, title, place) select gen_random_uuid(), n::text, v
      from json_to_recordset($1) as x (n int, v jsonb)`,
    values: [JSON.stringify(values.map((v, n) => ({ n, v })))],
  })

async function values(name: string): Promise<unknown[]> {
  const { column } = w.registry.catalog().object(name).fields.get('place')!
  return (await w.rows(`select ${column} as v from main.${name} order by title`)).map(({ v }) => v)
}

const berlin = { city: 'Berlin' }
const spot = { latitude: 52.5, longitude: 13.4 }

describe('a field between types that are stored alike', () => {
  it('keeps what fits, counts what does not, and gives it back when the change is taken back', async () => {
    await publish('site', { place: { type: 'json' } })
    const stored = [berlin, spot, { ...berlin, extra: 1 }, { city: 7 }, ['Berlin'], 'Berlin', {}]
    await insert('site', [...stored, null])
    const change = put(object('site', { place: { type: 'address' } }))
    const plan = await w.registry.plan(change)
    expect(plan.steps).toMatchObject([{ class: 'confirm' }])
    expect(plan.steps[0]!.summary.en).toMatch(
      /from JSON to Address: 6 rows do not fit and become empty; the old values/,
    )
    expect((await refusal(w.registry.publish(change, admin))).code).toBe('plan_needs_confirmation')

    const { revision } = await w.registry.publish({ ...change, confirm: true }, admin)
    expect(await values('site')).toEqual([berlin, null, null, null, null, null, null, null])
    await w.registry.revert(revision, admin, { confirm: true })
    expect(await values('site')).toEqual([...stored, null])
  })

  it('stays where it is when every value fits', async () => {
    await publish('spot', { place: { type: 'geolocation' } })
    await insert('spot', [spot])
    const { column } = w.registry.catalog().object('spot').fields.get('place')!
    const fitting = { type: 'json', schema: { type: 'object', required: ['latitude'] } }
    const plan = await w.registry.plan(put(object('spot', { place: fitting })))
    expect(steps(plan)).toEqual([expect.stringMatching(/^safe: .* from Geolocation to JSON: every value fits/)])
    await publish('spot', { place: fitting })
    expect(w.registry.catalog().object('spot').fields.get('place')!.column).toBe(column)
    expect(await values('spot')).toEqual([spot])
  })

  it('does the same from a list of options', async () => {
    const options = { web: { label: { en: 'Web', 'zh-CN': '网站' } } }
    await publish('lead', { place: { type: 'multi-select', options } })
    await w.rows(`insert into main.lead (id, place) values (gen_random_uuid(), array['web'])`)
    const plan = await w.registry.plan(put(object('lead', { place: { type: 'address' } })))
    expect(steps(plan)[0]).toMatch(/^confirm: .*1 rows do not fit and become empty/)
    await publish('lead', { place: { type: 'address' } })
    expect(await values('lead')).toEqual([null])
  })

  it('starts empty under another type after it was removed; the values it had stay aside', async () => {
    await publish('venue', { place: { type: 'geolocation' } })
    await insert('venue', [spot])
    await publish('venue', {})
    await publish('venue', { place: { type: 'address' } })
    expect(await values('venue')).toEqual([null])
    expect(await w.registry.kept()).toContainEqual(expect.objectContaining({ object: 'venue', field: 'place' }))
  })

  it('of a large table is prepared by a task', { timeout: 60_000 }, async () => {
    await publish('many', { place: { type: 'json' } })
    await w.rows(`insert into main.many (id, title, place)
      select gen_random_uuid(), i::text, case when i % 2 = 0 then '{"city":"Berlin"}' else '7' end::jsonb
      from generate_series(1, 12000) i`)
    const { tasks } = await publish('many', { place: { type: 'address' } })
    expect(tasks).toHaveLength(1)
    await vi.waitFor(async () => expect(await getTask(w.db, tasks[0]!.id)).toMatchObject({ state: 'done' }), {
      timeout: 40_000,
      interval: 50,
    })
    const found = (await values('many')).filter((value) => value !== null)
    expect(found).toEqual(Array.from({ length: 6000 }, () => berlin))
  })
})

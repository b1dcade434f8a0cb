import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

let api: ApiServer

const fields = 12
const names = Array.from({ length: fields }, (_, i) => `r${i}`)

beforeAll(async () => {
  api = await startApi()
  const references = Object.fromEntries(names.map((name) => [name, fieldOf('lookup', { object: 'hub' })]))
  const put = [
    putObject('hub', {}),
    putObject('spoke', references),
    putObject('rim', references),
    putObject('part', { whole: fieldOf('lookup', { object: 'hub', onDelete: 'cascade' }) }),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published, published.text).toMatchObject({ status: 200 })
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const make = async (object: string, values: object = {}): Promise<string> => {
  const made = await api.admin.post(`/api/records/${object}`, { name: object, ...values })
  expect(made, made.text).toMatchObject({ status: 201 })
  return made.body.id
}

describe('a record that many fields can refer to', () => {
  test('names each field that keeps it, and goes once none does', async () => {
    const hub = await make('hub')
    await make('part', { whole: hub })
    const holders = [await make('spoke', { r7: hub, r2: hub }), await make('rim', { r0: hub })]
    const refused = await api.admin.delete(`/api/records/hub/${hub}`)
    expect([refused.status, refused.body.code]).toEqual([409, 'still_referenced'])
    const places = refused.body.problems.map(({ params }: { params: Record<string, string> }) => params)
    expect(places.map(({ object, field }: Record<string, string>) => `${object}.${field}`).sort()).toEqual([
      'rim.r0',
      'spoke.r2',
      'spoke.r7',
    ])
    await api.admin.delete(`/api/records/spoke/${holders[0]}`)
    await api.admin.patch(`/api/records/rim/${holders[1]}`, { r0: null })
    expect((await api.admin.delete(`/api/records/hub/${hub}`)).status).toBe(204)
  })

  test('is looked for by the indexes of the fields, all at once', async () => {
    const hub = await make('hub')
    await api.db.query({
      text: `insert into spoke (id, name, r0, r5) select gen_random_uuid(), 's', $1, $1 from generate_series(1, 30000)`,
      values: [await make('hub')],
    })
    await api.db.query({ text: 'analyze spoke' })
    const points = names.map((name) => `c."${name}" = any(array['${hub}'::uuid])`).join(' or ')
    const { rows } = await api.db.query<{ 'QUERY PLAN': string }>({
      text: `explain select exists (select 1 from spoke c where (${points}) and c.deleted_at is null)`,
    })
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('BitmapOr')
    expect(plan).not.toContain('Seq Scan')
    expect((await api.admin.delete(`/api/records/hub/${hub}`)).status).toBe(204)
    await api.db.query({ text: 'delete from spoke where r5 is not null' })
  })
})

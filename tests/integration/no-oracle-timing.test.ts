import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, ApiServer, Client } from '../support/api-server.ts'
import { fieldRightsWorld } from '../support/field-rights-world.ts'
import { createRandom } from '../support/random.ts'
import { areTold, timed } from '../support/timing.ts'

let api: ApiServer
/** sees his own records only */
let own: Client
const hidden: { id: string; name: string }[] = []

const SAMPLES = 150
/** A leak shows each time; what shows once in three times is the machine. */
const ROUNDS = 3
const url = '/api/records/acc'
const random = createRandom(20)

beforeAll(async () => {
  ;({ api } = await fieldRightsWorld())
  own = await api.as('own', ['owners'])
  const create = Array.from({ length: 400 }, (_, at) => ({ name: `hidden ${at}`, phone: `1380000${1000 + at}` }))
  const made = await api.admin.post(`${url}/batch`, { create })
  expect(made.status, made.text).toBe(200)
  hidden.push(...(await api.admin.get(`${url}?limit=400&fields=id,name`)).body.data)
  await own.post(`${url}/batch`, { create: create.slice(0, 50).map(({ name }) => ({ name: `own ${name}` })) })
  await api.db.query({ text: 'analyze acc' })
}, 60_000)
afterAll(() => api.stop())

const other = () => random.pick(hidden)
/** An id of the same time as theirs, that is nowhere. */
const nowhere = () => other().id.slice(0, -6) + random.integer(0x100000, 0xffffff).toString(16)
const enc = encodeURIComponent

type Ask = (record: { id: string; name: string }) => Promise<Answer>

/** Whether what is hidden is told from what is nowhere by the time an answer takes. */
async function isTold(ask: Ask): Promise<boolean> {
  const statuses = new Set<number>()
  const asked: Ask = async (record) => {
    const answer = await ask(record)
    statuses.add(answer.status)
    return answer
  }
  const one = () => asked(other())
  const absent = () => asked({ id: nowhere(), name: `absent ${random.integer(0, 399)}` })
  await timed(random, { one, other: absent, times: 20 })
  expect(statuses.size).toBe(1)
  expect([...statuses][0]).toBeOneOf([200, 404, 422])
  for (let round = 0; round < ROUNDS; round++)
    if (!areTold(await timed(random, { one, other: absent, times: SAMPLES }))) return false
  expect(statuses.size).toBe(1)
  return true
}

/** Looks at the record before it refuses it. */
const leaking: Ask = async ({ id }) => {
  const found = await api.db.query({ text: 'select from acc where id = $1', values: [id] })
  for (let look = 0; look < 4 && found.rowCount === 1; look++) await api.admin.get(`${url}/${id}`)
  return own.get(`${url}/${id}`)
}

describe('the time of an answer', () => {
  const asks: Record<string, Ask> = {
    'a record by its id': ({ id }) => own.get(`${url}/${id}`),
    'its history': ({ id }) => own.get(`${url}/${id}/history`),
    'a change of it': ({ id }) => own.patch(`${url}/${id}`, { memo: 'x' }),
    'a list by its name': ({ name }) => own.get(`${url}?filter=${enc(`name == "${name}"`)}`),
    'a count by its name': ({ name }) => own.get(`${url}?limit=1&count=exact&filter=${enc(`name == "${name}"`)}`),
    'a figure by its name': ({ name }) =>
      own.get(`${url}/aggregate?measures=count()&filter=${enc(`name == "${name}"`)}`),
    'a search for its name': ({ name }) => own.get(`/api/search?q=${enc(name)}`),
    'a reference to it': ({ id }) => own.post(url, { name: 'refers', boss: id }),
  }

  test.each(Object.keys(asks))(
    'is the same for what is hidden as for what is nowhere: %s',
    { timeout: 60_000 },
    (what) => expect(isTold(asks[what]!)).resolves.toBe(false),
  )

  test('would tell of a leak: a look at the record before it is refused', { timeout: 60_000 }, async () => {
    expect(await isTold(leaking)).toBe(true)
  })
})

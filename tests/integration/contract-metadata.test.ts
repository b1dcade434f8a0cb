import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type Answer, type ApiServer } from '../support/api-server.ts'

const both = (text: string) => ({ en: text, 'zh-CN': text })
const field = (type: string, options: object = {}) => ({ 'x-field': { type, ...options } })
const objectOf = (name: string, properties: object, more: object = {}) => ({
  kind: 'object',
  definition: { name, 'x-object': { label: both(name) }, properties: { title: field('text'), ...properties }, ...more },
})

let api: ApiServer
beforeAll(async () => void (api = await startApi({ content: 'crm' })))
afterAll(() => api.stop())

const plan = (changes: object) => api.admin.post('/api/metadata/plan', changes)
const publish = (changes: object) => api.admin.post('/api/metadata/publish', changes)
const problems = ({ body }: Answer) =>
  body.problems.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)

describe('a plan', () => {
  test('says step by step what happens, how dangerous it is and the SQL, and changes nothing', async () => {
    const before = (await api.admin.get('/api/metadata/revisions?limit=1')).body.data[0].revision
    const { status, body } = await plan({ put: [objectOf('visit', { place: field('text') })] })
    expect([status, body.problems]).toEqual([200, []])
    expect(body.steps.length).toBeGreaterThan(0)
    for (const step of body.steps)
      expect(step).toMatchObject({
        class: expect.stringMatching(/^(safe|confirm|destructive)$/),
        summary: expect.any(String),
        sql: expect.any(String),
      })
    expect((await api.admin.get('/api/metadata/revisions?limit=1')).body.data[0].revision).toBe(before)
    expect((await api.admin.get('/api/metadata/object/visit')).status).toBe(404)
  })

  test('tells every problem with kind, name, place and code, in the language asked for', async () => {
    const changes = {
      put: [
        objectOf('one', { a: field('lookup', { object: 'nobody' }), b: field('nonsense') }),
        objectOf('two', { c: field('formula', { expression: 'title +' }) }, { required: ['missing'] }),
      ],
    }
    const english = await plan(changes)
    expect(english.status).toBe(200)
    expect(english.body.steps).toEqual([])
    for (const problem of english.body.problems)
      expect(problem).toMatchObject({ kind: 'object', name: expect.any(String), message: expect.any(String) })
    expect(problems(english).sort()).toEqual([
      '/properties/b/x-field/type unknown_name',
      '/properties/c/x-field/expression invalid_expression',
      '/required/0 unknown_field',
    ])
    const chinese = await api.admin.post('/api/metadata/plan', changes, { 'accept-language': 'zh-CN' })
    expect(chinese.body.problems.map(({ message }: { message: string }) => message).join()).toMatch(/[一-鿿]/)
    const published = await publish(changes)
    expect(published).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    expect(problems(published)).toEqual(problems(english))
  })

  test.each([
    [{ puts: [] }],
    [{ put: {} }],
    [{ put: [{ kind: 'object' }] }],
    [{ put: [{ kind: 'nonsense', definition: { name: 'a' } }] }],
    [{ put: [null] }],
    [{ patch: [{ kind: 'object', name: 'customer' }] }],
    [{ delete: ['customer'] }],
    [[]],
  ])('%j is refused as what it is', async (body) => {
    const answer = await plan(body)
    expect(answer.status).toBeGreaterThanOrEqual(200)
    expect(answer.status).toBeLessThan(500)
    if (answer.status === 200) expect(answer.body.problems).not.toEqual([])
    else expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  })
})

const putVisit = (...fields: string[]) => ({
  put: [objectOf('visit', Object.fromEntries(fields.map((name) => [name, field('text')])))],
})

const readCustomer = async (layer = '') => (await api.admin.get(`/api/metadata/object/customer${layer}`)).body

describe('a publish', () => {
  test('is seen by the next request, and the same again is no change', async () => {
    const changes = { put: [objectOf('visit', { place: field('text'), at: field('date') })], message: 'Visits' }
    const { status, body } = await publish(changes)
    expect([status, body.revision]).toEqual([200, expect.any(Number)])
    expect((await api.admin.post('/api/records/visit', { title: 'v', place: 'p' })).status).toBe(201)
    expect((await publish(changes)).body.revision).toBe(body.revision)
    expect((await plan(changes)).body).toMatchObject({ problems: [], steps: [] })
    const [latest] = (await api.admin.get('/api/metadata/revisions')).body.data
    expect(latest).toMatchObject({ revision: body.revision, message: 'Visits' })
  })

  test('that can lose values waits for `confirm` and shows the plan', async () => {
    const without = { put: [objectOf('visit', { place: field('integer'), at: field('date') })] }
    const steps = (await plan(without)).body.steps
    expect(steps.filter((step: { class: string }) => step.class !== 'safe')).not.toEqual([])
    const refused = await publish(without)
    expect(refused).toMatchObject({ status: 409, body: { code: 'plan_needs_confirmation', steps } })
    expect(await publish({ ...without, confirm: true })).toMatchObject({ status: 200 })
    const [row] = (await api.admin.get('/api/records/visit')).body.data
    expect(row).toMatchObject({ title: 'v', place: null })
  })

  test('that takes a field or an object away keeps what it held, and brings it back', async () => {
    await publish({ ...putVisit('note'), confirm: true })
    const { id } = (await api.admin.post('/api/records/visit', { title: 'kept', note: 'n' })).body
    const one = `/api/records/visit/${id}`
    await publish({ ...putVisit(), confirm: true })
    expect((await api.admin.get(one)).body).not.toHaveProperty('note')
    await publish({ ...putVisit('note'), confirm: true })
    expect((await api.admin.get(one)).body).toMatchObject({ title: 'kept', note: 'n' })
    await publish({ delete: [{ kind: 'object', name: 'visit' }], confirm: true })
    expect((await api.admin.get(one)).status).toBe(404)
    await publish({ ...putVisit('note'), confirm: true })
    expect((await api.admin.get(one)).body).toMatchObject({ title: 'kept', note: 'n' })
  })

  test('patches one key in the layer of the workspace, and layers are read alone or merged', async () => {
    const label = { properties: { name: { 'x-field': { label: both('Company') } } } }
    expect((await publish({ patch: [{ kind: 'object', name: 'customer', patch: label }] })).status).toBe(200)
    expect((await readCustomer()).properties.name['x-field'].label).toEqual(both('Company'))
    expect(await readCustomer('?layer=workspace')).toEqual(label)
    expect((await readCustomer('?layer=crm')).properties.name['x-field'].label).not.toEqual(both('Company'))
    expect((await readCustomer('?layer=nonsense')).code).toMatch(/not_found|invalid_parameter/)
  })

  test('is listed, shown as a difference and reverted', async () => {
    const { revision } = (await publish({ put: [objectOf('visit', { at: field('date'), x: field('text') })] })).body
    const shown = await api.admin.get(`/api/metadata/revisions/${revision}`)
    expect(shown).toMatchObject({ status: 200, body: { revision } })
    expect(shown.text).toContain('visit')
    const back = await api.admin.post(`/api/metadata/revisions/${revision}/revert`, { confirm: true })
    expect(back).toMatchObject({ status: 200, body: { revision: revision + 1 } })
    expect((await api.admin.get('/api/metadata/object/visit')).body.properties).not.toHaveProperty('x')
    for (const unknown of ['0', '99999', 'x'])
      expect((await api.admin.get(`/api/metadata/revisions/${unknown}`)).status).toBe(404)
  })
})

describe('definitions', () => {
  test.each(['object', 'view', 'layout', 'role', 'app', 'translation'])(
    'of kind %s are listed and described',
    async (kind) => {
      const all = await api.admin.get(`/api/metadata/${kind}`)
      expect(all).toMatchObject({ status: 200, body: { data: expect.any(Array) } })
      for (const { name } of all.body.data.slice(0, 3))
        expect(await api.admin.get(`/api/metadata/${kind}/${name}`)).toMatchObject({ status: 200, body: { name } })
      expect((await api.admin.get(`/api/metadata/schemas/${kind}`)).body).toMatchObject({ type: 'object' })
      expect((await api.admin.get(`/api/metadata/${kind}/no_such_name`)).body).toMatchObject({
        code: 'not_found',
        status: 404,
      })
    },
  )

  test('are exported by layer and imported again without a change', async () => {
    const sent = await api.admin.get('/api/metadata/export?layer=workspace')
    expect(sent.body).toMatchObject({ format: 'fieldwork-package', name: 'workspace', documents: expect.any(Array) })
    const again = await api.admin.post('/api/metadata/import', sent.body)
    expect(again).toMatchObject({ status: 200, body: { changed: false } })
    expect((await api.admin.get('/api/metadata/conflicts')).body).toEqual({ data: [] })
    expect((await api.admin.get('/api/metadata/export?layer=nonsense')).status).toBe(404)
  })

  test.each([{}, { format: 'fieldwork-package' }, { package: 7 }, { format: 'other', documents: [] }, []])(
    'a package %j is refused with its problems',
    async (body) => {
      const { status, body: answer } = await api.admin.post('/api/metadata/import', body)
      expect([400, 422]).toContain(status)
      expect(answer.code).toMatch(/^[a-z_]+$/)
    },
  )
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { inconsistencies } from '../support/consistency.ts'

let api: ApiServer

beforeAll(async () => {
  api = await startApi({ content: 'crm' })
})
afterAll(async () => {
  const found = await inconsistencies(api.db, api.catalog())
  await api.stop()
  expect(found).toEqual([])
})

const labelled = (en: string, rest = {}) => ({ 'x-field': { type: 'text', label: { en, 'zh-CN': en }, ...rest } })
const entry = (name: string, properties: object) => ({
  kind: 'object',
  name,
  body: { name, properties: { title: labelled('Title'), ...properties } },
})
const template = (name: string, version: string, documents: object[], requires: object = { crm: '^1.0.0' }) => ({
  format: 'fieldwork-package',
  name,
  version,
  label: { en: `The ${name}`, 'zh-CN': name },
  requires,
  documents,
})

async function install(sent: ReturnType<typeof template>): Promise<number> {
  const answer = await api.admin.post('/api/metadata/import', { package: sent, layer: sent.name, confirm: true })
  expect(answer, answer.text).toMatchObject({ status: 200 })
  return answer.body.revision
}

async function publish(changes: object): Promise<void> {
  const answer = await api.admin.post('/api/metadata/publish', { confirm: true, ...changes })
  expect(answer, answer.text).toMatchObject({ status: 200 })
}

const uninstall = (name: string, body: object = {}) => api.admin.post(`/api/metadata/packages/${name}/uninstall`, body)
const revert = (revision: number) => api.admin.post(`/api/metadata/revisions/${revision}/revert`, { confirm: true })
const conflicts = async () => (await api.admin.get('/api/metadata/conflicts')).body.data
const definition = async (name: string) => (await api.admin.get(`/api/metadata/object/${name}`)).body
const installed = async () =>
  (await api.admin.get('/api/metadata/packages')).body.data.map(({ name, version }: Record<string, string>) =>
    version ? `${name} ${version}` : name,
  )

const fleet = template('fleet', '1.0.0', [entry('van', { plate: labelled('Plate') })])

describe('uninstalling a package', () => {
  let record: string

  test('says what is lost of the workspace’s own, and waits for consent', async () => {
    await install(fleet)
    record = (await api.admin.post('/api/records/van', { title: 'Red', plate: 'A 1' })).body.id
    await publish({
      patch: [{ kind: 'object', name: 'van', patch: { properties: { x_seats: labelled('Seats') } } }],
      put: [
        {
          kind: 'object',
          definition: {
            name: 'x_trip',
            properties: { title: labelled('Title'), van: labelled('Van', { type: 'lookup', object: 'van' }) },
          },
        },
      ],
    })
    await api.admin.patch(`/api/records/van/${record}`, { x_seats: 'nine' })
    const trip = await api.admin.post('/api/records/x_trip', { title: 'North', van: record })
    expect(trip, trip.text).toMatchObject({ status: 201 })

    const plan = (await uninstall('fleet', { dry_run: true })).body
    expect(plan.problems).toEqual([])
    expect(plan.steps[0]).toMatchObject({ class: 'confirm', summary: expect.stringMatching(/^Uninstall The fleet:/) })
    expect(plan.steps[0].summary).toContain('2 changes of this workspace that build on it are set aside')
    expect(plan.changes).toContainEqual({ layer: 'fleet', kind: 'object', name: 'van', change: 'deleted' })
    expect(plan.conflicts.map(({ name, path }: { name: string; path: string }) => name + path).sort()).toEqual([
      'van',
      'x_trip/properties/van',
    ])
    const refused = await uninstall('fleet')
    expect([refused.status, refused.body.code]).toEqual([409, 'plan_needs_confirmation'])
    expect((await api.admin.get(`/api/records/van/${record}`)).status).toBe(200)
  })

  test('takes its definitions, keeps the rest working, and is taken back with everything', async () => {
    const { status, body } = await uninstall('fleet', { confirm: true })
    expect(status).toBe(200)
    expect(await installed()).not.toContain('fleet 1.0.0')
    expect((await api.admin.get('/api/records/van')).status).toBe(404)
    expect((await api.admin.get('/api/records/x_trip')).body.data).toMatchObject([{ title: 'North' }])
    expect(Object.keys((await definition('x_trip')).properties)).not.toContain('van')
    expect(await conflicts()).toHaveLength(2)
    const [latest] = (await api.admin.get('/api/metadata/revisions?limit=1')).body.data
    expect(latest.message).toBe('Uninstall fleet 1.0.0')

    const back = await revert(body.revision)
    expect(back, back.text).toMatchObject({ status: 200 })
    expect(await installed()).toContain('fleet 1.0.0')
    expect((await api.admin.get(`/api/records/van/${record}`)).body).toMatchObject({ plate: 'A 1', x_seats: 'nine' })
    expect((await api.admin.get('/api/records/x_trip')).body.data).toMatchObject([
      { van: { id: record, label: 'Red' } },
    ])
    expect(await conflicts()).toEqual([])
    expect((await api.admin.post('/api/metadata/plan', {})).body.steps).toEqual([])
  })

  test('and installing it again brings back its records', async () => {
    expect((await uninstall('fleet', { confirm: true })).status).toBe(200)
    await install(fleet)
    expect((await api.admin.get(`/api/records/van/${record}`)).body).toMatchObject({ plate: 'A 1' })
    const aside = (await conflicts()).find(({ name }: { name: string }) => name === 'x_trip')
    const ours = await api.admin.post(`/api/metadata/conflicts/${aside.id}/resolve`, { take: 'ours', confirm: true })
    expect(ours, ours.text).toMatchObject({ status: 200 })
    expect((await api.admin.get('/api/records/x_trip')).body.data).toMatchObject([{ van: { id: record } }])
  })

  test.each([
    ['what the program ships', 'crm', 422, 'shipped_package'],
    ['what another package requires', 'fleet', 422, 'required_by_package'],
    ['the workspace itself', 'workspace', 404, undefined],
    ['what is not there', 'nothing', 404, undefined],
  ])('refuses %s', async (_, name, status, code) => {
    await install(template('tours', '1.0.0', [entry('tour', {})], { fleet: '^1.0.0' }))
    for (const body of [{ confirm: true }, { dry_run: true }]) {
      const answer = await uninstall(name, body)
      const isPlan = status === 422 && 'dry_run' in body
      expect(answer.status).toBe(isPlan ? 200 : status)
      expect(answer.body.problems?.[0]?.code).toBe(code)
    }
  })

  test('is for administrators', async () => {
    const other = await api.as('seller', ['sales_rep'])
    expect((await other.post('/api/metadata/packages/fleet/uninstall', {})).status).toBe(403)
  })
})

describe('taking back the import of a package', () => {
  test('gives the release before, with what the workspace changed since on top of it', async () => {
    await install(template('depot', '1.0.0', [entry('bay', { size: labelled('Size'), colour: labelled('Old') })]))
    const made = await api.admin.post('/api/records/bay', { title: 'One', colour: 'kept' })
    const upgrade = await install(
      template('depot', '1.1.0', [entry('bay', { size: labelled('Width') }), entry('gate', {})]),
    )
    expect((await definition('bay')).properties.colour).toBeUndefined()
    await publish({ patch: [{ kind: 'object', name: 'bay', patch: { properties: { x_own: labelled('Own') } } }] })

    const back = await revert(upgrade)
    expect(back, back.text).toMatchObject({ status: 200 })
    expect(await installed()).toContain('depot 1.0.0')
    const { properties } = await definition('bay')
    expect([properties.size['x-field'].label.en, properties.x_own['x-field'].label.en]).toEqual(['Size', 'Own'])
    expect((await api.admin.get(`/api/records/bay/${made.body.id}`)).body.colour).toBe('kept')
    expect((await api.admin.get('/api/records/gate')).status).toBe(404)
    expect((await api.admin.post('/api/metadata/plan', {})).body.steps).toEqual([])
  })

  test('of its first import is an uninstallation, which needs consent', async () => {
    const revision = await install(template('yard', '1.0.0', [entry('crane', {})]))
    const refused = await api.admin.post(`/api/metadata/revisions/${revision}/revert`, {})
    expect([refused.status, refused.body.steps?.[0]?.summary ?? refused.text]).toEqual([
      409,
      expect.stringContaining('Uninstall The yard'),
    ])
    expect((await revert(revision)).status).toBe(200)
    expect(await installed()).not.toContain('yard 1.0.0')
  })

  test('is refused where a later release lies on it, or the program ships the package', async () => {
    const first = await install(template('quay', '1.0.0', [entry('pier', {})]))
    await install(template('quay', '1.1.0', [entry('pier', { deep: labelled('Deep') })]))
    const late = await revert(first)
    expect([late.status, late.body.problems[0].code]).toEqual([422, 'changed_later'])
    const shipped = await revert(1)
    expect([shipped.status, shipped.body.problems[0].code]).toEqual([422, 'package_revision'])
  })
})

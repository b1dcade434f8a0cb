import { workflowSteps } from '@fieldwork/automation'
import { createRegistry } from '@fieldwork/database'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApi, type ApiServer } from '../support/api-server.ts'
import { shippedLayers } from '../support/shipped-crm.ts'
import { ticket } from '../support/ticket-object.ts'

let a: ApiServer
let b: ApiServer

beforeAll(async () => {
  ;[a, b] = await Promise.all([startApi({ content: 'crm' }), startApi({ content: 'crm' })])
})

afterAll(async () => {
  await Promise.all([a.stop(), b.stop()])
})

const publish = async (api: ApiServer, changes: object): Promise<number> => {
  const answer = await api.admin.post('/api/metadata/publish', changes)
  expect(answer, answer.text).toMatchObject({ status: 200 })
  return answer.body.revision
}

const exported = async (api: ApiServer, layer = 'workspace') =>
  (await api.admin.get(`/api/metadata/export?layer=${layer}`)).body
const labelled = (en: string, rest = {}) => ({ 'x-field': { type: 'text', label: { en, 'zh-CN': en }, ...rest } })

describe('promotion between two servers', () => {
  test('what one workspace changed is in the other after an import, and a second import changes nothing (PLAT-26)', async () => {
    await publish(a, { put: [{ kind: 'object', definition: ticket }] })
    await publish(a, {
      patch: [{ kind: 'object', name: 'customer', patch: { properties: { x_tier: labelled('Tier'), website: null } } }],
      delete: [{ kind: 'view', name: 'customer_quiet' }],
    })
    const sent = await exported(a)
    expect(sent).toMatchObject({ format: 'fieldwork-package', name: 'workspace', requires: { crm: '^1.0.0' } })

    const plan = await b.admin.post('/api/metadata/import', { package: sent, dry_run: true })
    expect(plan.body).toMatchObject({ changed: true, problems: [], conflicts: [] })
    expect(plan.body.changes).toContainEqual({ layer: 'workspace', kind: 'object', name: 'ticket', change: 'created' })
    const first = await b.admin.post('/api/metadata/import', { package: sent })
    expect(first.body).toEqual({ changed: true, revision: expect.any(Number), tasks: [] })
    const again = await b.admin.post('/api/metadata/import', sent)
    expect(again.body).toEqual({ changed: false, revision: first.body.revision, tasks: [] })
    const { documents } = await exported(b)
    expect(documents).toEqual(sent.documents)
    expect((await b.admin.get('/api/records/ticket')).status).toBe(200)
    const views = (await b.admin.get('/api/metadata/view')).body.data
    expect(views.map(({ name }: { name: string }) => name)).not.toContain('customer_quiet')
  })

  test('all layers as one package say the same where they are imported', async () => {
    const all = await exported(a, 'all')
    const answer = await b.admin.post('/api/metadata/import', { package: all })
    expect(answer.body).toMatchObject({ changed: false })
  })

  test('with prune, what the package does not have goes', async () => {
    await publish(b, { put: [{ kind: 'object', definition: { ...ticket, name: 'extra' } }] })
    const sent = await exported(a)
    const body = { package: sent, prune: true }
    const plan = await b.admin.post('/api/metadata/import', { ...body, dry_run: true })
    expect(plan.body.changes).toEqual([{ layer: 'workspace', kind: 'object', name: 'extra', change: 'deleted' }])
    const late = await b.admin.post('/api/metadata/import', { ...body, base_revision: 1 })
    expect([late.status, late.body.code]).toEqual([409, 'changed_meanwhile'])
    expect((await b.admin.post('/api/metadata/import', body)).body.changed).toBe(true)
  })
})

const template = (version: string, documents: object[], rest = {}) => ({
  format: 'fieldwork-package',
  name: 'rental',
  version,
  label: { en: 'Rental', 'zh-CN': '租赁' },
  requires: { crm: '^1.0.0' },
  documents,
  ...rest,
})
const rental = (properties: object) => ({
  kind: 'object',
  name: 'rental',
  body: { name: 'rental', properties: { title: labelled('Title'), ...properties } },
})
const send = (sent: object, options = {}) =>
  a.admin.post('/api/metadata/import', { package: sent, layer: 'rental', ...options })

const hiddenPaths = async () =>
  (await b.admin.get('/api/metadata/hidden')).body.data.map(
    ({ kind, name, path }: Record<string, string>) => `${kind}/${name}${path}`,
  )

describe('an import', () => {
  test('as a layer of its own is listed, upgraded over the workspace’s changes, and kept by a new start', async () => {
    expect((await send(template('1.0.0', [rental({ size: labelled('Size') })]))).body.changed).toBe(true)
    await publish(a, {
      patch: [
        {
          kind: 'object',
          name: 'rental',
          patch: { properties: { size: { 'x-field': { label: { en: 'Width' } } }, x_own: labelled('Own') } },
        },
      ],
    })
    const upgrade = template('1.1.0', [rental({ size: labelled('Length'), color: labelled('Colour') })])
    const plan = await send(upgrade, { dry_run: true })
    expect(plan.body.conflicts).toMatchObject([{ path: '/properties/size/x-field/label/en', applied: true }])
    const { revision } = (await send(upgrade)).body
    const merged = (await a.admin.get('/api/metadata/object/rental')).body.properties
    expect([merged.size['x-field'].label.en, merged.color['x-field'].label.en, Object.keys(merged)]).toEqual([
      'Width',
      'Colour',
      expect.arrayContaining(['x_own']),
    ])
    const [latest] = (await a.admin.get('/api/metadata/revisions?limit=1')).body.data
    expect(latest).toMatchObject({ revision, message: 'Upgrade rental from 1.0.0 to 1.1.0' })

    const restarted = await createRegistry(a.db, {
      packages: await shippedLayers(),
      extensions: { steps: workflowSteps },
    })
    expect(restarted.catalog().revision).toBe(revision)
    await restarted.close()
    const { data } = (await a.admin.get('/api/metadata/packages')).body
    expect(data.map(({ name, version, shipped }: Record<string, unknown>) => [name, version, shipped])).toEqual([
      ['platform', '1.0.0', true],
      ['crm', '1.0.0', true],
      ['rental', '1.1.0', false],
      ['workspace', null, false],
    ])
  })

  test('leaves conflicts that are decided one by one', async () => {
    const { data } = (await a.admin.get('/api/metadata/conflicts')).body
    expect(data).toMatchObject([
      {
        kind: 'object',
        name: 'rental',
        path: '/properties/size/x-field/label/en',
        base: 'Size',
        theirs: 'Length',
        ours: 'Width',
        package: 'rental',
        from: '1.0.0',
        to: '1.1.0',
        message: expect.stringContaining('The workspace and the package'),
      },
    ])
    const resolve = (take: string) => a.admin.post(`/api/metadata/conflicts/${data[0].id}/resolve`, { take })
    expect((await resolve('mine')).status).toBe(400)
    expect((await resolve('theirs')).status).toBe(200)
    expect((await a.admin.get('/api/metadata/conflicts')).body.data).toEqual([])
    expect((await a.admin.get('/api/metadata/object/rental')).body.properties.size['x-field'].label.en).toBe('Length')
    expect((await resolve('ours')).status).toBe(404)
  })

  test('keeps what does not fit a new release aside, until it is brought back or dropped', async () => {
    const rule = { rules: { own: { when: "color == ''", message: { en: 'No', 'zh-CN': '无' } } } }
    await publish(a, { patch: [{ kind: 'object', name: 'rental', patch: { 'x-object': rule } }] })
    const next = template('1.2.0', [rental({ size: labelled('Length') })])
    expect((await send(next)).body.changed).toBe(true)
    const { data } = (await a.admin.get('/api/metadata/conflicts')).body
    expect(data).toMatchObject([{ reason: 'does_not_compile', applied: false, path: '/x-object/rules/own' }])
    const url = `/api/metadata/conflicts/${data[0].id}/resolve`
    expect((await a.admin.post(url, { take: 'ours' })).status).toBe(422)
    await send(template('1.3.0', [rental({ size: labelled('Length'), color: labelled('Colour') })]))
    expect((await a.admin.post(url, { take: 'ours' })).status).toBe(200)
    const { body } = await a.admin.get('/api/metadata/object/rental?layer=workspace')
    expect(body['x-object'].rules.own).toEqual(rule.rules.own)
  })

  test('of an older release is refused unless confirmed', async () => {
    const older = template('1.0.0', [rental({ size: labelled('Size'), color: labelled('Colour') })])
    const refused = await send(older)
    expect([refused.status, refused.body.code]).toEqual([409, 'package_downgrade'])
    expect((await send(older, { confirm: true })).body.changed).toBe(true)
  })

  test('tells every problem with its place in what was sent', async () => {
    const wrong = template('1.x', [], { requires: { crm: 'newest' }, color: 1 })
    const shape = await send(wrong)
    expect(shape.status).toBe(422)
    expect(shape.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/package/color'])
    const versions = await send(template('1.x', [], { requires: { crm: 'newest' } }))
    expect(versions.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/package/version',
      '/package/requires/crm',
    ])
    const unmet = await send(template('2.0.0', [], { requires: { crm: '^9.0.0', nothing: '*' } }))
    expect(unmet.body.problems.map(({ code, pointer }: Record<string, string>) => [code, pointer])).toEqual([
      ['unmet_requirement', '/package/requires/crm'],
      ['unmet_requirement', '/package/requires/nothing'],
    ])
    const documents = [rental({}), { kind: 'view', name: 'r', body: { object: 'rental', columns: { nothing: {} } } }]
    const broken = await send(template('2.0.0', documents))
    expect(broken.body.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pointer: expect.stringMatching(/^\/package\/documents\/1\//) }),
      ]),
    )
    const crm = { ...template('1.5.0', []), name: 'crm', requires: {} }
    const shipped = await a.admin.post('/api/metadata/import', { package: crm, layer: 'crm' })
    expect(shipped.body.problems).toMatchObject([{ code: 'shipped_package' }])
  })

  test('is for administrators, and has a limit', async () => {
    const clerk = await a.as('clerk', ['sales_rep'])
    for (const url of ['export', 'packages', 'conflicts', 'hidden']) {
      expect((await clerk.get(`/api/metadata/${url}`)).status).toBe(403)
    }
    expect((await clerk.post('/api/metadata/import', {})).status).toBe(403)
    const large = await a.admin.post('/api/metadata/import', { package: { filler: 'x'.repeat(17 << 20) } })
    expect([large.status, large.body.code]).toEqual([413, 'too_large'])
  })
})

describe('what is shipped', () => {
  test('can be hidden, is listed, shown again and reset', async () => {
    const before = await hiddenPaths()
    expect(before).toEqual(['object/customer/properties/website', 'view/customer_quiet'])
    await publish(b, {
      show: [
        { kind: 'object', name: 'customer', path: '/properties/website' },
        { kind: 'view', name: 'customer_quiet' },
      ],
    })
    expect(await hiddenPaths()).toEqual([])
    const { properties } = (await b.admin.get('/api/metadata/object/customer')).body
    expect((await b.admin.get('/api/metadata/layout/customer_form')).body.blocks).toHaveProperty('f_website')
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['website', 'x_tier']))
    await publish(b, { reset: [{ kind: 'object', name: 'customer' }] })
    const shipped = (await b.admin.get('/api/metadata/object/customer')).body.properties
    expect(Object.keys(shipped)).not.toContain('x_tier')
    const wrong = await b.admin.post('/api/metadata/plan', {
      show: [{ kind: 'object', name: 'customer', path: 'fax' }],
    })
    expect(wrong.body.problems).toMatchObject([{ pointer: '/show/0/path' }])
  })
})

describe('history', () => {
  test('of one definition tells its revisions, compares two, and one document of a revision is taken back', async () => {
    const first = await publish(b, {
      patch: [
        { kind: 'object', name: 'customer', patch: { properties: { x_a: labelled('A'), x_b: labelled('B') } } },
        { kind: 'object', name: 'lead', patch: { properties: { x_a: labelled('A') } } },
      ],
    })
    const { data } = (await b.admin.get('/api/metadata/object/lead/history')).body
    expect(data.map(({ revision, layer, change }: Record<string, unknown>) => [revision, layer, change])).toEqual([
      [first, 'workspace', 'created'],
      [1, 'crm', 'created'],
    ])
    const compared = (await b.admin.get(`/api/metadata/object/lead/history?from=1&to=${first}`)).body
    expect(compared.paths).toMatchObject([{ pointer: '/properties/x_a' }])
    expect((await b.admin.get('/api/metadata/object/nothing/history')).status).toBe(404)
    expect((await b.admin.get('/api/metadata/object/lead/history?from=1')).status).toBe(400)

    const url = `/api/metadata/revisions/${first}/revert`
    const part = { documents: [{ kind: 'object', name: 'customer', path: '/properties/x_b' }] }
    const plan = await b.admin.post(`${url}?plan=true`, part)
    expect(plan.body.steps).toMatchObject([{ summary: expect.stringMatching(/B \(x_b\)/) }])
    const undone = await b.admin.post(url, part)
    expect(undone, undone.text).toMatchObject({ status: 200 })
    // the fields that this revision added
    const fields = async (name: string) =>
      Object.keys((await b.admin.get(`/api/metadata/object/${name}`)).body.properties).filter((key) =>
        /^x_[ab]$/.test(key),
      )
    expect([await fields('customer'), await fields('lead')]).toEqual([['x_a'], ['x_a']])
    const lead = await b.admin.post(url, { documents: [{ kind: 'object', name: 'lead' }] })
    expect(lead.status).toBe(200)
    expect([await fields('customer'), await fields('lead')]).toEqual([['x_a'], []])
    expect((await b.admin.post(url, { documents: [{ kind: 'view', name: 'lead_all' }] })).status).toBe(404)
    expect((await b.admin.post(url, { documents: [{ kind: 'view' }] })).body.problems).toMatchObject([
      { pointer: '/documents/0/name' },
    ])
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { definePlugin } from '@fieldwork/plugin-sdk'
import { testPlugin } from '@fieldwork/server/testing'
import type { TestKit } from '@fieldwork/server/testing'
import stamps from '../fixtures/plugins/stamps/plugin.ts'

let kit: TestKit
beforeAll(async () => {
  kit = await testPlugin(stamps, { settings: { limit: 2, key: 'secret' } })
})
afterAll(() => kit.close())

const stampsNow = async () =>
  (
    JSON.parse(await kit.records.list(kit.admin, { object: 'stamp', sort: 'number' })) as {
      data: Record<string, unknown>[]
    }
  ).data

describe('a plugin in the test kit (PLAT-48)', () => {
  it('has its field type, its hooks in the transaction of the write, its jobs and its workflow steps', async () => {
    await kit.records.create(kit.admin, { object: 'stamp', values: { number: 'CN0001' } })
    await expect(kit.records.create(kit.admin, { object: 'stamp', values: { number: 'one' } })).rejects.toMatchObject({
      code: 'validation_failed',
    })
    await kit.records.create(kit.admin, { object: 'stamp', values: { number: 'CN0002' } })
    const third = kit.records.create(kit.admin, { object: 'stamp', values: { number: 'CN0003' } })
    await expect(third).rejects.toMatchObject({ code: 'stamps/full', message: 'At most 2 stamps' })
    await kit.runJobs()
    await vi.waitFor(async () => expect(await stampsNow()).toMatchObject([{ letters: 7 }, { letters: 7 }]), {
      timeout: 10_000,
    })
    expect(await stampsNow()).toMatchObject([
      { number: 'CN0001', note: 'Described by a job' },
      { number: 'CN0002', note: 'Described by a job' },
    ])
  })

  it('says which definition is wrong where, instead of opening', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fw-wrong-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'metadata', 'objects'), { recursive: true })
    const note = { 'x-field': { type: 'txt' } }
    const object = { name: 'letter', type: 'object', properties: { note } }
    writeFileSync(join(folder, 'metadata', 'objects', 'letter.json'), JSON.stringify(object))
    const letters = definePlugin({
      url: pathToFileURL(join(folder, 'plugin.ts')).href,
      name: 'letters',
      version: '1.0.0',
      label: { en: 'Letters', 'zh-CN': '信件' },
    })
    await expect(testPlugin(letters)).rejects.toThrow(/^object letter \/properties\/note\/x-field\/type .*“txt”/m)
  })

  it('begins workflows by its triggers, where their options and the object fit, once for a key', async () => {
    const node = {
      step: 'create-record',
      options: { object: 'stamp', values: { number: "'CN000' + text(vars.price)" } },
    }
    const offered = (most: unknown) => ({
      name: 'buy_stamps',
      label: { en: 'Buy stamps', 'zh-CN': '购买邮票' },
      trigger: { type: 'plugin', trigger: 'stamp-offered', options: { most } },
      vars: { price: { type: 'integer' } },
      start: 'buy',
      nodes: { buy: node },
    })
    const publish = (definition: object) =>
      kit.call(kit.admin, 'POST', '/api/metadata/publish', { put: [{ kind: 'workflow', definition }], confirm: true })
    const wrong = await publish({ ...offered('much'), trigger: { type: 'plugin', trigger: 'stamp-ofered' } })
    expect(wrong.body.problems).toMatchObject([{ pointer: '/trigger/trigger', code: 'unknown_name' }])
    expect((await publish(offered('much'))).body.problems).toMatchObject([{ pointer: '/trigger/options/most' }])
    expect((await publish(offered(10))).status).toBe(200)
    const offer = (body: object) => kit.call(kit.admin, 'POST', '/api/plugins/stamps/offers', body)
    const [{ id }] = (await stampsNow()) as [{ id: string }]
    expect((await offer({ price: 11 })).body).toEqual({ begun: 0 })
    expect((await offer({ price: 3, stamp: id })).body).toEqual({ begun: 0 })
    expect((await offer({ price: 0 })).status).toBe(422)
    await kit.plugin.transaction(async ({ records, system }) => {
      const [{ id: first }] = (await stampsNow()) as [{ id: string }]
      await records.remove(system, { object: 'stamp', id: first })
    })
    expect((await offer({ price: 7, key: 'one' })).body).toEqual({ begun: 1 })
    expect((await offer({ price: 7, key: 'one' })).body).toEqual({ begun: 0 })
    await kit.runJobs()
    await vi.waitFor(async () => expect((await stampsNow()).map(({ number }) => number)).toContain('CN0007'), {
      timeout: 10_000,
    })
    const { body } = await kit.call(kit.admin, 'GET', '/api/catalog/triggers')
    expect(body.data).toMatchObject([{ name: 'stamp-offered', label: { en: 'A stamp is offered' } }])
    await kit.call(kit.admin, 'POST', '/api/metadata/publish', {
      delete: [{ kind: 'workflow', name: 'buy_stamps' }],
      confirm: true,
    })
  })

  it('answers at its addresses in the caller’s right, and checks what is sent', async () => {
    const [{ id }] = (await stampsNow()) as [{ id: string }]
    const url = `/api/plugins/stamps/stamps/${id}/number`
    expect(await kit.call(kit.admin, 'GET', url)).toEqual({ status: 200, body: { number: 'CN0002' } })
    expect((await kit.call(kit.admin, 'GET', `${url}?loud=true`)).body).toEqual({ number: 'CN0002!' })
    expect((await kit.call(kit.admin, 'GET', `${url}?loud=very`)).status).toBe(422)
    const stranger = await kit.user('stranger', [])
    expect((await kit.call(stranger, 'GET', url)).status).toBe(403)
    expect((await kit.call(stranger, 'POST', '/api/plugins/stamps/stamps', { numbers: [] })).status).toBe(403)
    const wrong = await kit.call(kit.admin, 'POST', '/api/plugins/stamps/stamps', { numbers: 1, more: 2 })
    expect(wrong.status).toBe(422)
    expect(wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(['/more', '/numbers'])
  })

  it('is in the description of the API', async () => {
    const { body } = await kit.call(kit.admin, 'GET', '/api/openapi.json')
    expect(Object.keys(body.paths)).toContain('/api/plugins/stamps/stamps/{id}/number')
  })

  it('has settings whose secrets nobody reads, and that stay when others are set', async () => {
    const url = '/api/plugins/stamps/settings'
    const shown = await kit.call(kit.admin, 'GET', url)
    expect(shown.body).toMatchObject({ values: { limit: 2 }, secrets: ['key'] })
    expect(JSON.stringify(shown.body.values)).not.toContain('secret')
    expect((await kit.call(kit.admin, 'PUT', url, { limit: 5 })).body).toMatchObject({
      values: { limit: 5 },
      secrets: ['key'],
    })
    expect(await kit.plugin.settings()).toEqual({ limit: 5, key: 'secret' })
    const { rows } = await kit.plugin.sql<{ value: unknown }>({
      text: `select value from fw_setting where key = 'plugin:stamps'`,
    })
    expect(JSON.stringify(rows)).not.toContain('"secret"')
    const wrong = await kit.call(kit.admin, 'PUT', url, { limit: 0, key: 'x', unknown: 1 })
    expect(wrong.status).toBe(422)
    expect(wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      '/key',
      '/limit',
      '/unknown',
    ])
    expect((await kit.call(kit.admin, 'PUT', url, { limit: 5, key: null })).body.secrets).toEqual([])
  })

  it('is disabled and enabled while the server runs; its records stay', async () => {
    const disable = () => kit.call(kit.admin, 'POST', '/api/plugins/stamps/disable', { confirm: true })
    expect((await kit.call(kit.admin, 'POST', '/api/plugins/stamps/disable')).body.code).toBe('plan_needs_confirmation')
    expect((await disable()).status).toBe(200)
    expect(kit.catalog().objects.has('stamp')).toBe(false)
    expect((await kit.call(kit.admin, 'GET', '/api/plugins')).body.data).toMatchObject([
      { name: 'stamps', state: 'disabled' },
    ])
    expect((await kit.call(kit.admin, 'POST', '/api/plugins/stamps/stamps', { numbers: [] })).status).toBe(404)
    expect((await disable()).status).toBe(404)
    expect((await kit.call(kit.admin, 'POST', '/api/plugins/stamps/enable')).status).toBe(200)
    expect((await kit.call(kit.admin, 'GET', '/api/plugins')).body.data).toMatchObject([
      { name: 'stamps', state: 'enabled' },
    ])
    expect(await stampsNow()).toHaveLength(2)
  })
})

describe('a schedule of a plugin', () => {
  it('is followed by the worker while the plugin is enabled', async () => {
    const ran: string[] = []
    const hourly = { cron: '0 * * * *', run: async ({ name }: { name: string }) => void ran.push(name) }
    for (const enabled of [true, false]) {
      await using own = await testPlugin({ ...stamps, schedules: { hourly } }, { enabled })
      const name = 'plugin:stamps:hourly 0 * * * * Asia/Shanghai'
      const text = `insert into fw_schedule (name, seen) values ($1, now() - interval '3 hours')`
      await own.db.query({ text, values: [name] })
      await own.runJobs()
      const seen = `select from fw_schedule where name = $1 and seen > now() - interval '61 minutes'`
      await vi.waitFor(async () => expect((await own.db.query({ text: seen, values: [name] })).rowCount).toBe(1))
      await own.runJobs()
    }
    expect(ran).toEqual(['stamps'])
  }, 30_000)
})

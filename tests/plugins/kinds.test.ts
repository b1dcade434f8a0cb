import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { definePlugin } from '@fieldwork/plugin-sdk'
import { testPlugin } from '@fieldwork/server/testing'
import type { TestKit } from '@fieldwork/server/testing'
import stamps from '../fixtures/plugins/stamps/plugin.ts'

const KIND = 'stamps.set'

let kit: TestKit
beforeAll(async () => {
  kit = await testPlugin(stamps)
})
afterAll(() => kit.close())

const get = (url: string) => kit.call(kit.admin, 'GET', url)
const publish = (changes: object) =>
  kit.call(kit.admin, 'POST', '/api/metadata/publish', { ...changes, confirm: true, message: 'Sets' })
const put = (definition: object) => publish({ put: [{ kind: KIND, definition }] })
const dragons = { name: 'dragons', object: 'stamp', by: 'number', size: 2 }

describe('a kind of definition that a plugin adds', () => {
  it('is shipped by it, compiled by it, and read by it', async () => {
    expect((await get('/api/plugins/stamps/sets')).body).toEqual({ sets: { zodiac: { by: 'number', size: 12 } } })
    expect((await get(`/api/metadata/${KIND}`)).body).toMatchObject({ data: [{ name: 'zodiac', size: 12 }] })
    expect((await get('/api/catalog/kinds')).body.data).toMatchObject([{ name: KIND, label: { 'zh-CN': '套票' } }])
  })

  it('has a schema that names what every document has', async () => {
    const { body } = await get(`/api/metadata/schemas/${KIND}`)
    expect(body).toMatchObject({ type: 'object', required: ['name', 'object', 'by', 'size'] })
    expect(Object.keys(body.properties)).toEqual(expect.arrayContaining(['name', 'label', 'order', 'rare']))
    expect((await get('/api/metadata/schemas/stamps.sets')).status).toBe(404)
  })

  it('is checked by its schema, the platform and its own code, with pointers', async () => {
    const problems = async (more: object) => (await put({ ...dragons, ...more })).body.problems
    expect(await problems({ size: 1 })).toMatchObject([{ kind: KIND, name: 'dragons', pointer: '/size' }])
    expect(await problems({ colour: 'red' })).toMatchObject([{ pointer: '/colour' }])
    expect(await problems({ object: 'stomp' })).toMatchObject([{ pointer: '/by', code: 'unknown_object' }])
    expect(await problems({ by: 'numbr' })).toMatchObject([{ pointer: '/by', code: 'unknown_field' }])
    expect(await problems({ by: 'note' })).toMatchObject([{ pointer: '/by', code: 'stamps/no-number' }])
    expect(await problems({ when: 'letters +' })).toMatchObject([{ pointer: '/when' }])
    const other = await publish({ put: [{ kind: 'stamps.sett', definition: dragons }] })
    expect(other.body.problems).toMatchObject([{ code: 'unknown_kind' }])
  })

  it('is published, changed and taken back with its history, by administrators only', async () => {
    expect((await put({ ...dragons, when: 'letters > 3' })).status).toBe(200)
    expect((await put({ ...dragons, size: 3 })).status).toBe(200)
    expect((await get('/api/plugins/stamps/sets')).body.sets.dragons).toEqual({ by: 'number', size: 3 })
    const { body } = await get(`/api/metadata/${KIND}/dragons/history`)
    expect(body.data).toHaveLength(2)
    const { revision } = body.data[1]
    const reverted = await publish({ delete: [{ kind: KIND, name: 'dragons' }] })
    expect(reverted.status).toBe(200)
    expect(revision).toBeGreaterThan(0)
    expect(Object.keys((await get('/api/plugins/stamps/sets')).body.sets)).toEqual(['zodiac'])
    const someone = await kit.user('someone', [])
    expect((await kit.call(someone, 'GET', `/api/metadata/${KIND}`)).status).toBe(403)
  })

  it('is overlaid by the workspace as documents of the platform are', async () => {
    expect((await publish({ patch: [{ kind: KIND, name: 'zodiac', patch: { size: 13 } }] })).status).toBe(200)
    expect((await get('/api/plugins/stamps/sets')).body.sets.zodiac).toEqual({ by: 'number', size: 13 })
    expect((await publish({ reset: [{ kind: KIND, name: 'zodiac' }] })).status).toBe(200)
  })

  it('notices that an object it speaks of changes', async () => {
    const gone = await publish({ delete: [{ kind: 'object', name: 'stamp' }] })
    expect(gone.body.problems).toContainEqual(expect.objectContaining({ kind: KIND, name: 'zodiac' }))
  })

  it('is refused with the plugin where its name or schema is wrong', async () => {
    const [set] = stamps.kinds ?? []
    const wrong = { ...set!, name: 'other.set' as const, schema: { type: 'object', properties: { a: { type: 'x' } } } }
    const plugin = definePlugin({ ...stamps, kinds: [wrong] })
    await expect(testPlugin(plugin)).rejects.toThrow(/\/kinds\/0\/name [^]*\/kinds\/0\/schema /)
  })
})

import { createRegistry } from '@fieldwork/database'
import type { Layer } from '@fieldwork/metadata'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { admin, label, object, openWorkspace, packages, put, refusal, remove, steps } from './publishing-fixture.ts'
import type { Workspace } from './publishing-fixture.ts'

let w: Workspace

beforeAll(async () => {
  w = await openWorkspace()
})

afterAll(() => w.close())

const field = (type: string) => ({ type })

const revision = async () => Number((await w.rows('select revision from fw_revision'))[0]!.revision)

describe('the first start', () => {
  it('installs the packages as revision 1, by nobody', async () => {
    expect(w.registry.catalog().revision).toBe(1)
    expect([...w.registry.catalog().objects.keys()].sort()).toEqual(['account', 'user'])
    const [first] = await w.registry.revisions()
    expect(first).toMatchObject({ revision: 1, actor: null })
    expect(first!.message).toEqual({ en: 'Install platform, crm', 'zh-CN': '安装 platform、crm' })
    expect(first!.documents).toEqual([
      { layer: 'crm', kind: 'object', name: 'account', change: 'created' },
      { layer: 'platform', kind: 'object', name: 'user', change: 'created' },
    ])
  })

  it('is not repeated by a second node or a second start', async () => {
    const other = await w.join()
    expect(other.registry.catalog().revision).toBe(1)
    expect(await revision()).toBe(1)
  })
})

describe('publish', () => {
  it('makes the change effective at once, and answers with its revision', async () => {
    expect(await w.registry.publish(put(object('task', { due: { type: 'date' } })), admin)).toEqual({
      revision: 2,
      tasks: [],
    })
    expect(w.registry.catalog().object('task').fields.get('due')!.column).toBe('due')
    expect(await w.rows('select * from main.task')).toEqual([])
    expect(w.registry.catalog().revision).toBe(await revision())
  })

  it('that changes nothing makes no revision', async () => {
    expect(await w.registry.publish(put(object('task', { due: { type: 'date' } })), admin)).toEqual({
      revision: 2,
      tasks: [],
    })
    expect(await w.registry.publish({}, admin)).toEqual({ revision: 2, tasks: [] })
    expect(await revision()).toBe(2)
  })

  it('refuses a wrong change set with every problem, and leaves nothing behind', async () => {
    const bad = put(
      object('one', { a: { type: 'nonsense' } }),
      object('two', { b: { type: 'lookup', object: 'nowhere' } }),
    )
    const error = await refusal(w.registry.publish(bad, admin))
    expect([error.code, error.status]).toEqual(['validation_failed', 422])
    expect(new Set(error.problems.map((problem) => (problem as { name?: string }).name))).toEqual(
      new Set(['one', 'two']),
    )
    const plan = await w.registry.plan(bad)
    expect(plan.steps).toEqual([])
    expect(plan.problems).toEqual(error.problems)
    expect(await revision()).toBe(2)
  })

  it('whose DDL fails leaves neither tables nor documents nor a revision', async () => {
    await w.rows(`create view main.blocked as select 1 as x`)
    const change = put(object('aaa', { x: { type: 'text' } }), object('blocked', { x: { type: 'text' } }))
    await expect(w.registry.publish(change, admin)).rejects.toThrow(/already exists/)
    expect(await w.rows(`select to_regclass('main.aaa') as aaa`)).toEqual([{ aaa: null }])
    expect(await w.rows(`select from fw_definition where name = 'aaa'`)).toEqual([])
    expect([await revision(), w.registry.catalog().revision]).toEqual([2, 2])
    expect(w.registry.catalog().objects.has('aaa')).toBe(false)
    await w.rows('drop view main.blocked')
  })

  it('of a field on a shipped object stores only the difference, in the workspace’s layer', async () => {
    const extra = { 'x-field': { type: 'text', label: { en: 'Extra', 'zh-CN': '附加' } } }
    await w.registry.publish(
      { patch: [{ kind: 'object', name: 'account', patch: { properties: { x_extra: extra } } }] },
      admin,
    )
    expect(w.registry.document('object', 'account', 'workspace')).toEqual({ properties: { x_extra: extra } })
    expect(w.registry.document('object', 'account', 'crm')).toEqual(packages[1]!.documents[0]!.body)
    expect(w.registry.document('object', 'account')).toMatchObject({ properties: { size: {}, x_extra: {} } })
    expect(w.registry.layers().map((layer) => layer.name)).toEqual(['platform', 'crm', 'workspace'])
  })

  it('compiles only what changed', async () => {
    const before = w.registry.catalog()
    await w.registry.publish(put(object('task', { due: { type: 'date' }, done: { type: 'boolean' } })), admin)
    const after = w.registry.catalog()
    expect(after.object('account').hash).toBe(before.object('account').hash)
    expect(after.object('account')).toBe(before.object('account'))
    expect(after.object('task').hash).not.toBe(before.object('task').hash)
  })
})

describe('document', () => {
  it('that nobody defined is not found', () => {
    expect(() => w.registry.document('object', 'nothing')).toThrow(expect.objectContaining({ code: 'not_found' }))
    expect(() => w.registry.document('object', 'task', 'crm')).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

describe('history', () => {
  it('shows each revision by path, and pages backwards', async () => {
    const { revision: latest } = await w.registry.publish(
      { ...put(object('task', { due: { type: 'date', help: label('When') } })), message: 'Help' },
      admin,
    )
    const detail = await w.registry.revision(latest)
    expect(detail).toMatchObject({ revision: latest, actor: { id: admin.id, label: null }, message: label('Help') })
    expect(detail.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(detail.documents).toHaveLength(1)
    expect(detail.documents[0]).toMatchObject({ layer: 'workspace', kind: 'object', name: 'task' })
    expect(detail.documents[0]!.paths).toContainEqual({ pointer: '/properties/due/x-field/help', after: label('When') })
    expect(detail.documents[0]!.paths.map((path) => path.pointer)).toContain('/properties/done')

    const page = await w.registry.revisions({ limit: 2, before: latest })
    expect(page.map((entry) => entry.revision)).toEqual([latest - 1, latest - 2])
  })

  it('does not know revisions that never were', async () => {
    expect((await refusal(w.registry.revision(999))).code).toBe('not_found')
    expect((await refusal(w.registry.revert(999, admin))).code).toBe('not_found')
  })
})

describe('revert', () => {
  it('of a removed field brings it back with its data', async () => {
    await w.registry.publish(put(object('memo', { body: field('text') })), admin)
    await w.rows(`insert into main.memo (id, body) values (gen_random_uuid(), 'kept')`)
    const { revision: removal } = await w.registry.publish(put(object('memo', {})), admin)
    const { revision: back } = await w.registry.revert(removal, admin)
    expect(back).toBe(removal + 1)
    expect(await w.rows('select body from main.memo')).toEqual([{ body: 'kept' }])
    expect(w.registry.catalog().object('memo').fields.has('body')).toBe(true)
    expect((await w.registry.revisions({ limit: 1 }))[0]!.message).toEqual({
      en: `Revert ${removal}`,
      'zh-CN': `撤销版本 ${removal}`,
    })
  })

  it('of a new object removes it, of its removal brings it back with its records', async () => {
    const { revision: made } = await w.registry.publish(put(object('fleeting', {})), admin)
    await w.rows(`insert into main.fleeting (id, title) values (gen_random_uuid(), 'row')`)
    const { revision: unmade } = await w.registry.revert(made, admin)
    expect(w.registry.catalog().objects.has('fleeting')).toBe(false)
    await w.registry.revert(unmade, admin)
    expect(w.registry.catalog().objects.has('fleeting')).toBe(true)
    expect(await w.rows('select title from main.fleeting')).toEqual([{ title: 'row' }])
  })

  it('keeps what later revisions changed elsewhere in the same document', async () => {
    await w.registry.publish(put(object('mixed', {})), admin)
    const { revision: second } = await w.registry.publish(put(object('mixed', { a: field('text') })), admin)
    await w.registry.publish(put(object('mixed', { a: field('text'), b: field('text') })), admin)
    await w.registry.revert(second, admin)
    const { fields } = w.registry.catalog().object('mixed')
    expect([fields.has('a'), fields.has('b')]).toEqual([false, true])
  })

  it('of a path that was changed again is refused with that path', async () => {
    await w.registry.publish(put(object('again', { a: { type: 'text', order: 1 } })), admin)
    const { revision: second } = await w.registry.publish(
      put(object('again', { a: { type: 'text', order: 2 } })),
      admin,
    )
    await w.registry.publish(put(object('again', { a: { type: 'text', order: 3 } })), admin)
    const error = await refusal(w.registry.revert(second, admin))
    expect([error.code, error.problems]).toMatchObject([
      'validation_failed',
      [{ kind: 'object', name: 'again', code: 'changed_later', pointer: '/properties/a/x-field/order' }],
    ])
  })

  it('that would break what was built on it since is refused with the problems', async () => {
    const { revision: made } = await w.registry.publish(put(object('base', {})), admin)
    await w.registry.publish(put(object('upon', { base: { type: 'lookup', object: 'base' } })), admin)
    const error = await refusal(w.registry.revert(made, admin))
    expect(error.problems).toMatchObject([{ kind: 'object', name: 'upon' }])
  })

  it('of a revert is the change again', async () => {
    await w.registry.publish(put(object('pendulum', { a: field('text') })), admin)
    const { revision: change } = await w.registry.publish(put(object('pendulum', { b: field('text') })), admin)
    const { revision: undone } = await w.registry.revert(change, admin)
    await w.registry.revert(undone, admin)
    expect([...w.registry.catalog().object('pendulum').fields.keys()]).toContain('b')
  })

  it('of a package’s installation is refused', async () => {
    expect((await refusal(w.registry.revert(1, admin))).problems[0]).toMatchObject({ code: 'package_revision' })
  })

  it('that already is the present state makes no revision', async () => {
    const { revision: made } = await w.registry.publish(put(object('twice', {})), admin)
    await w.registry.publish(remove('twice'), admin)
    const before = await revision()
    expect(await w.registry.revert(made, admin)).toEqual({ revision: before, tasks: [] })
  })
})

describe('a package upgrade', () => {
  it('replaces the package’s layer as a revision, keeps the workspace’s, and applies the DDL', async () => {
    const other = await openWorkspace()
    const patch = { properties: { size: { 'x-field': { label: { en: 'Staff', 'zh-CN': '人数' } } } } }
    await other.registry.publish({ patch: [{ kind: 'object', name: 'account', patch }] }, admin)
    const account = object('account', { size: { type: 'integer' }, web: { type: 'url' } }, { owner: true })
    const upgraded: Layer[] = [
      packages[0]!,
      { name: 'crm', documents: [{ kind: 'object', name: 'account', body: account }] },
    ]

    const node = await createRegistry(other.db, { packages: upgraded })
    expect(node.catalog().revision).toBe(3)
    expect(await other.rows('select web from main.account')).toEqual([])
    expect(node.catalog().object('account').fields.get('size')!.label.en).toBe('Staff')
    expect((await node.revision(3)).documents).toMatchObject([{ layer: 'crm', name: 'account' }])
    expect(steps(await node.plan({}))).toEqual([])
    await node.close()
    await other.close()
  })
})

describe('close', () => {
  it('ends a node that has only just started and is still connecting to listen', async () => {
    const node = await createRegistry(w.db, { packages })
    await expect(node.close()).resolves.toBeUndefined()
  })
})

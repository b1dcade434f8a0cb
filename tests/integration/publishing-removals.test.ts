import type { ChangeSet, Definition, Kind } from '@fieldwork/metadata'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { admin, label, object, openWorkspace, packages, put, refusal, remove, steps } from './publishing-fixture.ts'
import type { Fields, Workspace } from './publishing-fixture.ts'

/** A shipped object with a form, a list and a menu. */
const block = (field: string, y: number) => ({ type: 'field', field, x: 0, y, w: 8, h: 1 })
const shipped: { kind: Kind; name: string; body: Definition }[] = [
  {
    kind: 'layout',
    name: 'account_form',
    body: {
      name: 'account_form',
      label: { en: 'Account form', 'zh-CN': '客户表单' },
      object: 'account',
      purpose: 'form',
      blocks: { f_title: block('title', 0), f_size: block('size', 1) },
    },
  },
  {
    kind: 'view',
    name: 'account_all',
    body: {
      name: 'account_all',
      object: 'account',
      columns: { title: { order: 10 }, size: { order: 20 } },
      sort: '-size,title',
    },
  },
]
const crm = packages[1]!

let w: Workspace

beforeAll(async () => {
  w = await openWorkspace([packages[0]!, { ...crm, documents: [...crm.documents, ...shipped] }])
})

afterAll(() => w.close())

const publish = async (changes: ChangeSet & { confirm?: boolean; baseRevision?: number }) =>
  (await w.registry.publish(changes, admin)).revision

const revert = async (revision: number) => (await w.registry.revert(revision, admin)).revision

const patch = (kind: Kind, name: string, change: Record<string, unknown>) => ({
  patch: [{ kind, name, patch: change }],
})

const document = (kind: Kind, name: string) => w.registry.document(kind, name)

const blocks = () => document('layout', 'account_form').blocks as Record<string, object>
const columns = () => Object.keys(document('view', 'account_all').columns as object)

describe('a revision that added a field, taken back after the field was placed', () => {
  let added: number
  let undone: number

  it('takes the field out of form and list, keeps what else was moved, and says so', async () => {
    const field = { 'x-field': { type: 'text', label: { en: 'Region', 'zh-CN': '地区' } } }
    added = await publish(patch('object', 'account', { properties: { x_region: field } }))
    await publish({
      patch: [
        {
          kind: 'layout',
          name: 'account_form',
          patch: { blocks: { f_region: { ...block('x_region', 0), x: 8 }, f_size: { y: 7 } } },
        },
        { kind: 'view', name: 'account_all', patch: { columns: { x_region: { order: 5 } }, sort: 'x_region,-size' } },
      ],
    })
    await w.rows(`insert into main.account (id, title, x_region) values (gen_random_uuid(), 'Acme', 'north')`)
    undone = await revert(added)

    expect(blocks()).toEqual({ f_title: block('title', 0), f_size: block('size', 7) })
    expect([columns(), document('view', 'account_all').sort]).toEqual([['title', 'size'], '-size'])
    const { documents } = await w.registry.revision(undone)
    expect(documents.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      'layout/account_form',
      'object/account',
      'view/account_all',
    ])
    expect(documents[0]!.paths.map(({ pointer }) => pointer)).toEqual(['/blocks/f_region'])
  })

  it('taken back itself brings the field back with its data and in its place', async () => {
    await revert(undone)
    expect(blocks()).toMatchObject({ f_region: { x: 8, y: 0 }, f_size: { y: 7 } })
    expect([columns(), document('view', 'account_all').sort]).toEqual([['title', 'size', 'x_region'], 'x_region,-size'])
    expect(await w.rows('select title, x_region from main.account')).toEqual([{ title: 'Acme', x_region: 'north' }])
  })
})

describe('a removal', () => {
  it('is planned with every document that shows the field, in both languages', async () => {
    const plan = await w.registry.plan(patch('object', 'account', { properties: { size: null } }))
    expect([plan.problems, plan.steps.every((step) => step.class === 'safe')]).toEqual([[], true])
    expect(plan.steps.map(({ summary }) => summary['zh-CN'])).toEqual([
      '从account（account）移除字段size（size）；数据予以保留，恢复该字段即可找回',
      '布局客户表单（account_form）不再显示字段size（size）',
      '视图Account all（account_all）不再显示字段size（size）',
    ])
  })

  it('of a shipped field is written into the workspace’s part, and comes back by a revert', async () => {
    const before = [blocks(), columns()]
    const gone = await publish(patch('object', 'account', { properties: { size: null } }))
    expect(w.registry.document('layout', 'account_form', 'workspace')).toMatchObject({ blocks: { f_size: null } })
    expect([Object.keys(blocks()), columns()]).toEqual([
      ['f_title', 'f_region'],
      ['title', 'x_region'],
    ])
    await revert(gone)
    expect([blocks(), columns()]).toEqual(before)
  })

  it('of an object takes its pages along; they come back with it and its records', async () => {
    const pages: ChangeSet['put'] = [
      { kind: 'object', definition: object('trip', { days: { type: 'integer' } }) },
      { kind: 'view', definition: { name: 'trips', object: 'trip', columns: { days: { order: 1 } } } },
      { kind: 'app', definition: { name: 'travel', items: { trip: { type: 'object', object: 'trip', order: 1 } } } },
    ]
    await publish({ put: pages })
    await w.rows(`insert into main.trip (id, title, days) values (gen_random_uuid(), 'Rome', 3)`)
    const gone = await publish(remove('trip'))
    expect(w.registry.catalog().documents('view').has('trips')).toBe(false)
    expect(document('app', 'travel').items).toEqual({})
    await revert(gone)
    expect([document('view', 'trips').object, document('app', 'travel').items]).toMatchObject(['trip', { trip: {} }])
    expect(await w.rows('select title, days from main.trip')).toEqual([{ title: 'Rome', days: '3' }])
  })

  it('of a field that a rule uses is refused with the rule', async () => {
    const rules = { big: { when: 'size > 9', message: label('Too big') } }
    await publish(patch('object', 'account', { 'x-object': { rules } }))
    const error = await refusal(publish(patch('object', 'account', { properties: { size: null } })))
    expect(error.problems).toMatchObject([
      {
        kind: 'object',
        name: 'account',
        code: 'still_used',
        pointer: '/x-object/rules/big/when',
        message: {
          en: 'Rule “big” of Object account (account) still uses field size (size), which this change removes; change it there first',
        },
      },
    ])
    expect(Object.keys(blocks())).toContain('f_size')
  })

  it('excuses no mistake: a block of a field that never was is refused', async () => {
    const change = patch('layout', 'account_form', { blocks: { f_size: { field: 'siez' } } })
    expect((await w.registry.plan(change)).problems).toMatchObject([{ code: 'unknown_field' }])
  })
})

const options = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { label: label(key) }]))
const graded = (...keys: string[]) => put(object('graded', { grade: { type: 'select', options: options(...keys) } }))

describe('a removed option', () => {
  it('is safe while no row holds it', async () => {
    await publish(graded('a', 'b', 'c'))
    await w.rows(`insert into main.graded (id, grade) select gen_random_uuid(), 'a' from generate_series(1, 2)`)
    expect(steps(await w.registry.plan(graded('a', 'b')))).toEqual([
      'safe: Remove option c (c) from field grade (grade) of graded (graded): no row holds it',
    ])
  })

  it('that rows hold has to be confirmed, with their number and the milder way', async () => {
    const plan = await w.registry.plan(graded('b'))
    expect(steps(plan)).toEqual([
      expect.stringMatching(/^confirm: Remove option a \(a\) .* 2 rows hold it; .* \(active: false\)/),
      expect.stringMatching(/^safe: Remove option c/),
    ])
    expect((await refusal(publish(graded('b')))).params.steps).toEqual(plan.steps)
    await publish({ ...graded('b'), confirm: true })
    expect(await w.rows('select distinct grade from main.graded')).toEqual([{ grade: 'a' }])
    expect(steps(await w.registry.plan({}))).toEqual([])
  })
})

const pot = (x?: Fields[string]) => put(object('pot', x ? { x } : {}))
const values = async () => {
  const { column } = w.registry.catalog().object('pot').fields.get('x')!
  return (await w.rows(`select "${column}" as x from main.pot`)).map((row) => row.x)
}

describe('a column that was kept', () => {
  beforeEach(async () => {
    if (!w.registry.catalog().objects.has('pot')) {
      await publish(pot({ type: 'money' }))
      await w.rows(`insert into main.pot (id, x) values (gen_random_uuid(), 12.34)`)
    }
  })

  it('is not written over by a field that only has its name, and comes back with the revision it was of', async () => {
    const removed = await publish(pot())
    const asText = await publish(pot({ type: 'text' }))
    const asMoney = await publish(pot({ type: 'money' }))
    expect(await values()).toEqual([null])
    await revert(asMoney)
    await revert(asText)
    await revert(removed)
    expect(await values()).toEqual(['12.34'])
    expect(steps(await w.registry.plan({}))).toEqual([])
  })

  it('by a change of type is not what a plain return of the field takes', async () => {
    await publish(pot({ type: 'text' }))
    await w.rows(`update main.pot set "${w.registry.catalog().object('pot').fields.get('x')!.column}" = '99'`)
    await publish(pot())
    await publish(pot({ type: 'money' }))
    expect(await values()).toEqual([null])
    await publish(pot())
    await publish(pot({ type: 'text' }))
    expect(await values()).toEqual(['99'])
  })
})

const due = (type: string) => put(object('shared', { due: { type } }))

describe('a publication on an older revision', () => {
  it('is refused where one of its documents was changed later, with who did it and when', async () => {
    const user = `insert into main."user" (id, name, username) values ('${admin.id}', 'Li Ming', 'li')`
    await w.rows(user)
    const base = await publish(due('text'))
    const later = await publish(patch('object', 'shared', { properties: { more: { 'x-field': { type: 'text' } } } }))
    const error = await refusal(publish({ ...due('long-text'), baseRevision: base }))
    expect([error.code, error.status]).toEqual(['changed_meanwhile', 409])
    expect(error.problems).toMatchObject([
      {
        kind: 'object',
        name: 'shared',
        code: 'changed_meanwhile',
        params: { revision: later, actor: { id: admin.id, label: 'Li Ming' }, at: expect.stringMatching(/Z$/) },
        message: {
          en: expect.stringMatching(/^Object shared \(shared\) was changed by Li Ming at 20\S+ \S+, in revision/),
        },
      },
    ])
    const plan = await refusal(w.registry.plan({ ...due('long-text'), baseRevision: base }))
    expect([plan.code, plan.problems]).toEqual(['changed_meanwhile', error.problems])
    expect(w.registry.catalog().revision).toBe(later)
    expect((await w.registry.revisions({ limit: 1 }))[0]!.actor).toEqual({ id: admin.id, label: 'Li Ming' })

    expect(await publish({ ...due('long-text'), baseRevision: later })).toBe(later + 1)
  })

  it('goes through where only other documents were changed, or where no base is given', async () => {
    const base = w.registry.catalog().revision
    await publish(put(object('other', {})))
    const revision = await publish({ ...due('text'), baseRevision: base })
    expect(revision).toBe(base + 2)
    expect(await publish(due('long-text'))).toBe(revision + 1)
  })
})

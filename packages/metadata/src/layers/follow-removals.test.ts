import { describe, expect, test } from 'vitest'
import type { Definition, Layer } from '../catalog.ts'
import { createCatalog } from '../create-catalog.ts'
import { both, sampleLayers } from '../testing/sample-layers.ts'
import { applyChanges } from './apply-changes.ts'
import type { ChangeSet } from './change-set.ts'
import { followRemovals } from './follow-removals.ts'

const field = (type: string, rest = {}) => ({ 'x-field': { type, label: both(type), ...rest } })
const summary = (fields: object, y: number) => ({ type: 'summary', fields, x: 0, y, w: 24, h: 1 })
const block = (shown: string, y: number) => ({ type: 'field', field: shown, x: 0, y, w: 8, h: 1 })

const project: Definition = {
  name: 'project',
  'x-object': { label: { en: 'Project', 'zh-CN': '项目' } },
  properties: {
    title: field('text'),
    budget: { 'x-field': { type: 'money', label: { en: 'Budget', 'zh-CN': '预算' } } },
    customer: field('lookup', { object: 'customer' }),
  },
}
const form: Definition = {
  name: 'project_form',
  label: { en: 'Project form', 'zh-CN': '项目表单' },
  object: 'project',
  purpose: 'form',
  blocks: { f_title: block('title', 0), f_budget: block('budget', 1), f_name: block('customer.name', 2) },
}
const view: Definition = {
  name: 'project_all',
  object: 'project',
  columns: { title: { order: 1 }, budget: { order: 2 }, 'customer.name': { order: 3 } },
  sort: '-budget,title',
}
const menu: Definition = {
  name: 'work',
  items: { projects: { type: 'object', object: 'project', view: 'project_budget', order: 1 } },
}
const role: Definition = { name: 'planner', grants: { project: { operations: ['read'] } } }

const base = apply(sampleLayers(), {
  put: [
    { kind: 'object', definition: project },
    { kind: 'layout', definition: form },
    { kind: 'view', definition: view },
    {
      kind: 'view',
      definition: { name: 'project_budget', object: 'project', columns: { budget: { order: 1 } }, sort: 'budget' },
    },
    { kind: 'app', definition: menu },
    { kind: 'role', definition: role },
  ],
})

function apply(layers: Layer[], changes: ChangeSet): Layer[] {
  const result = applyChanges(layers, changes)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.layers
}

const ownPage = (layers: Layer[]) => layers.at(-1)!.documents.find(({ name }) => name === 'project_page')?.body

/** What follows from the changes, and whether the result holds. */
function follow(changes: ChangeSet, layers = base) {
  const followed = followRemovals({ before: layers, after: apply(layers, changes) })
  const compiled = createCatalog(followed.layers, { revision: 2 })
  const problems = 'problems' in compiled ? followed.explain(compiled.problems) : []
  const own = new Map(followed.layers.at(-1)!.documents.map(({ kind, name, body }) => [`${kind}/${name}`, body]))
  return { effects: followed.effects, problems, own }
}

const without = (name: string): ChangeSet => ({
  patch: [{ kind: 'object', name: 'project', patch: { properties: { [name]: null } } }],
})

describe('a removed field', () => {
  test('is taken out of blocks, columns and sorting; a view that showed nothing else goes, with its menu entry’s view', () => {
    const { effects, problems, own } = follow(without('budget'))
    expect(problems).toEqual([])
    expect(effects).toEqual([
      {
        en: 'Layout Project form (project_form) no longer shows field Budget (budget)',
        'zh-CN': '布局项目表单（project_form）不再显示字段预算（budget）',
      },
      expect.objectContaining({ en: 'View Project all (project_all) no longer shows field Budget (budget)' }),
      expect.objectContaining({ en: expect.stringMatching(/^View Project budget .* goes too: nothing/) }),
      expect.objectContaining({ en: 'App Work (work) no longer shows view project_budget' }),
    ])
    expect(Object.keys(own.get('layout/project_form')!.blocks as object)).toEqual(['f_title', 'f_name'])
    expect(own.get('view/project_all')).toMatchObject({ sort: 'title', columns: { title: {}, 'customer.name': {} } })
    expect(own.has('view/project_budget')).toBe(false)
    expect(own.get('app/work')!.items).toEqual({ projects: { type: 'object', object: 'project', order: 1 } })
  })

  test('takes the paths that lead through it along', () => {
    const { problems, own } = follow(without('customer'))
    expect(problems).toEqual([])
    expect(Object.keys(own.get('view/project_all')!.columns as object)).toEqual(['title', 'budget'])
    expect(Object.keys(own.get('layout/project_form')!.blocks as object)).toEqual(['f_title', 'f_budget'])
  })

  test('is taken out of a summary, which goes when nothing of it is left (PLAT-33)', () => {
    const blocks = {
      f_title: block('title', 0),
      some: summary({ budget: {}, 'customer.name': {} }, 1),
      only: summary({ budget: {} }, 2),
    }
    const page = { ...form, name: 'project_page', purpose: 'detail', blocks }
    const lower = apply(base, { put: [{ kind: 'layout', definition: page }] })
    const { effects, problems, own } = follow(without('budget'), lower)
    expect(problems).toEqual([])
    expect(own.get('layout/project_page')!.blocks).toEqual({
      f_title: block('title', 0),
      some: summary({ 'customer.name': {} }, 1),
    })
    expect(effects.filter(({ en }) => /project_page.* no longer shows field Budget/.test(en))).toHaveLength(1)
  })

  test('comes back into the summaries that it was taken out of (PLAT-33)', () => {
    const blocks = { some: summary({ budget: {}, title: {} }, 0), only: summary({ budget: {} }, 1) }
    const page = { ...form, name: 'project_page', purpose: 'detail', blocks }
    const shipped = apply(base, { put: [{ kind: 'layout', definition: page }] }).map((layer) =>
      layer.name === 'workspace' ? { ...layer, name: 'extra' } : layer,
    )
    const removed = followRemovals({ before: shipped, after: apply(shipped, without('budget')) }).layers
    expect(ownPage(removed)).toEqual({ blocks: { some: { fields: { budget: null } }, only: null } })
    const show = [{ kind: 'object' as const, name: 'project', path: '/properties/budget' }]
    expect(ownPage(apply(removed, { show }))).toBeUndefined()
  })

  test('is no longer required', () => {
    const layers = apply(base, {
      patch: [{ kind: 'object', name: 'project', patch: { required: ['title', 'budget'] } }],
    })
    const { problems, own } = follow(without('budget'), layers)
    expect([problems, own.get('object/project')!.required]).toEqual([[], ['title']])
  })

  test('that a lower layer shows is taken out by the workspace’s part', () => {
    const lower = base.map((layer) => (layer.name === 'workspace' ? { ...layer, name: 'extra' } : layer))
    const { problems, own } = follow(without('budget'), lower)
    expect(problems).toEqual([])
    expect(own.get('layout/project_form')).toEqual({ blocks: { f_budget: null } })
    expect(own.get('view/project_all')).toEqual({ columns: { budget: null }, sort: 'title' })
    expect(own.get('view/project_budget')).toEqual({ 'x-hidden': true })
  })

  test('that an expression uses stays a problem, which says where', () => {
    const rules = { limit: { when: 'budget > 5.0', message: both('Too much') } }
    const layers = apply(base, {
      patch: [
        { kind: 'object', name: 'project', patch: { 'x-object': { rules }, properties: { twice: twice() } } },
        { kind: 'view', name: 'project_all', patch: { filter: 'budget > 1.0' } },
        { kind: 'role', name: 'planner', patch: { grants: { project: { where: 'budget > 2.0' } } } },
        { kind: 'layout', name: 'project_form', patch: { blocks: { f_title: { visibleWhen: 'budget > 3.0' } } } },
      ],
    })
    const { problems } = follow(without('budget'), layers)
    expect(problems.map(({ code, message }) => [code, message.en.split(' still uses ')[0]])).toEqual([
      ['still_used', 'The formula of field formula (twice) of Object Project (project)'],
      ['still_used', 'Rule “limit” of Object Project (project)'],
      ['still_used', 'Block “f_title” of Layout Project form (project_form)'],
      ['still_used', 'The filter of View Project all (project_all)'],
      ['still_used', 'The rights on “project” of Role Planner (planner)'],
    ])
    expect(problems[1]!.message['zh-CN']).toBe(
      '对象项目（project）的规则“limit”仍在使用字段预算（budget），而此变更会将其移除；请先修改该处',
    )
  })
})

const twice = () => field('formula', { expression: 'budget * 2.0' })

describe('a removed object', () => {
  test('takes its layouts, views, menu entries and grants along', () => {
    const { effects, problems, own } = follow({ delete: [{ kind: 'object', name: 'project' }] })
    expect(problems).toEqual([])
    expect(effects).toHaveLength(5)
    expect([...own.keys()]).toEqual(['app/work', 'role/planner'])
    expect([own.get('app/work')!.items, own.get('role/planner')!.grants]).toEqual([{}, {}])
  })

  test('is taken out of the related lists of others', () => {
    const list = { type: 'related-list', object: 'project', via: 'customer', x: 0, y: 1, w: 24, h: 4 }
    const page = { name: 'c', object: 'customer', purpose: 'detail', blocks: { f: block('name', 0), list } }
    const layers = apply(base, { put: [{ kind: 'layout', definition: page }] })
    for (const changes of [without('customer'), { delete: [{ kind: 'object' as const, name: 'project' }] }]) {
      const { problems, own } = follow(changes, layers)
      expect([problems, own.get('layout/c')!.blocks]).toEqual([[], { f: block('name', 0) }])
    }
  })

  test('that a lookup refers to stays a problem, which says where', () => {
    const task = { name: 'task', properties: { title: field('text'), project: field('lookup', { object: 'project' }) } }
    const layers = apply(base, { put: [{ kind: 'object', definition: task }] })
    const { problems } = follow({ delete: [{ kind: 'object', name: 'project' }] }, layers)
    expect(problems).toMatchObject([
      {
        code: 'still_used',
        message: {
          en: expect.stringContaining('Field lookup (project) of Object Task (task) still uses object Project'),
        },
      },
    ])
  })
})

test('a field that never was stays the mistake of its author', () => {
  const wrong = { ...form, blocks: { f_title: block('titel', 0), f_budget: block('budget', 1) } }
  const { effects, problems } = follow({ ...without('budget'), put: [{ kind: 'layout', definition: wrong }] })
  expect(effects.map(({ en }) => en)).toContain(
    'Layout Project form (project_form) no longer shows field Budget (budget)',
  )
  expect(problems).toMatchObject([{ code: 'unknown_field', pointer: '/blocks/f_title/field' }])
})

test('a translation drops the texts of what is removed', () => {
  const texts = { 'object/project/properties/budget/x-field/label': 'Cost', 'object/project/x-object/label': 'Works' }
  const layers = apply(base, { put: [{ kind: 'translation', definition: { name: 'mine', locale: 'en', texts } }] })
  const { problems, own } = follow(without('budget'), layers)
  expect(problems).toEqual([])
  expect(Object.keys(own.get('translation/mine')!.texts as object)).toEqual(['object/project/x-object/label'])
})

test('a change that removes nothing gives the very layers back', () => {
  const after = apply(base, { patch: [{ kind: 'view', name: 'project_all', patch: { order: 5 } }] })
  expect(followRemovals({ before: base, after }).layers).toBe(after)
})

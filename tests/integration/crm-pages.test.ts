import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { viewCases, type RecordSpec } from '../support/crm-cases.ts'
import { openCrm, type CrmWorkspace } from '../support/crm-workspace.ts'
import { documents, layouts, objects, pages, views } from '../support/shipped-crm.ts'

const LOCALES = ['en', 'zh-CN'] as const

let crm: CrmWorkspace
beforeAll(async () => {
  crm = await openCrm()
  const colleague = await crm.api.as('colleague', ['sales_rep'])
  crm.name('colleague', (await colleague.get('/api/me')).body.user.id)
})
afterAll(() => crm.stop())

const inLanguage = (url: string, locale: string) => crm.api.admin.get(url, { 'accept-language': locale })

describe('views that ship', () => {
  test('each has a case, and each object a view that is shown first', () => {
    expect(Object.keys(viewCases).sort()).toEqual(views.map(({ name }) => name).sort())
    const first = views.filter((view) => view.default).map(({ object }) => object)
    expect(first.sort()).toEqual(pages.map(({ name }) => name).sort())
  })

  test.each(views)('$name lists what it says', async ({ name, object, columns, filter, sort }) => {
    const { shows, hides } = viewCases[name]!
    const idsOf = (specs: RecordSpec[]) => Promise.all(specs.map(async (spec) => (await crm.make(object, spec)).id))
    const [shown, hidden] = [await idsOf(shows), await idsOf(hides)]
    const { data, page } = await listAll(object, { columns, filter, sort })
    const ids = data.map(({ id }) => String(id))
    expect(ids).toEqual(expect.arrayContaining(shown))
    expect(ids.filter((id) => hidden.includes(id))).toEqual([])
    expect(page.count).toBe(ids.length)
    for (const row of data) expect(Object.keys(row)).toEqual(expect.arrayContaining(Object.keys(columns)))
    expect(hides.length > 0).toBe(filter !== undefined)
  })

  const totals = views.flatMap(({ name, object, filter, columns }) =>
    Object.entries(columns).flatMap(([column, { aggregate }]) =>
      aggregate ? [{ name, object, filter, column, measure: `${aggregate}(${column})` }] : [],
    ),
  )
  test.each(totals)('$name totals its rows: $measure', async ({ object, filter, column, measure }) => {
    await crm.make(object, object === 'opportunity' ? { values: { is_key: true } } : {})
    const { data } = await listAll(object, { columns: { [column]: {} }, filter })
    const query = new URLSearchParams({ measures: measure, ...(filter && { filter }) })
    const total = (await crm.api.admin.get(`/api/records/${object}/aggregate?${query}`)).body.data[0][measure]
    expect(data.length).toBeGreaterThan(0)
    expect(Number(total)).toBeCloseTo(
      data.reduce((sum, row) => sum + Number(row[column]), 0),
      2,
    )
  })

  test.each(pages)('of $name are offered in both languages, the first one first', async ({ name }) => {
    const own = views.filter((view) => view.object === name)
    const order = own.toSorted(
      (a, b) => Number(b.default ?? false) - Number(a.default ?? false) || placeOf(a) - placeOf(b),
    )
    for (const locale of LOCALES) {
      const answer = await inLanguage(`/api/records/${name}/views`, locale)
      expect(answer.body.views.map(({ label }: { label: string }) => label)).toEqual(
        order.map(({ label }) => label?.[locale]),
      )
    }
  })
})

const placeOf = ({ order }: { order?: number }): number => order ?? 0

interface ListInput {
  columns: object
  filter?: string
  sort?: string
}

async function listAll(object: string, { columns, filter, sort }: ListInput) {
  const query = new URLSearchParams({ limit: '500', count: 'exact', fields: ['id', ...Object.keys(columns)].join() })
  if (filter !== undefined) query.set('filter', filter)
  if (sort !== undefined) query.set('sort', sort)
  const answer = await crm.api.admin.get(`/api/records/${object}?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as { data: Record<string, unknown>[]; page: { count: number; after: string | null } }
}

interface Block {
  type: string
  field?: string
  object?: string
  via?: string
  section?: string
  label?: string
}

interface FormSchema {
  label: string
  fields: Record<string, { label: string; required: boolean; readable: boolean; reference: string | null }>
  layout: { name: string; blocks: Record<string, Block> }
  detailLayout: { name: string; blocks: Record<string, Block> }
}

const schemaOf = async (object: string, mode: string, locale: string): Promise<FormSchema> =>
  (await inLanguage(`/api/records/${object}/schema?mode=${mode}`, locale)).body

describe('layouts that ship', () => {
  test('are a form and a detail page for each object', () => {
    expect(layouts.map(({ object, purpose }) => `${object} ${purpose}`).sort()).toEqual(
      pages.flatMap(({ name }) => [`${name} detail`, `${name} form`]).sort(),
    )
  })

  test.each(pages)('of $name are what its forms get', async ({ name }) => {
    const { layout, detailLayout } = await schemaOf(name, 'create', 'en')
    expect([layout.name, detailLayout.name]).toEqual([`${name}_form`, `${name}_detail`])
  })

  test.each(pages)('of $name show fields that exist and ask for all that is required', async ({ name }) => {
    for (const mode of ['create', 'update']) {
      const { fields, layout, detailLayout } = await schemaOf(name, mode, 'en')
      for (const { blocks } of [layout, detailLayout])
        for (const field of shownFields(blocks)) expect(fields[field], field).toMatchObject({ readable: true })
      const required = Object.keys(fields).filter((field) => fields[field]!.required)
      expect(shownFields(layout.blocks)).toEqual(expect.arrayContaining(required))
      expect(layout.blocks).not.toHaveProperty('required_fields')
    }
  })

  test.each(pages)('of $name leave no field of it out', async ({ name, properties }) => {
    const { layout, detailLayout } = await schemaOf(name, 'update', 'en')
    const [form, detail] = [shownFields(layout.blocks), shownFields(detailLayout.blocks)]
    const entered = Object.entries(properties).filter(([, property]) => property.readOnly !== true)
    expect(entered.map(([field]) => field).filter((field) => !form.includes(field))).toEqual([])
    expect(Object.keys(properties).filter((field) => !detail.includes(field))).toEqual([])
    expect(new Set(form).size).toBe(form.length)
    expect(new Set(detail).size).toBe(detail.length)
  })

  test.each(pages)('of $name list related records by fields that refer to it', async ({ name }) => {
    const { detailLayout } = await schemaOf(name, 'update', 'en')
    const record = await crm.make(name)
    for (const { type, object = '', via = '' } of Object.values(detailLayout.blocks)) {
      if (type !== 'related-list') continue
      expect((await schemaOf(object, 'update', 'en')).fields[via]?.reference).toBe(name)
      const filter = encodeURIComponent(`${via} == '${record.id}'`)
      expect((await crm.api.admin.get(`/api/records/${object}?filter=${filter}`)).body.data).toEqual([])
    }
  })

  test.each(pages)('of $name stand in sections with headings in both languages', async ({ name }) => {
    for (const locale of LOCALES) {
      const { layout, detailLayout } = await schemaOf(name, 'update', locale)
      for (const { blocks } of [layout, detailLayout])
        for (const { type, section, label } of Object.values(blocks)) {
          if (type === 'field') expect(blocks[section!]?.type).toBe('section')
          else expect(label).toMatch(locale === 'en' ? /^[A-Z]/ : /\p{Script=Han}/u)
        }
    }
  })
})

const shownFields = (blocks: Record<string, Block>): string[] =>
  Object.values(blocks).flatMap(({ type, field }) => (type === 'field' ? [field!] : []))

describe('the menu', () => {
  test.each(LOCALES)('shows every object that ships once, in %s', async (locale) => {
    const { apps } = (await inLanguage('/api/me', locale)).body
    const [sales] = apps as { label: string; items: MenuItem[] }[]
    const shown = sales!.items
      .flatMap((item) => item.children ?? [item])
      .map(({ object, label }) => ({ object, label }))
    const expected = pages.map((object) => ({ object: object.name, label: object['x-object']?.label?.[locale] }))
    expect(shown.toSorted(byObject)).toEqual(expected.toSorted(byObject))
    expect(sales!.items.filter(({ type }) => type === 'group').length).toBeGreaterThan(1)
  })
})

interface MenuItem {
  type: string
  label: string
  object?: string
  children?: MenuItem[]
}

const byObject = (a: { object?: string }, b: { object?: string }): number => (a.object! < b.object! ? -1 : 1)

describe('texts for people', () => {
  const texts = documents.flatMap(({ kind, name, body }) => textsOf(body, `${kind}/${name}`))
  // Grades, and texts that are nothing but values.
  const untranslatable = /^([A-D]|(\{\{[^}]*\}\}\s*)+)$/

  test('exist in both languages wherever there is one', () => {
    expect(texts.length).toBeGreaterThan(400)
    const missing = texts.filter(({ text }) => !LOCALES.every((locale) => text[locale]?.trim()))
    expect(missing).toEqual([])
  })

  test('are English in English and Chinese in Chinese', () => {
    const wrong = texts.filter(
      ({ text }) =>
        /\p{Script=Han}/u.test(text.en) ||
        !(/\p{Script=Han}/u.test(text['zh-CN']) || untranslatable.test(text['zh-CN'])),
    )
    expect(wrong).toEqual([])
  })

  test('name each field, option, rule and transition', () => {
    const named = objects.flatMap(({ name, properties, 'x-object': own }) => [
      ...Object.entries(properties).flatMap(([field, { 'x-field': options }]) => [
        [`${name}.${field}`, options.label] as const,
        ...Object.entries((options.options ?? {}) as Record<string, { label?: unknown }>).map(
          ([option, { label }]) => [`${name}.${field}=${option}`, label] as const,
        ),
      ]),
      ...Object.entries(own?.states?.transitions ?? {}).map(([key, { label }]) => [`${name}/${key}`, label] as const),
    ])
    expect(named.filter(([, label]) => label === undefined)).toEqual([])
  })
})

interface PlacedText {
  at: string
  text: Record<(typeof LOCALES)[number], string>
}

/** Every text in two languages, or in one of them, with where it stands. */
function textsOf(value: unknown, at: string): PlacedText[] {
  if (typeof value !== 'object' || value === null) return []
  if ('en' in value || 'zh-CN' in value) return [{ at, text: value as PlacedText['text'] }]
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, `${at}/${key}`))
}

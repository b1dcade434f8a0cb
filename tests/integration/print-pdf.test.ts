import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { label } from '../support/definitions.ts'
import { ADMIN_PASSWORD, sessionHeaders, startApi, type ApiServer, type Client } from '../support/api-server.ts'
import { pdfPages } from '../support/pdf-text.ts'
import { settled } from '../support/workflow-world.ts'

const field = (type: string, options: object = {}) => ({ 'x-field': { type, label: label(type), ...options } })

const objects = [
  {
    name: 'buyer',
    'x-object': { label: label('Buyer', '买方'), owner: true },
    properties: { name: field('text'), phone: field('phone', { label: label('Phone', '电话'), sensitive: true }) },
  },
  {
    name: 'offer',
    'x-object': { label: label('Offer', '报价'), owner: true, nameField: 'title' },
    properties: {
      title: field('text', { label: label('Title', '标题') }),
      buyer: field('lookup', { object: 'buyer', label: label('Buyer', '买方') }),
      margin: field('money', { label: label('Margin', '毛利'), sensitive: true }),
      secret: field('text', { label: label('Secret', '机密') }),
      note: field('long-text', { label: label('Note', '备注') }),
      total: field('money', { label: label('Total', '合计') }),
      tax: field('formula', { label: label('Tax', '税额'), expression: 'total * 0.13', result: 'money' }),
      paper: field('file', { label: label('Paper', '打印件') }),
    },
  },
  {
    name: 'offer_line',
    'x-object': { label: label('Line', '明细') },
    properties: {
      name: field('text', { label: label('Goods', '产品') }),
      price: field('money', { label: label('Price', '单价') }),
      cost: field('money', { label: label('Cost', '成本'), sensitive: true }),
      offer: field('master-detail', { object: 'offer', collection: 'lines' }),
    },
  },
]

/** Keeps the offer on paper in its own field. */
const workflow = {
  name: 'keep_paper',
  object: 'offer',
  label: label('Keep the paper', '保存打印件'),
  trigger: { type: 'api' },
  start: 'make',
  nodes: {
    make: { step: 'pdf', options: { template: 'offer_print', fileName: 'Paper {{ title }}', field: 'paper' } },
  },
}

const place = (y: number, x = 0, w = 24, h = 1) => ({ x, y, w, h })
const template = {
  name: 'offer_print',
  object: 'offer',
  label: label('Offer on paper', '报价打印'),
  fileName: { en: 'Offer {{ title }}', 'zh-CN': '报价单 {{ title }}' },
  footer: { right: { en: 'Page {{ page }} of {{ pages }}', 'zh-CN': '第 {{ page }} 页，共 {{ pages }} 页' } },
  blocks: {
    head: {
      type: 'text',
      text: { en: 'Dear {{ buyer.name }} ({{ size(title) }})', 'zh-CN': '致：{{ buyer.name }}' },
      ...place(0),
    },
    phone: { type: 'field', field: 'buyer.phone', ...place(1, 0, 12) },
    margin: { type: 'field', field: 'margin', ...place(1, 12, 12) },
    secret: { type: 'text', text: { en: 'Whisper {{ secret + "!" }}', 'zh-CN': '{{ secret }}' }, ...place(2) },
    lines: {
      type: 'lines',
      collection: 'lines',
      numbered: true,
      columns: { name: { order: 1 }, price: { order: 2, total: true }, cost: { order: 3 } },
      ...place(3),
    },
    words: { type: 'field', field: 'total', as: 'chinese-amount', ...place(4) },
    tax: { type: 'field', field: 'tax', ...place(10) },
    sums: {
      type: 'text',
      text: label('Third {{ total / 3 }} of {{ size(title) }}, lines {{ lines.sum(l, l.price) / 4 }}', '{{ total }}'),
      ...place(11),
    },
    note: { type: 'field', field: 'note', ...place(5) },
    big: { type: 'text', text: label('A large one', '大额'), visibleWhen: 'total > 1000', ...place(6) },
    code: { type: 'barcode', value: 'title', caption: true, ...place(7, 0, 6, 3) },
    sign: { type: 'signature', label: label('Buyer signs', '买方签字'), date: true, ...place(7, 12, 10, 3) },
  },
}

const everything = ['read', 'create', 'update', 'print']
const roles = {
  p_all: { '*': { operations: everything, sensitive: ['margin', 'cost', 'phone'] } },
  p_masked: { '*': { operations: everything } },
  p_closed: {
    buyer: { operations: everything },
    offer: { operations: everything, fields: { secret: 'none' } },
    offer_line: { operations: everything },
  },
  p_reader: { '*': { operations: ['read'] } },
  p_own: { '*': { operations: { read: 'all', print: 'own' } } },
}

let api: ApiServer
let headers: Record<string, string>
let id = ''
const clients: Record<string, Client> = {}
const put = (definitions: object[], kind: string) => definitions.map((definition) => ({ kind, definition }))

beforeAll(async () => {
  api = await startApi()
  await api.deps.automation.start()
  const documents = [
    ...put(objects, 'object'),
    ...put([template], 'print-template'),
    ...put([workflow], 'workflow'),
    ...put(
      Object.entries(roles).map(([name, grants]) => ({ name, label: label(name), grants })),
      'role',
    ),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put: documents, confirm: true })
  expect(published.status, published.text).toBe(200)
  for (const name of Object.keys(roles)) clients[name] = await api.as(name, [name])
  const buyer = await api.admin.post('/api/records/buyer', { name: '上海远景机械有限公司', phone: '13812345678' })
  const lines = Array.from({ length: 200 }, (_, at) => ({ name: `精密轴承 No-${at + 1}`, price: 10.1, cost: 7.77 }))
  const made = await api.admin.post('/api/records/offer', {
    title: 'Q-1',
    buyer: buyer.body.id,
    margin: 4321.5,
    secret: 'oyster',
    note: '第一行\n' + '本产品质保期为一年。'.repeat(30),
    total: 2020,
    lines,
  })
  expect(made.status, made.text).toBe(201)
  id = made.body.id
  const login = await api.send({
    method: 'POST',
    url: '/api/auth/login',
    payload: { username: 'admin', password: ADMIN_PASSWORD },
  })
  headers = sessionHeaders(login)
}, 120_000)
afterAll(async () => {
  await api.deps.automation.stop()
  await api.stop()
})

/** What is on paper for somebody. */
async function printed(username: string, query = '', record = id): Promise<string[]> {
  const { identity, printer, records } = api.deps
  const { body } = await api.admin.get('/api/users')
  const user = (body.data as { id: string; username: string }[]).find((each) => each.username === username)!
  const actor = await identity.actorOf(user.id, 'en')
  const options = Object.fromEntries(new URLSearchParams(query)) as { template?: string; locale?: 'en' | 'zh-CN' }
  const file = await printer.print(records, actor!, { object: 'offer', ids: [record], ...options })
  return pdfPages(file.content)
}

async function watermark(on: boolean): Promise<void> {
  const patch = [{ kind: 'print-template', name: 'offer_print', patch: { watermark: on } }]
  const { status, text } = await api.admin.post('/api/metadata/publish', { patch })
  expect(status, text).toBe(200)
}

const url = () => `/api/records/offer/${id}/print.pdf`

describe('a record as PDF (PLAT-31)', () => {
  test('is a PDF file with the name of its template, shown and never kept', async () => {
    const answer = await api.app.inject({ method: 'GET', url: url(), headers: { ...headers, 'accept-language': 'en' } })
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'cache-control': 'no-store' })
    expect(answer.headers['content-disposition']).toContain('inline; filename="Offer Q-1.pdf"')
    expect(answer.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    const pages = await pdfPages(answer.rawPayload)
    expect(pages[0]).toContain('Dear 上海远景机械有限公司 (3)')
  })

  test('is in Chinese or English, whoever asks', async () => {
    const chinese = (await printed('p_all', 'locale=zh-CN')).join('\n')
    expect(chinese).toContain('致：上海远景机械有限公司')
    expect(chinese).toMatch(/贰仟零贰拾元整/)
    expect(chinese).toContain('大额')
    expect(chinese).toContain('买方签字')
    const english = (await printed('p_all', 'locale=en')).join('\n')
    expect(english).toContain('Buyer signs')
    expect(english).toContain('A large one')
  })

  test('repeats the head of its lines on each page, counts the pages and loses no line of 200', async () => {
    const pages = await printed('p_all', 'locale=en')
    const all = pages.join('\n')
    expect(pages.length).toBeGreaterThan(3)
    for (let line = 1; line <= 200; line += 1) expect(all).toMatch(new RegExp(`No-${line}(?!\\d{3})`))
    const withLines = pages.filter((page) => page.includes('精密轴承'))
    expect(withLines.every((page) => page.includes('Goods'))).toBe(true)
    pages.forEach((page, at) => expect(page).toContain(`Page ${at + 1} of ${pages.length}`))
    expect(all).toContain('2,020.00')
  })

  test('has amounts with the decimals of their fields, formulas and expressions over amounts too', async () => {
    const all = (await printed('p_all', 'locale=en')).join('\n')
    expect(all).toContain('262.60')
    expect(all).toContain('Third 673.33 of 3, lines 505.00')
  })

  test('has no value that is hidden from who prints it', async () => {
    const whole = (await printed('p_all', 'locale=en')).join('\n')
    for (const word of ['13812345678', '4,321.50', '7.77', 'Whisper oyster!', 'Cost']) expect(whole).toContain(word)
    const masked = (await printed('p_masked', 'locale=en')).join('\n')
    for (const word of ['13812345678', '4,321.50', '7.77', 'Cost']) expect(masked).not.toContain(word)
    const closed = (await printed('p_closed', 'locale=en')).join('\n')
    expect(closed).not.toContain('oyster')
    expect(closed).toContain('Whisper')
    const asOnPage = (await printed('p_closed', 'template=default&locale=en')).join('\n')
    expect(asOnPage).not.toMatch(/oyster|Secret|4,321/)
    expect(asOnPage).toContain('Q-1')
  })

  test('says faintly on every page who printed it and when, where its template says so (PROC-81, PLAT-93)', async () => {
    const stamp = /p_closed 20\d\d-\d\d-\d\d \d\d:\d\d/
    for (const page of await printed('p_closed', 'template=default&locale=en')) expect(page).toMatch(stamp)
    for (const page of await printed('p_closed', 'locale=en')) expect(page).not.toMatch(stamp)
    await watermark(true)
    const pages = await printed('p_closed', 'locale=en')
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toMatch(stamp)
    await watermark(false)
  })

  test('needs the right to print that record', async () => {
    expect((await clients.p_reader!.get(url())).body).toMatchObject({ status: 403 })
    expect((await clients.p_own!.get(url())).body).toMatchObject({ status: 403 })
    const nowhere = url().replace(id, '01890a5d-ac96-774b-bcce-b302099a8057')
    expect((await clients.p_all!.get(nowhere)).status).toBe(404)
    expect((await clients.p_all!.get(`${url()}?template=nothing`)).status).toBe(404)
    expect((await clients.p_all!.get(`${url()}?locale=fr`)).status).toBe(400)
  })

  test('is a line in the operation log', async () => {
    expect((await clients.p_all!.get(url())).status).toBe(200)
    const { body } = await api.admin.get('/api/operation-log?action=print&limit=1')
    expect(body.data[0].details).toMatchObject({ format: 'pdf', templates: ['offer_print'] })
  })

  test('is offered by the templates that fit, the page itself last', async () => {
    const answer = await clients.p_all!.get(`/api/records/offer/print-templates?id=${id}`)
    expect(answer.body.data).toEqual([
      { name: 'offer_print', label: 'Offer on paper', language: null, recordType: null },
      { name: 'default', label: 'As on the page', language: null, recordType: null },
    ])
  })
})

test('a workflow keeps the PDF in a field of the record (PLAT-42)', async () => {
  const offer = await api.admin.post('/api/records/offer', { title: 'Q-2', total: 5 })
  const run = await api.admin.post('/api/workflows/keep_paper/run', { id: offer.body.id })
  expect(run.status, run.text).toBeLessThan(300)
  await settled(api, 'keep_paper')
  const { body } = await api.admin.get(`/api/records/offer/${offer.body.id}`)
  expect(body.paper).toMatchObject({
    name: 'Paper Q-2.pdf',
    type: 'application/pdf',
  })
})

test('a wrong template is refused with every place (PLAT-31)', async () => {
  const { lines, sign } = template.blocks
  const wrong = {
    ...template,
    name: 'wrong',
    footer: { left: label('{{ page }} {{ colour }}', '') },
    blocks: {
      text: { type: 'text', text: label('{{ titel }}', '{{ 1 + }}'), ...place(0) },
      words: { type: 'field', field: 'title', as: 'chinese-amount', ...place(1) },
      lines: { ...lines, collection: 'rows', ...place(2, 0, 20) },
      sign: { ...sign, ...place(2, 20, 4) },
      picture: { type: 'image', ...place(3) },
    },
  }
  delete (wrong.footer.left as Record<string, unknown>)['zh-CN']
  Object.assign(wrong.footer.left, { 'zh-CN': '{{ page }}' })
  const answer = await api.admin.post('/api/metadata/publish', { put: put([wrong], 'print-template') })
  expect(answer.status).toBe(422)
  const found = answer.body.problems.map((each: { pointer: string; code: string }) => `${each.pointer} ${each.code}`)
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringContaining('/blocks/text/text/en'),
      expect.stringContaining('/blocks/text/text/zh-CN'),
      expect.stringContaining('/blocks/words/as wrong_type'),
      expect.stringContaining('/blocks/lines/collection unknown_name'),
      expect.stringContaining('/blocks/lines not_alone'),
      expect.stringContaining('/blocks/picture required'),
      expect.stringContaining('/footer/left/en'),
    ]),
  )
})

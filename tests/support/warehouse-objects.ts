import type { ApiServer } from './api-server.ts'
import { label } from './definitions.ts'

const field = (type: string, order: number, words: [string, string], options: object = {}) => ({
  'x-field': { type, order, label: label(...words), ...options },
})

const article = {
  name: 'article',
  'x-object': { label: label('Article', '物料'), nameField: 'name' },
  required: ['name'],
  properties: {
    name: field('text', 10, ['Name', '名称'], { searchable: true }),
    code: field('text', 20, ['Code', '编码']),
    price: field('money', 30, ['Price', '单价']),
    stock: field('integer', 40, ['Stock', '库存']),
  },
}
const delivery = {
  name: 'delivery',
  'x-object': { label: label('Delivery', '送货单'), nameField: 'title' },
  required: ['title'],
  properties: {
    title: field('text', 10, ['Title', '标题']),
    total: field('formula', 20, ['Total', '合计'], { expression: 'items.sum(i, i.quantity)', result: 'integer' }),
  },
}
const item = {
  name: 'delivery_item',
  'x-object': { label: label('Delivery item', '送货明细'), nameField: 'note' },
  properties: {
    note: field('text', 10, ['Note', '说明']),
    article: field('lookup', 20, ['Article', '物料'], { object: 'article', copy: { price: 'price' } }),
    quantity: { ...field('integer', 30, ['Quantity', '数量']), minimum: 1 },
    price: field('money', 40, ['Price', '单价']),
    place: field('integer', 50, ['Place', '行号']),
    delivery: field('master-detail', 60, ['Delivery', '送货单'], {
      object: 'delivery',
      collection: 'items',
      position: 'place',
      maxLines: 2000,
    }),
  },
}

const columns = Object.fromEntries(
  ['note', 'article', 'article.code', 'article.stock', 'quantity', 'price'].map((path, order) => [
    path,
    { order, ...(path === 'quantity' && { aggregate: 'sum' }) },
  ]),
)
const lines = { type: 'lines', collection: 'items', columns, x: 0, w: 24, h: 6 }
const title = { type: 'field', field: 'title', x: 0, y: 0, w: 12, h: 1 }
const total = { type: 'field', field: 'total', x: 12, y: 0, w: 12, h: 1 }
const layouts = ['form', 'detail'].map((purpose) => ({
  name: `delivery_${purpose}`,
  object: 'delivery',
  purpose,
  blocks: { title, total, items: { ...lines, y: 1 } },
}))

/** Deliveries of many lines whose grid shows live values of the articles; two articles. */
export async function publishDeliveries({ admin }: Pick<ApiServer, 'admin'>): Promise<void> {
  const put = [
    ...[article, delivery, item].map((definition) => ({ kind: 'object', definition })),
    ...layouts.map((definition) => ({ kind: 'layout', definition })),
  ]
  const { status, text } = await admin.post('/api/metadata/publish', { put, confirm: true })
  if (status !== 200) throw new Error(text)
  for (const values of [
    { name: '水泵', code: 'P-100', price: 12.5, stock: 40 },
    { name: '阀门', code: 'V-200', price: 3, stock: 7 },
  ]) {
    const made = await admin.post('/api/records/article', values)
    if (made.status !== 201) throw new Error(made.text)
  }
}

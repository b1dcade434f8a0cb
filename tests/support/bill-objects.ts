import type { ApiServer } from './api-server.ts'
import { label } from './definitions.ts'

const field = (type: string, order: number, words: [string, string], options: object = {}) => ({
  'x-field': { type, order, label: label(...words), ...options },
})
const readAll = { operations: ['read'] }
const all = { operations: ['read', 'create', 'update', 'delete'] }

const bill = {
  name: 'bill',
  'x-object': {
    label: label('Bill', '账单'),
    icon: 'file-text',
    owner: true,
    apps: ['sales'],
    rules: { not_void: { when: "title == 'void'", message: label('Void bills are not kept', '作废账单不可保存') } },
  },
  required: ['title'],
  properties: {
    title: field('text', 10, ['Title', '标题']),
    customer: field('lookup', 20, ['Customer', '客户'], { object: 'customer' }),
    note: field('long-text', 90, ['Note', '备注']),
  },
}

const line = {
  name: 'bill_line',
  'x-object': {
    label: label('Bill line', '账单明细'),
    rules: {
      cheap: { when: 'price > 1000', message: label('Too dear', '单价过高'), field: 'price' },
    },
  },
  required: ['item', 'quantity'],
  properties: {
    item: field('text', 10, ['Item', '品名']),
    product: field('lookup', 15, ['Product', '产品'], { object: 'product' }),
    quantity: { ...field('integer', 20, ['Quantity', '数量']), minimum: 1 },
    price: field('money', 30, ['Price', '单价']),
    amount: field('formula', 40, ['Amount', '金额'], { expression: 'quantity * price' }),
    place: field('integer', 50, ['Place', '行号']),
    bill: field('master-detail', 60, ['Bill', '账单'], {
      object: 'bill',
      collection: 'lines',
      position: 'place',
      maxLines: 200,
    }),
  },
}

const part = {
  name: 'bill_part',
  'x-object': { label: label('Part', '配件') },
  properties: {
    name: field('text', 10, ['Name', '名称']),
    line: field('master-detail', 20, ['Line', '明细'], { object: 'bill_line', collection: 'parts' }),
  },
}

const remark = {
  name: 'bill_remark',
  'x-object': { label: label('Remark', '备忘') },
  properties: {
    words: field('text', 10, ['Words', '内容']),
    about: field('lookup', 20, ['About', '关于'], { object: 'bill', onDelete: 'set-null' }),
  },
}

const role = (name: string, grants: object) => ({ name, label: label(name, name), grants })

/** A bill with lines, which have parts of their own, and remarks that refer to it; roles that see some of it. */
export async function publishBills({ admin }: Pick<ApiServer, 'admin'>): Promise<void> {
  const own = { ...all, where: 'owner == user.id' }
  const customers = { customer: readAll, product: readAll }
  const roles = [
    role('biller', { bill: own, bill_line: all, bill_part: all, bill_remark: all, ...customers }),
    role('bill_reader', { bill: { operations: ['read'] }, bill_line: all, bill_part: readAll, ...customers }),
    role('bill_clerk', { bill: own, bill_line: { operations: ['read'], where: 'quantity < 10' }, ...customers }),
    role('bill_stranger', { bill_line: all, ...customers }),
  ]
  const put = [
    ...[bill, line, part, remark].map((definition) => ({ kind: 'object', definition })),
    ...roles.map((definition) => ({ kind: 'role', definition })),
  ]
  const { status, text } = await admin.post('/api/metadata/publish', { put, confirm: true })
  if (status !== 200) throw new Error(text)
}

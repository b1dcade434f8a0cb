import { startApi } from './api-server.ts'
import type { ApiServer, Client } from './api-server.ts'
import { label } from './definitions.ts'

const field = (type: string, options: object = {}, standard: object = {}) => ({
  ...standard,
  'x-field': { type, label: label(type), ...options },
})
const options = (...keys: string[]) => ({
  options: Object.fromEntries(keys.map((key, order) => [key, { order, label: label(key) }])),
})

const account = {
  name: 'acc',
  'x-object': {
    label: label('Account', '账户'),
    nameField: 'name',
    owner: true,
    duplicates: { same_phone: { match: ['phone'], action: 'warn' } },
    states: {
      field: 'stage',
      initial: 'open',
      transitions: { close: { from: ['open'], to: 'closed', requires: ['reason'], set: { credit: '0' } } },
    },
    rules: { low: { when: 'secret == "bad"', message: label('Not like this'), field: 'secret' } },
  },
  properties: {
    name: field('text', { searchable: true }),
    phone: field('phone'),
    mail: field('email'),
    credit: field('money', { scale: 2 }),
    secret: field('text', { unique: true, searchable: true }),
    memo: field('text', { searchable: true }),
    reason: field('text'),
    stage: field('select', options('open', 'closed')),
    boss: field('lookup', { object: 'acc', collection: 'staff' }),
    hidden_boss: field('lookup', { object: 'acc', collection: 'hidden_staff' }),
    scan: field('file'),
    level: field('text', {}, { default: 'new' }),
    doubled: field('formula', { expression: 'credit * 2', result: 'decimal' }),
    again: field('formula', { expression: 'doubled + 1', result: 'decimal' }),
    spoken: field('formula', { expression: 'name + "!"', result: 'text' }),
    boss_credit: field('formula', { expression: 'boss.credit', result: 'decimal' }),
    cost: field('roll-up', { object: 'acc_line', via: 'account', function: 'sum', field: 'cost' }),
    lines: field('roll-up', { object: 'acc_line', via: 'account', function: 'count' }),
  },
}
const line = {
  name: 'acc_line',
  'x-object': { label: label('Line', '明细'), nameField: 'title' },
  properties: {
    account: field('master-detail', { object: 'acc', collection: 'items' }),
    title: field('text'),
    price: field('money', { scale: 2 }),
    cost: field('money', { scale: 2 }),
  },
}
const deal = {
  name: 'acc_deal',
  'x-object': { label: label('Deal', '机会'), nameField: 'title' },
  properties: {
    title: field('text'),
    account: field('lookup', { object: 'acc', collection: 'deals' }),
    seen: field('formula', { expression: 'account.credit', result: 'decimal' }),
  },
}

const all = ['read', 'create', 'update', 'delete']
const limits = {
  phone: 'mask',
  mail: 'mask',
  credit: 'mask',
  secret: 'none',
  memo: 'read',
  hidden_boss: 'none',
  scan: 'mask',
}

/** Of no role, with a collection in the object that everybody reads. */
const vault = {
  name: 'vault',
  'x-object': { label: label('Vault', '金库'), nameField: 'name', owner: true },
  properties: {
    name: field('text', { searchable: true }),
    account: field('lookup', { object: 'acc', collection: 'vaults' }),
  },
}

/** Role documents by name. */
const fieldRoles = {
  limited: {
    grants: {
      acc: { operations: all, fields: limits },
      acc_line: { operations: all, fields: { cost: 'none', price: 'read' } },
      acc_deal: { operations: all },
    },
  },
  readers: { grants: { acc: { operations: all, fields: { '*': 'read', level: 'write' } } } },
  owners: { grants: { acc: { operations: [...all, 'assign'], scope: 'own' }, acc_line: { operations: all } } },
}

/** A server with objects of which a role sees a part. */
export async function fieldRightsWorld(): Promise<{ api: ApiServer; limited: Client }> {
  const api = await startApi()
  const put = [
    ...[account, line, deal, vault].map((definition) => ({ kind: 'object', definition })),
    ...Object.entries(fieldRoles).map(([name, role]) => ({
      kind: 'role',
      definition: { name, label: label(name), ...role },
    })),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  if (published.status !== 200) throw new Error(published.text)
  return { api, limited: await api.as('limited', ['limited']) }
}

import type { ApiServer, Client } from './api-server.ts'

const label = (text: string) => ({ en: text, 'zh-CN': text })
const named = (object: string) => ({
  name: object,
  'x-object': { label: label(object), nameField: 'name' },
  type: 'object',
  properties: { name: { type: 'string', maxLength: 80, 'x-field': { type: 'text', label: label('Name') } } },
})
const lookup = (object: string) => ({
  type: 'string',
  format: 'uuid',
  'x-field': { type: 'lookup', object, label: label(object) },
})

const deal = {
  ...named('xdeal'),
  'x-object': {
    label: label('xdeal'),
    nameField: 'name',
    owner: true,
    dimensions: { xline: 'line', xarea: 'area' },
  },
  properties: {
    ...named('xdeal').properties,
    line: lookup('xline'),
    area: lookup('xarea'),
    amount: { type: 'integer', 'x-field': { type: 'integer', label: label('Amount') } },
  },
}

const dimension = (name: string) => ({ kind: 'dimension', definition: { name, label: label(name), object: name } })

const xrole = {
  name: 'xseller',
  label: label('Seller'),
  grants: {
    xdeal: { operations: { read: 'all', update: 'all', create: 'all', export: 'all' } },
    xline: { operations: ['read'] },
    xarea: { operations: ['read'] },
  },
}

export interface CrossProduct {
  seller: Client
  sellerId: string
  ids: Record<string, string>
}

/**
 * Deals of two lines in two areas, one of each combination (`A1`, `A2`, `B1`, `B2`), and somebody who may see line A in
 * area 1 by one assignment and line B in area 2 by another.
 */
export async function makeCrossProduct(api: Pick<ApiServer, 'admin' | 'as'>): Promise<CrossProduct> {
  const { admin } = api
  const put = [
    ...['xline', 'xarea'].map((name) => ({ kind: 'object', definition: named(name) })),
    { kind: 'object', definition: deal },
    dimension('xline'),
    dimension('xarea'),
    { kind: 'role', definition: xrole },
  ]
  await made(admin.post('/api/metadata/publish', { put }))
  const ids: Record<string, string> = {}
  const add = async (name: string, object: string, values: object) => {
    ids[name] = (await made(admin.post(`/api/records/${object}`, { name, ...values }))).id
  }
  for (const line of ['A', 'B']) await add(line, 'xline', {})
  for (const area of ['1', '2']) await add(area, 'xarea', {})
  for (const cell of ['A1', 'A2', 'B1', 'B2'])
    await add(cell, 'xdeal', {
      line: ids[cell[0]!],
      area: ids[cell[1]!],
      amount: 10 ** Number('A1A2B1B2'.indexOf(cell) / 2),
    })
  const seller = await api.as('xseller', [])
  const sellerId = (await seller.get('/api/me')).body.user.id as string
  for (const [line, area] of [
    ['A', '1'],
    ['B', '2'],
  ] as const) {
    const dimensions = { xline: { values: [ids[line]] }, xarea: { values: [ids[area]] } }
    const values = { account: sellerId, role: 'xseller', dimensions }
    await made(admin.post('/api/records/role_assignment', values))
  }
  return { seller, sellerId, ids }
}

async function made(answer: ReturnType<Client['post']>) {
  const { status, body, text } = await answer
  if (status >= 300) throw new Error(text)
  return body
}

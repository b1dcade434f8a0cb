import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { call, login } from './platform-api.ts'

const label = (text: string) => ({ en: text, 'zh-CN': text })
const text = (name: string, maxLength = 255) => ({
  type: 'string',
  maxLength,
  'x-field': { type: 'text', label: label(name) },
})
const flag = (name: string) => ({ type: 'boolean', default: false, 'x-field': { type: 'boolean', label: label(name) } })
const integer = (name: string, bounds = {}) => ({
  type: 'integer',
  ...bounds,
  'x-field': { type: 'integer', label: label(name) },
})
const stages = ['Prospecting', 'Qualification', 'Analysis', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost']

export const account = {
  name: 'bench_account',
  'x-object': { label: label('Account'), nameField: 'name' },
  type: 'object',
  required: ['name'],
  properties: { name: text('Name'), industry: text('Industry'), city: text('City') },
}

/** The floor's table as metadata: the same columns, history on. */
export const opportunity = {
  name: 'bench_opportunity',
  'x-object': { label: label('Opportunity'), nameField: 'name', history: true },
  type: 'object',
  required: ['name', 'stage', 'owner_id'],
  properties: {
    name: text('Name'),
    amount: { type: 'number', 'x-field': { type: 'money', label: label('Amount') } },
    currency: { ...text('Currency', 3), default: 'USD' },
    stage: {
      type: 'string',
      'x-field': {
        type: 'select',
        label: label('Stage'),
        options: Object.fromEntries(stages.map((key, order) => [key, { order, label: label(key) }])),
      },
    },
    probability: integer('Probability', { minimum: 0, maximum: 100 }),
    close_date: { type: 'string', format: 'date', 'x-field': { type: 'date', label: label('Close date') } },
    owner_id: text('Owner', 36),
    account: {
      type: 'string',
      format: 'uuid',
      'x-field': { type: 'lookup', object: 'bench_account', label: label('Account') },
    },
    lead_source: text('Lead source'),
    type: text('Type'),
    next_step: text('Next step'),
    description: { type: 'string', 'x-field': { type: 'long-text', label: label('Description') } },
    is_closed: flag('Closed'),
    is_won: flag('Won'),
    is_private: flag('Private'),
    score: integer('Score'),
    last_activity_at: {
      type: 'string',
      format: 'date-time',
      'x-field': { type: 'date-time', label: label('Last activity') },
    },
  },
}

const everything = ['read', 'create', 'update', 'delete']
const role = {
  name: 'bench_role',
  label: label('Bench'),
  grants: {
    bench_opportunity: { operations: everything, where: 'is_private == false' },
    bench_account: { operations: ['read'] },
  },
}

/** The fields that the floor's rows have, the account as its bare id. */
export const rowFields =
  'id,name,amount,currency,stage,probability,close_date,owner_id,account.id,lead_source,type,next_step,description,is_closed,is_won,is_private,score,last_activity_at,created_at,updated_at'

/**
 * Defines the two objects and the row-rule role through the public API, makes a user of that role and gives every
 * stored row of the floor to the platform's tables.
 *
 * @returns the user's API token
 */
export async function setUpPlatform(url: string, adminPassword: string, databaseUrl: string): Promise<string> {
  const admin = await login(url, 'admin', adminPassword)
  const put = [
    { kind: 'object', definition: account },
    { kind: 'object', definition: opportunity },
    { kind: 'role', definition: role },
  ]
  await call(url, '/api/metadata/publish', { session: admin, body: { put, message: 'bench' } })
  const password = randomBytes(12).toString('base64url')
  await call(url, '/api/users', {
    session: admin,
    body: { username: 'bench_user', name: 'Bench', roles: ['bench_role'], password },
  })
  await copyRows(databaseUrl)
  const session = await login(url, 'bench_user', password)
  return (await call(url, '/api/tokens', { session, body: { name: 'bench', expires_in_days: 1 } })).token as string
}

/** Both sides get the same indexes where the platform's own defaults do not already cover them. */
const copy = `
insert into main.bench_account (id, name, industry, city, created_at, updated_at)
  select id, name, industry, city, created_at, created_at from public.account;
insert into main.bench_opportunity (id, name, amount, currency, stage, probability, close_date, owner_id, account, lead_source, type, next_step,
    description, is_closed, is_won, is_private, score, last_activity_at, created_at, updated_at)
  select id, name, amount, currency, stage, probability, close_date, owner_id::text, account_id, lead_source, type, next_step,
    description, is_closed, is_won, is_private, score, last_activity_at, created_at, updated_at from public.opportunity;
create index bench_stage_created on main.bench_opportunity (stage, created_at desc, id desc);
create index bench_owner_created on main.bench_opportunity (owner_id, created_at desc);
create index bench_stage_amount on main.bench_opportunity (stage, amount);
create index bench_close on main.bench_opportunity (close_date);
`

async function copyRows(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(copy)
    for (const table of ['main.bench_account', 'main.bench_opportunity', 'public.account', 'public.opportunity'])
      await client.query(`vacuum analyze ${table}`)
  } finally {
    await client.end()
  }
}

// The floor: what a careful engineer writes by hand for ONE known table with Fastify 5 and pg, with a bearer
// token, one row rule (is_private = false), Ajv-validated input and a compiled serializer. No history, no roles,
// no workflows. `npm run bench` starts this beside the platform, on the same PostgreSQL server and the same rows
// (schema.sql, data.sql, index.sql), one process each, and prints the ratio platform / floor for every line.
//
// env: DATABASE_URL, PORT
import Fastify from 'fastify'
import pg from 'pg'

pg.types.setTypeParser(1082, (v) => v)
pg.types.setTypeParser(1184, (v) => v && v.slice(0, 10) + 'T' + v.slice(11).replace('+00', 'Z'))
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

const text = { type: 'string' }
const nullable = { type: ['string', 'null'] }
const integer = { type: ['integer', 'null'] }
const flag = { type: 'boolean' }
const properties = {
  id: text,
  name: text,
  amount: nullable,
  currency: text,
  stage: text,
  probability: integer,
  close_date: nullable,
  owner_id: text,
  account_id: nullable,
  lead_source: nullable,
  type: nullable,
  next_step: nullable,
  description: nullable,
  is_closed: flag,
  is_won: flag,
  is_private: flag,
  score: integer,
  last_activity_at: nullable,
  created_at: text,
  updated_at: text,
}
const columns = Object.keys(properties)
const row = { type: 'object', properties }
const expandedRow = {
  type: 'object',
  properties: { ...properties, account: { type: 'object', properties: { id: nullable, name: nullable } } },
}
const listOf = (items) => ({ type: 'object', properties: { data: { type: 'array', items } } })
const oneOf = (item) => ({ type: 'object', properties: { data: item } })
const writable = {
  name: { type: 'string', minLength: 1, maxLength: 255 },
  amount: { type: 'number' },
  stage: { enum: ['Prospecting', 'Qualification', 'Analysis', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'] },
  probability: { type: 'integer', minimum: 0, maximum: 100 },
  close_date: { type: 'string', format: 'date' },
  owner_id: { type: 'string', format: 'uuid' },
  account_id: { type: 'string', format: 'uuid' },
  lead_source: text,
  type: text,
  next_step: text,
  description: text,
  is_closed: flag,
  is_won: flag,
  score: { type: 'integer' },
}
const createBody = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'stage', 'owner_id'],
  properties: writable,
}
const patchBody = { type: 'object', additionalProperties: false, minProperties: 1, properties: writable }
const query = {
  type: 'object',
  properties: { stage: text, amount_gt: { type: 'number' }, limit: { type: 'integer', default: 50, maximum: 200 } },
}

const where = 'stage = $1 and amount > $2 and is_private = false order by'
const sql = {
  get: `select ${columns} from opportunity where id = $1 and is_private = false`,
  list: `select ${columns} from opportunity where ${where} created_at desc limit $3`,
  expanded: `select ${columns.map((c) => 'o.' + c)}, a.name as account_name from opportunity o
             left join account a on a.id = o.account_id where ${where} o.created_at desc limit $3`,
  count: 'select count(*)::int as count from opportunity where stage = $1 and amount > $2 and is_private = false',
  aggregate:
    'select stage, sum(amount) as sum, count(*)::int as count from opportunity where is_private = false group by stage',
}
const run = (name, values) => pool.query({ name, text: sql[name], values })

const app = Fastify()
app.addHook('onRequest', (request, reply, done) => {
  if (request.headers.authorization === 'Bearer bench-token') return done()
  reply.code(401).send({ error: 'unauthorized' })
})
app.get('/opportunity/:id', { schema: { response: { 200: oneOf(row) } } }, async (request, reply) => {
  const [data] = (await run('get', [request.params.id])).rows
  return data ? { data } : reply.code(404).send({ error: 'not found' })
})
app.get('/opportunity', { schema: { querystring: query, response: { 200: listOf(row) } } }, async ({ query: q }) => ({
  data: (await run('list', [q.stage, q.amount_gt, q.limit])).rows,
}))
app.get(
  '/opportunity-expanded',
  { schema: { querystring: query, response: { 200: listOf(expandedRow) } } },
  async ({ query: q }) => {
    const { rows } = await run('expanded', [q.stage, q.amount_gt, q.limit])
    for (const r of rows) r.account = { id: r.account_id, name: r.account_name }
    return { data: rows }
  },
)
app.get('/opportunity-counted', { schema: { querystring: query } }, async ({ query: q }) => {
  const [page, total] = await Promise.all([
    run('list', [q.stage, q.amount_gt, q.limit]),
    run('count', [q.stage, q.amount_gt]),
  ])
  return { data: page.rows, count: total.rows[0].count }
})
app.get('/opportunity-aggregate', async () => ({ data: (await run('aggregate', [])).rows }))
app.post('/opportunity', { schema: { body: createBody, response: { 201: oneOf(row) } } }, async (request, reply) => {
  const keys = Object.keys(request.body)
  const statement = `insert into opportunity(${keys}) values (${keys.map((_, i) => '$' + (i + 1))}) returning ${columns}`
  const { rows } = await pool.query({ name: 'insert ' + keys, text: statement, values: Object.values(request.body) })
  return reply.code(201).send({ data: rows[0] })
})
app.patch(
  '/opportunity/:id',
  { schema: { body: patchBody, response: { 200: oneOf(row) } } },
  async (request, reply) => {
    const keys = Object.keys(request.body)
    const set = keys.map((k, i) => `${k} = $${i + 2}`)
    const statement = `update opportunity set ${set}, updated_at = now() where id = $1 and is_private = false returning ${columns}`
    const { rows } = await pool.query({
      name: 'update ' + keys,
      text: statement,
      values: [request.params.id, ...Object.values(request.body)],
    })
    return rows[0] ? { data: rows[0] } : reply.code(404).send({ error: 'not found' })
  },
)
app.post(
  '/opportunity-bulk',
  { bodyLimit: 64 << 20, schema: { body: { type: 'array', items: createBody } } },
  async ({ body }) => {
    const client = await pool.connect()
    try {
      await client.query('begin')
      for (let i = 0; i < body.length; i += 1000) {
        const keys = Object.keys(body[i])
        await client.query(
          `insert into opportunity(${keys}) select ${keys} from json_populate_recordset(null::opportunity, $1)`,
          [JSON.stringify(body.slice(i, i + 1000))],
        )
      }
      await client.query('commit')
    } finally {
      client.release()
    }
    return { count: body.length }
  },
)
await app.listen({ port: Number(process.env.PORT ?? 4100), host: '127.0.0.1' })

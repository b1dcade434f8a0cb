import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer, ApiServer, Client } from '../support/api-server.ts'
import { fieldRightsWorld } from '../support/field-rights-world.ts'

let api: ApiServer
/** sees `credit` and `scan` masked, and knows nothing of `secret` */
let limited: Client
/** the same, and everything of his own records */
let both: Client
const url = '/api/records/acc'
const enc = encodeURIComponent
const nobody = '01a2029a-7b40-7337-9b37-e9380b513f4b'

beforeAll(async () => {
  ;({ api, limited } = await fieldRightsWorld())
  both = await api.as('both', ['limited', 'owners'])
})
afterAll(() => api.stop())

const made = async (values: object, client: Client = api.admin) => {
  const answer = await client.post(url, values)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const stored = async (id: string) => (await api.admin.get(`${url}/${id}?expand=items`)).body
const warned = ({ body }: Answer) =>
  ((body['@warnings'] ?? []) as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`)

async function upload(content: string): Promise<string> {
  const { token } = (await api.admin.post('/api/tokens', { name: 'upload' })).body
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=b' }
  const head = 'content-disposition: form-data; name="file"; filename="deed.txt"\r\ncontent-type: text/plain'
  const payload = `--b\r\n${head}\r\n\r\n${content}\r\n--b--\r\n`
  return (await api.send({ method: 'POST', url: '/api/files', headers, payload })).body.id
}

describe('a file in a field that is hidden', () => {
  let file: string
  let record: string
  beforeAll(async () => {
    file = await upload('deed of the house')
    record = (await made({ name: 'Filed', scan: file })).id
  })

  test.each(['', '?download=1', '/preview', '/preview?size=96'])('is nowhere: %s', async (suffix) => {
    const [hidden, unknown] = [
      await limited.get(`/api/files/${file}${suffix}`),
      await limited.get(`/api/files/${nobody}${suffix}`),
    ]
    expect([hidden.status, hidden.text.replaceAll(file, '')]).toEqual([404, unknown.text.replaceAll(nobody, '')])
    for (const header of ['etag', 'content-length', 'content-disposition', 'last-modified'] as const)
      if (header !== 'content-length') expect(hidden.headers[header]).toBeUndefined()
    expect((await api.admin.get(`/api/files/${file}`)).text).toBe('deed of the house')
  })

  test('is known by no tag, no part and no condition', async () => {
    const { etag } = (await api.admin.get(`/api/files/${file}`)).headers
    const conditions: Record<string, string>[] = [
      { 'if-none-match': String(etag) },
      { range: 'bytes=0-3' },
      { range: 'bytes=9999-' },
      { 'if-range': String(etag), range: 'bytes=0-3' },
    ]
    for (const headers of conditions) expect((await limited.get(`/api/files/${file}`, headers)).status).toBe(404)
  })

  test('is not told by name, size or id, in the record, its history, its export or a search', async () => {
    await api.admin.patch(`${url}/${record}`, { scan: null })
    await api.admin.patch(`${url}/${record}`, { name: 'Filed again' })
    for (const path of [
      `${url}/${record}`,
      `${url}/${record}/history`,
      url,
      `${url}/export?format=csv`,
      '/api/search?q=deed',
    ])
      expect((await limited.get(path)).text, path).not.toMatch(new RegExp(`deed|${file}`))
  })
})

describe('an earlier version (restore)', () => {
  test('comes back as far as one may write, and what stays is named', async () => {
    const { id } = await made({ name: 'v1', credit: 1, memo: 'a', secret: 'first key' })
    await api.admin.patch(`${url}/${id}`, { name: 'v2', credit: 2, memo: 'b', secret: 'second key' })
    const restored = await limited.post(`${url}/${id}/restore`, { version: 1 })
    expect(restored.status, restored.text).toBe(200)
    expect(warned(restored).toSorted()).toEqual(['/credit not_restored', '/memo not_restored'])
    expect(restored.text).not.toMatch(/secret|first key|second key/)
    expect(await stored(id)).toMatchObject({ name: 'v1', credit: 2, memo: 'b', secret: 'second key' })
  })

  test('where the record decides what one may write, it decides here too', async () => {
    const foreign = (await made({ name: 'v1', credit: 1, memo: 'a', secret: 'three' })).id
    const own = (await made({ name: 'v1', credit: 1, memo: 'a', secret: 'four' }, both)).id
    for (const id of [foreign, own])
      await api.admin.patch(`${url}/${id}`, { name: 'v2', credit: 2, memo: 'b', secret: `five ${id}` })
    const [kept, all] = [
      await both.post(`${url}/${foreign}/restore`, { version: 1 }),
      await both.post(`${url}/${own}/restore`, { version: 1 }),
    ]
    expect([kept.status, all.status], kept.text).toEqual([200, 200])
    expect(warned(kept).toSorted()).toEqual(['/credit not_restored', '/memo not_restored', '/secret not_restored'])
    expect(kept.text).not.toMatch(/three|five/)
    expect(await stored(foreign)).toMatchObject({ name: 'v1', credit: 2, memo: 'b', secret: `five ${foreign}` })
    expect(warned(all)).toEqual([])
    expect(await stored(own)).toMatchObject({ name: 'v1', credit: 1, memo: 'a', secret: 'four' })
  })

  test('with its lines of a moment: hidden fields of lines stay, and nothing of them is told', async () => {
    const items = [
      { title: 'a', price: 5, cost: 3 },
      { title: 'b', price: 6, cost: 4 },
    ]
    const whole = await made({ name: 'L1', items })
    const at = (await stored(whole.id)).updated_at
    const [first] = whole.items
    const changed = {
      name: 'L2',
      items: [
        { id: first.id, title: 'a2', price: 50, cost: 31 },
        { title: 'c', cost: 99 },
      ],
    }
    expect((await api.admin.patch(`${url}/${whole.id}`, changed)).status).toBe(200)
    const restored = await limited.post(`${url}/${whole.id}/restore`, { at })
    expect(restored.status, restored.text).toBe(200)
    expect(warned(restored)).toEqual(['/items/price not_restored'])
    expect(restored.text).not.toMatch(/"cost": ?(3|4|31|99)\b/)
    const lines = (await stored(whole.id)).items
    expect(lines.map(({ title, price, cost }: Record<string, unknown>) => [title, price, cost])).toEqual([
      ['a', 50, 31],
      ['b', 6, 4],
    ])
  })
})

describe('markers, tags and headers', () => {
  test.each(['', 'sort=name', 'sort=-memo', 'sort=boss', 'sort=boss.name', 'sort=spoken', 'sort=-lines,name'])(
    'a marker of a page holds only what the page shows: %s',
    async (sort) => {
      await made({ name: 'Marked', memo: 'm', credit: 77_123, secret: `in no marker ${sort}` })
      const { body } = await limited.get(`${url}?limit=1&${sort}`)
      const [, ...values] = JSON.parse(Buffer.from(body.page.after, 'base64url').toString()) as (string | null)[]
      const shown = JSON.stringify(body.data).replaceAll('T', ' ')
      for (const value of values) if (value !== null) expect(shown).toContain(value.replace('+00', ''))
    },
  )

  test('a marker that was made up does not compare with what is hidden', async () => {
    const marker = (await api.admin.get(`${url}?limit=1&sort=credit`)).body.page.after
    const answer = await limited.get(`${url}?limit=1&sort=credit&after=${marker}`)
    expect([answer.status, answer.body.problems[0].code]).toEqual([403, 'masked_field'])
    expect((await limited.get(`${url}?limit=1&sort=name&after=${marker}`)).body.code).toBe('invalid_cursor')
  })

  test('a tag is the version alone, and a condition on a hidden record tells nothing', async () => {
    const { id } = await made({ name: 'Tagged', secret: 'of no tag' })
    const { headers } = await limited.get(`${url}/${id}`)
    expect([headers.etag, headers['last-modified']]).toEqual(['"1"', undefined])
    const vault = (await api.admin.post('/api/records/vault', { name: 'gold' })).body.id
    const own = await api.as('own', ['owners'])
    const foreign = (await made({ name: 'Not his' })).id
    for (const [client, path] of [
      [limited, `/api/records/vault/${vault}`],
      [own, `${url}/${foreign}`],
    ] as const) {
      const statuses = new Set<number>()
      for (const condition of ['"1"', '"2"', '*'])
        for (const header of ['if-match', 'if-none-match'])
          statuses.add((await client.get(path, { [header]: condition })).status)
      for (const condition of ['"1"', '"2"'])
        statuses.add((await client.patch(path, { name: 'x' }, { 'if-match': condition })).status)
      expect(statuses.size, path).toBe(1)
    }
  })

  test('the head of an export names what the person may see only', async () => {
    await api.admin.post('/api/metadata/publish', {
      patch: [{ kind: 'role', name: 'limited', patch: { grants: { acc: { operations: exporting } } } }],
    })
    for (const format of ['csv', 'ndjson']) {
      const { text, status, headers } = await limited.get(`${url}/export?format=${format}`)
      expect(status).toBe(200)
      expect(text + JSON.stringify(headers)).not.toMatch(/secret|in no marker|of no tag|77123|77,123/)
    }
    const asked = await limited.get(`${url}/export?format=csv&fields=name,secret`)
    const unknown = await limited.get(`${url}/export?format=csv&fields=name,secreq`)
    expect(asked.text).toBe(unknown.text.replace('secreq', 'secret'))
  })
})

const exporting = ['read', 'create', 'update', 'delete', 'export']

describe('figures over what is hidden', () => {
  test('a roll-up of a hidden field is hidden; one of what everybody knows is the record’s own, whoever looks', async () => {
    const whole = await made({
      name: 'Summed',
      items: [
        { title: 'a', cost: 3 },
        { title: 'b', cost: 4 },
      ],
    })
    const { body } = await limited.get(`${url}/${whole.id}`)
    expect(body).toMatchObject({ cost: null, lines: 2 })
    const filter = enc('cost > 6')
    expect((await limited.get(`${url}?filter=${filter}`)).body.problems[0].code).toBe('masked_field')
  })

  test('counts of collections, labels and sums are those of what one reads', async () => {
    const boss = (await made({ name: 'Boss of two' })).id
    const own = await api.as('counting', ['owners'])
    const mine = (await made({ name: 'Mine', boss: null }, own)).id
    for (const name of ['One', 'Two']) await made({ name, boss: mine })
    expect((await own.get(`${url}/${mine}?expand=staff`)).body).toMatchObject({
      staff: [],
      staff_page: { more: false },
    })
    expect((await own.get(`${url}?count=exact&filter=${enc('size(staff) > 0')}`)).body.page.count).toBe(0)
    expect(
      (await api.admin.get(`${url}?count=exact&filter=${enc(`id == "${mine}" && size(staff) == 2`)}`)).body.page.count,
    ).toBe(1)
    expect((await own.get(`${url}/aggregate?measures=count()&group=name`)).body.data).toEqual([
      { name: 'Mine', 'count()': 1 },
    ])
    expect((await own.get(`${url}/${boss}`)).status).toBe(404)
  })
})

describe('keys that are taken by a record that one does not see', () => {
  test('are answered alike, written one by one, together, or as a key, and name no record', async () => {
    const own = await api.as('keyed', ['owners'])
    const taken = await made({ name: 'Taken', secret: 'taken key' })
    const values = { name: 'Mine', secret: 'taken key' }
    const answers = [
      await own.post(url, values),
      await own.put(`${url}?key=secret`, values),
      await own.post(`${url}/batch`, { create: [values] }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    for (const { text } of answers) expect(text).not.toMatch(new RegExp(`${taken.id}|Taken`))
    const [posted, put] = answers.map(({ body }) =>
      body.problems.map(({ code, message }: Record<string, string>) => [code, message]),
    )
    expect(put).toEqual(posted)
  })

  test('a duplicate rule tells that there is one, and when it was registered, never which', async () => {
    const own = await api.as('doubling', ['owners'])
    const taken = await made({ name: 'Registered', phone: '13811112222', memo: 'not for others' })
    const { text, status } = await own.post(`${url}/duplicates`, { values: { phone: '13811112222' } })
    expect(status).toBe(200)
    expect(text).toContain('registered')
    expect(text).not.toMatch(new RegExp(`${taken.id}|Registered|not for others`))
  })
})

describe('rules and formulas over what is hidden', () => {
  test('a rule over a hidden field says what its author wrote, never the value', async () => {
    const { id } = await made({ name: 'Ruled', secret: 'fine', credit: 500 })
    await api.admin.post('/api/metadata/publish', {
      patch: [{ kind: 'object', name: 'acc', patch: { 'x-object': { rules: { much: ruleOnCredit } } } }],
    })
    const { status, text } = await limited.patch(`${url}/${id}`, { name: 'too much' })
    expect(status).toBe(422)
    expect(text).not.toContain('500')
    await api.admin.post('/api/metadata/publish', {
      patch: [{ kind: 'object', name: 'acc', patch: { 'x-object': { rules: { much: null } } } }],
    })
  })

  test('a formula over a record that is hidden is empty, and finds and orders nothing', async () => {
    const own = await api.as('formulas', ['owners'])
    const boss = (await made({ name: 'Hidden boss', credit: 9 })).id
    const { id } = await made({ name: 'Worker' }, own)
    await api.admin.patch(`${url}/${id}`, { boss })
    expect((await own.get(`${url}/${id}`)).body).toMatchObject({ boss: { id: boss, label: null }, boss_credit: null })
    const found = async (filter: string) => (await own.get(`${url}?count=exact&filter=${enc(filter)}`)).body.page.count
    expect([
      await found('boss_credit == 9'),
      await found('boss.credit > 0'),
      await found('boss.name == "Hidden boss"'),
    ]).toEqual([0, 0, 0])
  })
})

const ruleOnCredit = {
  when: 'credit > 400 && name == "too much"',
  message: { en: 'Too much for this name', 'zh-CN': '与名称不符' },
  field: 'credit',
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sessionHeaders, startApi, ADMIN_PASSWORD, type ApiServer, type Client } from '../support/api-server.ts'
import { label } from '../support/definitions.ts'
import { pdfPages } from '../support/pdf-text.ts'
import { fieldOf, putObject } from '../support/plain-object.ts'

const UNKNOWN = '01890a5d-ac96-774b-bcce-b302099a8057'
const parcel = {
  kind: 'print-template',
  definition: {
    name: 'parcel_slip',
    object: 'parcel',
    label: label('Slip', '面单'),
    footer: { right: label('{{ page }} of {{ pages }}', '{{ page }}/{{ pages }}') },
    blocks: {
      head: { type: 'text', text: label('Parcel {{ name }}', '包裹 {{ name }}'), x: 0, y: 0, w: 24, h: 1 },
      secret: { type: 'field', field: 'secret', x: 0, y: 1, w: 24, h: 1 },
    },
  },
}
const print = { operations: { read: 'all', create: 'own', print: 'own' } }
const role = (name: string, definition: object) => ({
  kind: 'role',
  definition: { name, label: label(name), ...definition },
})

let api: ApiServer
let clerk: Client
const ids: string[] = []
let others = ''

beforeAll(async () => {
  api = await startApi()
  const put = [
    putObject('parcel', { secret: fieldOf('text') }, { owner: true }),
    parcel,
    role('clerk', { grants: { parcel: { ...print, fields: { secret: 'none' } } } }),
    role('few', { grants: { parcel: { operations: ['read', 'create', 'print'] } }, limits: { print: 2 } }),
    role('reader', { grants: { parcel: { operations: ['read'] } } }),
  ]
  const published = await api.admin.post('/api/metadata/publish', { put })
  expect(published.status, published.text).toBe(200)
  clerk = await api.as('clerk', ['clerk'])
  for (const name of ['One', 'Two', 'Three', 'Four']) ids.push(await make(clerk, { name }))
  others = await make(api.admin, { name: 'Else', secret: 'oyster' })
}, 120_000)
afterAll(() => api.stop())

async function make(client: Client, values: object): Promise<string> {
  const made = await client.post('/api/records/parcel', values)
  expect(made.status, made.text).toBe(201)
  return made.body.id
}

const begin = (client: Client, body: object) => client.post('/api/records/parcel/print-tasks', body)

async function ended(client: Client, id: string) {
  for (;;) {
    const { body } = await client.get(`/api/print-tasks/${id}`)
    if (['done', 'failed', 'cancelled'].includes(body.state)) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The pages of a file that an administrator's session is given. */
async function pagesOf(url: string): Promise<string[]> {
  const payload = { username: 'admin', password: ADMIN_PASSWORD }
  const login = await api.send({ method: 'POST', url: '/api/auth/login', payload })
  const answer = await api.app.inject({ method: 'GET', url, headers: sessionHeaders(login) })
  expect(answer.headers['content-type']).toBe('application/pdf')
  return pdfPages(answer.rawPayload)
}

const printLines = async (outcome: string) => {
  const { body } = await api.admin.get('/api/operation-log?action=print&limit=20')
  return (body.data as { outcome: string; rows: number; details: object }[]).filter((one) => one.outcome === outcome)
}

describe('several records in one PDF (PLAT-31, PLAT-37)', () => {
  test('stand in the order in which they were chosen, each on pages of its own that count by themselves', async () => {
    const chosen = [ids[2], ids[0], others]
    const begun = await begin(api.admin, { ids: chosen, template: 'parcel_slip', locale: 'en' })
    expect(begun.status, begun.text).toBe(202)
    expect(begun.headers['location']).toBe(`/api/print-tasks/${begun.body.id}`)
    const task = await ended(api.admin, begun.body.id)
    expect(task).toMatchObject({ state: 'done', done: 3, total: 3, file: { type: 'application/pdf' } })
    expect(task.file.name).toMatch(/\(3\)\.pdf$/)
    const pages = await pagesOf(task.file.url)
    expect(pages).toHaveLength(3)
    ;['Three', 'One', 'Else'].forEach((name, at) => expect(pages[at]).toContain(`Parcel ${name}`))
    for (const page of pages) expect(page).toContain('1 of 1')
    expect(pages[2]).toContain('oyster')
  })

  test('are a line in the operation log before the file is given', async () => {
    const { id } = (await begin(clerk, { ids })).body
    expect((await ended(clerk, id)).state).toBe('done')
    const [line] = await printLines('done')
    expect(line).toMatchObject({ rows: 4, details: { format: 'pdf', templates: ['parcel_slip'], ids } })
    expect(line).toMatchObject({ details: { fields: ['name'] }, account: 'clerk' })
  })

  test('carry who has asked for them where the page itself is printed (PROC-81)', async () => {
    const { id } = (await begin(api.admin, { ids: [ids[0], others], template: 'default' })).body
    const pages = await pagesOf((await ended(api.admin, id)).file.url)
    expect(pages).toHaveLength(2)
    for (const page of pages) expect(page).toMatch(/admin 20\d\d-\d\d-\d\d \d\d:\d\d/)
  })

  test('are refused with every record that may not be printed or is not there', async () => {
    const refused = await begin(clerk, { ids: [ids[0], others, UNKNOWN] })
    expect(refused.status).toBe(422)
    expect(refused.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/ids/1', '/ids/2'])
    const reader = await api.as('reader', ['reader'])
    expect((await begin(reader, { ids })).status).toBe(403)
    const unknown = await begin(clerk, { ids, template: 'nothing' })
    expect(unknown.status).toBe(404)
    expect(unknown.body.problems).toMatchObject([{ pointer: '/template' }])
    expect(unknown.body.problems[0].message).toContain('parcel_slip')
    expect((await begin(clerk, { ids: [] })).status).toBe(422)
    expect((await begin(clerk, { ids: ['x'], locale: 'fr' })).body.problems).toHaveLength(2)
    expect((await clerk.post('/api/records/nothing/print-tasks', { ids })).status).toBe(404)
  })

  test('are no more than a role lets print at once', async () => {
    const few = await api.as('few', ['few'])
    expect((await begin(few, { ids: ids.slice(0, 3) })).body).toMatchObject({ code: 'too_many_rows' })
    expect((await begin(few, { ids: ids.slice(0, 2) })).status).toBe(202)
  })

  test('are his who asked for them: nobody else learns of the task or gets the file', async () => {
    const { id } = (await begin(clerk, { ids })).body
    const { file } = await ended(clerk, id)
    expect((await clerk.get(file.url)).status).toBe(200)
    expect((await api.admin.get(file.url)).status).toBe(404)
    expect((await api.admin.get(`/api/print-tasks/${id}`)).status).toBe(404)
    expect((await api.admin.post(`/api/print-tasks/${id}/cancel`)).status).toBe(404)
  })

  test('are printed with the rights that he has when it is done', async () => {
    const leaver = await api.as('leaver', ['clerk'])
    const own = await make(leaver, { name: 'Own' })
    const { body } = await api.admin.get('/api/users')
    const { id: user } = body.data.find(({ username }: { username: string }) => username === 'leaver')
    const { identity } = api.deps
    const { freshActor } = identity
    let go: (() => void) | undefined
    const turn = new Promise<void>((resolve) => (go = resolve))
    identity.freshActor = async (actor) => {
      await turn
      return freshActor(actor)
    }
    const begun = await begin(leaver, { ids: [own] })
    expect(begun.status, begun.text).toBe(202)
    expect((await api.admin.patch(`/api/users/${user}`, { roles: ['reader'] })).status).toBe(200)
    go?.()
    const task = await ended(leaver, begun.body.id)
    identity.freshActor = freshActor
    expect(task).toMatchObject({ state: 'failed', file: null, error: { code: 'forbidden' } })
    expect(await printLines('failed')).toMatchObject([{ rows: 1, details: { code: 'forbidden' } }])
  })
})

test('printing that is stopped makes no file and says so in the log', async () => {
  const { printer } = api.deps
  const { print } = printer
  // it dwells on the first record until it is stopped
  printer.print = (records, actor, input) =>
    print(records, actor, {
      ...input,
      async follow(done) {
        for (;;) {
          await input.follow?.(done)
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      },
    })
  const { id } = (await begin(clerk, { ids })).body
  await expect.poll(async () => (await clerk.get(`/api/print-tasks/${id}`)).body.done).toBe(1)
  expect((await clerk.post(`/api/print-tasks/${id}/cancel`)).status).toBe(200)
  const task = await ended(clerk, id)
  printer.print = print
  expect(task).toMatchObject({ state: 'cancelled', file: null })
  expect(await printLines('cancelled')).toMatchObject([{ rows: 4 }])
  expect((await clerk.post(`/api/print-tasks/${id}/cancel`)).status).toBe(409)
})

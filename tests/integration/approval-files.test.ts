import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  await world.chains(chain({ first: step({ who: { users: ['boss'] } }) }))
})
afterAll(() => world.stop())

/** Sends a file in somebody's name; returns its id. */
async function upload(name: string, content = 'the bill'): Promise<string> {
  const { token } = (await world.as(name).post('/api/tokens', { name: `files ${Math.random()}` })).body
  const payload = [
    '--part',
    'content-disposition: form-data; name="file"; filename="bill.txt"',
    'content-type: text/plain',
    '',
    content,
    '--part--',
    '',
  ].join('\r\n')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=part' }
  const answer = await world.api.app.inject({ method: 'POST', url: '/api/files', headers, payload })
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json().id
}

const open = async (name: string, file: string) => (await world.as(name).get(`/api/files/${file}`)).status
const submitted = async () => {
  const id = await world.request()
  await world.submit(id)
  return id
}
const trailOf = async (id: string): Promise<Entry[]> => (await world.approval(id)).trail

interface Entry {
  action: string
  details: { files?: { id: string; name: string }[] } | null
}

describe('files of a decision (PLAT-45)', () => {
  it('are open to whom the approval is, and to nobody else', async () => {
    const id = await submitted()
    const file = await upload('boss')
    expect([await open('boss', file), await open('worker', file)]).toEqual([200, 404])
    const done = await world.act('boss', id, 'approve', { files: [file] })
    expect(done.status, done.text).toBe(200)
    const entry = (await trailOf(id)).find(({ action }) => action === 'agree')
    expect(entry?.details?.files).toMatchObject([{ id: file, name: 'bill.txt', url: `/api/files/${file}` }])
    const statuses = await Promise.all(['worker', 'boss', 'other', 'director'].map((name) => open(name, file)))
    expect(statuses).toEqual([200, 200, 404, 404])
  })

  it('come with a return and a comment too', async () => {
    const id = await submitted()
    const { id: approval } = await world.approval(id)
    const [said, returned] = [await upload('worker'), await upload('boss')]
    const comment = await world
      .as('worker')
      .post(`/api/approvals/${approval}/comments`, { comment: 'x', files: [said] })
    expect(comment.status, comment.text).toBe(201)
    const back = await world.act('boss', id, 'return', { comment: 'more', files: [returned] })
    expect(back.status, back.text).toBe(200)
    const files = (await trailOf(id)).flatMap(({ action, details }) =>
      (details?.files ?? []).map((file) => [action, file.id]),
    )
    expect(files).toEqual([
      ['comment', said],
      ['return', returned],
    ])
  })

  it('are one’s own uploads, each used once; where one is not, nothing is decided', async () => {
    const id = await submitted()
    const [own, foreign] = [await upload('boss'), await upload('worker')]
    const refused = await world.act('boss', id, 'approve', { files: [own, foreign, own] })
    expect(refused.status).toBe(422)
    expect(refused.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(['/files/1', '/files/2'])
    expect(await world.state(id)).toBe('pending')
    expect((await world.act('boss', id, 'approve', { files: [own] })).status).toBe(200)
    const next = await submitted()
    expect((await world.act('boss', next, 'approve', { files: [own] })).status).toBe(422)
  })

  it('go with the approval when its record is purged', async () => {
    const id = await submitted()
    const file = await upload('boss')
    await world.act('boss', id, 'approve', { files: [file] })
    expect((await world.api.admin.delete(`/api/records/request/${id}`)).status).toBe(204)
    expect(await open('worker', file)).toBe(200)
    expect((await world.api.admin.delete(`/api/recycle-bin/request/${id}`)).status).toBeLessThan(300)
    expect(await open('worker', file)).toBe(404)
  })
})

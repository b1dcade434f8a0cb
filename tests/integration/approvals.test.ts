import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byRole, chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
})
afterAll(() => world.stop())

const one = (name: string) => ({ who: { users: [name] } })
const actions = async (record: string) =>
  (await world.approval(record)).trail.map(({ action }: { action: string }) => action)

describe('an approval (PLAT-45)', () => {
  it('begins with the transition, asks, and does what the chain says when all have agreed', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request()
    const submitted = await world.as('worker').post(`/api/records/request/${id}/transitions/submit`, {})
    expect(submitted.status).toBe(200)
    expect(await world.state(id)).toBe('pending')
    const agreed = await world.act('boss', id, 'approve', { comment: 'fine' })
    expect([agreed.status, agreed.body]).toEqual([200, { done: true }])
    const record = (await world.api.admin.get(`/api/records/request/${id}`)).body
    expect(record).toMatchObject({ state: 'approved', approved_by: { id: world.ids.boss } })
    expect(await actions(id)).toEqual(['submitted', 'asked', 'agree', 'approved'])
    const { data } = (await world.api.admin.get(`/api/records/request/${id}/history`)).body
    const { id: approval } = await world.approval(id)
    const caused = data.map(({ op, cause }: { op: string; cause?: object }) => [op, cause ?? null])
    expect(caused[0]).toEqual(['transition', { approval, chain: 'request_chain', label: expect.anything() }])
    expect(caused.slice(1).every(([, cause]: [string, object | null]) => cause === null)).toBe(true)
  })

  it('lets nobody change the record meanwhile, nor its lines, but opens fields to who decides', async () => {
    await world.chains(chain({ first: step(one('boss'), { edit: ['opinion'], require: ['opinion'] }) }))
    const id = await world.request({ lines: [{ name: 'a', qty: 1 }] })
    await world.submit(id)
    const worker = world.as('worker')
    const refused = await worker.patch(`/api/records/request/${id}`, { amount: 11 })
    expect([refused.status, refused.body.code]).toEqual([423, 'record_locked'])
    expect((await worker.delete(`/api/records/request/${id}`)).status).toBe(423)
    expect((await worker.post(`/api/records/request/${id}/transitions/reopen`, {})).status).toBe(423)
    expect((await worker.post('/api/records/request_line', { name: 'b', request: id })).status).toBe(423)
    const [line] = (await worker.get(`/api/records/request_line?filter=request=='${id}'`)).body.data
    expect((await worker.patch(`/api/records/request_line/${line.id}`, { qty: 2 })).status).toBe(423)
    const unfilled = await world.act('boss', id, 'approve')
    expect([unfilled.status, unfilled.body.problems[0].pointer]).toEqual([422, '/values/opinion'])
    const closed = await world.act('boss', id, 'approve', { values: { amount: 99 } })
    expect([closed.status, closed.body.problems[0].code]).toEqual([422, 'not_open'])
    expect((await world.act('boss', id, 'approve', { values: { opinion: 'good' } })).status).toBe(200)
    expect((await worker.patch(`/api/records/request/${id}`, { amount: 12 })).status).toBe(200)
  })

  it('shows the record to who decides for as long as he does, in lists too, and explains it', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request({ name: 'Seen' })
    const boss = world.as('boss')
    expect((await boss.get(`/api/records/request/${id}`)).status).toBe(404)
    await world.submit(id)
    expect((await boss.get(`/api/records/request/${id}`)).status).toBe(200)
    const list = (await boss.get('/api/records/request?count=exact')).body
    expect(list.data.map((row: { id: string }) => row.id)).toContain(id)
    const url = `/api/access/explain?user=${world.ids.boss}&object=request&id=${id}&op=read`
    const explained = (await world.api.admin.get(url)).body
    expect(
      explained.arms.filter((arm: { holds: boolean }) => arm.holds).map((arm: { kind: string }) => arm.kind),
    ).toEqual(['approver'])
    await world.act('boss', id, 'approve')
    expect((await boss.get(`/api/records/request/${id}`)).status).toBe(404)
    const decided = await boss.get(`/api/approvals?object=request&id=${id}`)
    expect([decided.status, decided.body.data[0]?.state]).toEqual([200, 'approved'])
    const bystander = await world.as('director').get(`/api/approvals?object=request&id=${id}`)
    expect(bystander.status).toBe(404)
  })

  it('is neither seen nor decided with a token that is for other objects', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request({ name: 'Out of scope' })
    await world.submit(id)
    const task = await world.task('boss', id)
    const { id: approval } = await world.approval(id)
    const withToken = async (objects: string[]) => {
      const { token } = (await world.as('boss').post('/api/tokens', { name: objects.join(), objects })).body
      return async (method: 'GET' | 'POST', url: string) => {
        const headers = { authorization: `Bearer ${token}` }
        return world.api.app.inject({ method, url, headers, ...(method === 'POST' && { payload: {} }) })
      }
    }
    const other = await withToken(['user'])
    expect((await other('GET', `/api/approvals/${approval}`)).statusCode).toBe(404)
    expect((await other('POST', `/api/approvals/tasks/${task}/approve`)).statusCode).toBe(404)
    expect((await other('GET', '/api/approvals/counts')).json()).toMatchObject({ pending: 0, overdue: 0 })
    const own = await withToken(['request'])
    expect((await own('GET', `/api/approvals/${approval}`)).statusCode).toBe(200)
    const all = (await world.as('boss').get('/api/approvals/counts')).body
    expect(all.pending).toBeGreaterThan(0)
    expect((await own('GET', '/api/approvals/counts')).json()).toEqual(all)
    expect((await own('POST', `/api/approvals/tasks/${task}/approve`)).statusCode).toBe(200)
  })

  it('tells administrators how many are under way by each chain', async () => {
    await world.chains(chain({ first: step(one('boss')) }, { name: 'counted_chain' }))
    const open = async () =>
      (await world.api.admin.get('/api/approvals/open')).body.data.find(
        (each: { chain: string }) => each.chain === 'counted_chain',
      )
    expect(await open()).toBeUndefined()
    const id = await world.request()
    await world.submit(id)
    expect(await open()).toEqual({ chain: 'counted_chain', pending: 1, returned: 0 })
    await world.act('boss', id, 'approve')
    expect(await open()).toBeUndefined()
  })

  it('tells all approvals of a record, each with what happened in it', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request()
    await world.submit(id)
    await world.act('boss', id, 'reject', { comment: 'no' })
    await world.submit(id)
    const { data } = (await world.api.admin.get(`/api/approvals?object=request&id=${id}`)).body
    const told = data.map((one: { state: string; tasks: { state: string }[]; trail: { action: string }[] }) => [
      one.state,
      one.tasks.map(({ state }) => state),
      one.trail.map(({ action }) => action),
    ])
    expect(told).toEqual([
      ['pending', ['pending'], ['submitted', 'asked']],
      ['rejected', ['done'], ['submitted', 'asked', 'disagree', 'rejected']],
    ])
  })

  it('needs a reason to disagree, and lets nobody decide on what he submitted or was not asked', async () => {
    await world.chains(chain({ first: step({ a: { users: ['boss'] }, b: { users: ['worker'] } }, { mode: 'all' }) }))
    const id = await world.request()
    await world.submit(id)
    expect((await world.approval(id)).tasks.map((t: { assignee: { id: string } }) => t.assignee.id)).toEqual([
      world.ids.boss,
    ])
    const silent = await world.act('boss', id, 'reject')
    expect([silent.status, silent.body.problems[0].pointer]).toEqual([422, '/comment'])
    const task = await world.task('boss', id)
    expect((await world.as('other').post(`/api/approvals/tasks/${task}/approve`, {})).status).toBe(404)
    expect((await world.act('boss', id, 'reject', { comment: 'no' })).status).toBe(200)
    expect(await world.state(id)).toBe('rejected')
  })

  it.each([
    ['any', 'any', ['boss'], 'approved'],
    ['all', 'all', ['boss', 'boss2', 'boss3'], 'approved'],
    ['two of three', { count: 2 }, ['boss3', 'boss'], 'approved'],
    ['more than half', { ratio: 0.51 }, ['boss2', 'boss3'], 'approved'],
  ])('counts who has agreed: %s', async (_, mode, who, end) => {
    await world.chains(chain({ first: step(byRole('boss'), { mode }) }))
    const id = await world.request()
    await world.submit(id)
    for (const [at, name] of who.entries()) {
      expect(await world.state(id)).toBe('pending')
      expect((await world.act(name, id, 'approve')).status, `${at} ${name}`).toBe(200)
    }
    expect(await world.state(id)).toBe(end)
  })

  it('asks one after another, and all of them are over when one disagrees', async () => {
    await world.chains(chain({ first: step({ a: { users: ['boss2', 'boss', 'boss3'] } }, { mode: 'sequential' }) }))
    const id = await world.request()
    await world.submit(id)
    await expect(world.task('boss', id)).rejects.toThrow(/Nothing/)
    await world.act('boss2', id, 'approve')
    await world.act('boss', id, 'reject', { comment: 'no' })
    expect(await world.state(id)).toBe('rejected')
    await expect(world.task('boss3', id)).rejects.toThrow(/Nothing/)
  })

  it('goes by amount, passes steps over, tells people, and asks nobody twice in a row', async () => {
    const route = { big: { when: 'amount >= 100', to: 'director', order: 1 } }
    await world.chains(
      chain({
        boss: step(one('boss'), { route, next: 'told' }),
        director: step({ a: { users: ['director', 'boss'] } }, { mode: 'all', next: 'told' }),
        told: step(one('other'), { kind: 'notify' }),
      }),
    )
    const small = await world.request({ amount: 99.99 })
    await world.submit(small)
    await world.act('boss', small, 'approve')
    expect(await world.state(small)).toBe('approved')
    const big = await world.request({ amount: 100 })
    await world.submit(big)
    await world.act('boss', big, 'approve')
    expect(await world.state(big)).toBe('pending')
    await world.act('director', big, 'approve')
    expect(await world.state(big)).toBe('approved')
    expect(await actions(big)).toContain('repeated')
    const told = (await world.as('other').get('/api/approvals/tasks?box=cc')).body.data
    expect(told.map((row: { about: { record: { id: string } } }) => row.about.record.id).slice(0, 2)).toEqual([
      big,
      small,
    ])
  })

  it('takes an opinion that has to be given and binds nobody', async () => {
    await world.chains(
      chain({
        advice: step(one('boss'), { kind: 'advise', require: ['opinion'], next: 'all' }),
        all: step({ a: { users: ['boss2', 'director'] } }, { mode: 'all', onReject: 'return' }),
      }),
    )
    const id = await world.request()
    await world.submit(id)
    expect((await world.act('boss', id, 'approve', { opinion: 'advise' })).status).toBe(422)
    const given = { opinion: 'disagree', comment: 'look at § 3', values: { opinion: 'careful' } }
    expect((await world.act('boss', id, 'approve', given)).status).toBe(200)
    await world.act('director', id, 'approve')
    await world.act('boss2', id, 'reject', { comment: 'not like this' })
    expect(await world.state(id)).toBe('draft')
    expect((await world.approval(id)).state).toBe('returned')
    expect((await world.submit(id)).status).toBe(201)
    const { round, submitter } = await world.approval(id)
    expect([round, submitter.id]).toEqual([2, world.ids.worker])
  })

  it('gives it back to a step before and goes on from there', async () => {
    await world.chains(chain({ a: step(one('boss'), { next: 'b' }), b: step(one('director')) }))
    const id = await world.request()
    await world.submit(id)
    await world.act('boss', id, 'approve')
    const unknown = await world.act('director', id, 'return', { step: 'b', comment: 'x' })
    expect(unknown.status).toBe(422)
    expect((await world.act('director', id, 'return', { step: 'a', comment: 'again' })).status).toBe(200)
    await world.act('boss', id, 'approve')
    await world.act('director', id, 'approve')
    expect(await world.state(id)).toBe('approved')
  })

  it('can be handed on, delegated, and widened before and after', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request()
    await world.submit(id)
    expect((await world.act('boss', id, 'transfer', { user: world.ids.worker })).status).toBe(422)
    await world.act('boss', id, 'transfer', { user: world.ids.boss2, comment: 'yours' })
    await world.act('boss2', id, 'delegate', { user: world.ids.boss3 })
    await world.act('boss3', id, 'add-approver', { users: [world.ids.director], place: 'before' })
    await expect(world.task('boss3', id)).rejects.toThrow(/Nothing/)
    await world.act('director', id, 'approve')
    await world.act('boss3', id, 'add-approver', { users: [world.ids.boss], place: 'after' })
    await world.act('boss3', id, 'approve')
    expect(await world.state(id)).toBe('pending')
    await world.act('boss', id, 'approve')
    expect(await world.state(id)).toBe('approved')
    const decided = (await world.approval(id)).trail.filter(({ action }: { action: string }) => action === 'agree')
    expect(
      decided.map((e: { actor: { id: string }; behalf: { id: string } | null }) => [e.actor.id, e.behalf?.id ?? null]),
    ).toEqual([
      [world.ids.director, null],
      [world.ids.boss3, world.ids.boss2],
      [world.ids.boss, null],
    ])
  })

  it('can be taken back until somebody has decided', async () => {
    await world.chains(chain({ first: step({ a: { users: ['boss', 'boss2'] } }, { mode: 'all' }) }))
    const id = await world.request()
    await world.submit(id)
    const { id: approval } = await world.approval(id)
    expect((await world.as('other').post(`/api/approvals/${approval}/recall`, {})).status).toBe(404)
    expect((await world.as('worker').post(`/api/approvals/${approval}/recall`, {})).status).toBe(200)
    expect([await world.state(id), (await world.approval(id)).state]).toEqual(['draft', 'recalled'])
    await world.submit(id)
    await world.act('boss', id, 'approve')
    const again = (await world.approval(id)).id
    expect((await world.as('worker').post(`/api/approvals/${again}/recall`, {})).body.code).toBe(
      'approval_not_possible',
    )
  })

  it('refuses with everything that is in the way, unless a role may pass it with a reason', async () => {
    const message = { en: 'too small', 'zh-CN': '太小' }
    const refuse = {
      small: { when: 'amount < 5', message, field: 'amount', overrideBy: ['worker'] },
      bare: { when: 'lines.count(l, l.qty > 0) == 0', message: { en: 'no lines', 'zh-CN': '无明细' } },
    }
    await world.chains(chain({ first: step(one('boss')) }, { refuse }))
    const id = await world.request({ amount: 1 })
    const refused = await world.submit(id)
    expect([refused.status, refused.body.problems.map((p: { pointer: string }) => p.pointer)]).toEqual([
      422,
      ['', '/amount'],
    ])
    expect(await world.state(id)).toBe('draft')
    await world.as('worker').post('/api/records/request_line', { name: 'l', request: id, qty: 1 })
    expect((await world.submit(id)).status).toBe(422)
    expect((await world.submit(id, 'worker', { comment: 'urgent' })).status).toBe(201)
    expect((await world.approval(id)).trail[0].details.overridden).toEqual(['small'])
  })

  it('lets records pass for which no chain is', async () => {
    await world.chains(chain({ first: step(one('boss')) }, { when: 'amount > 50' }))
    const id = await world.request({ amount: 50 })
    await world.as('worker').post(`/api/records/request/${id}/transitions/submit`, {})
    expect([await world.state(id), await world.approval(id)]).toEqual(['approved', undefined])
  })

  it('goes to administrators where nobody is found, and says so', async () => {
    await world.chains(chain({ first: step({ who: { users: ['nobody'] } }) }))
    const id = await world.request()
    await world.submit(id)
    expect(await actions(id)).toEqual(['submitted', 'asked', 'fallback'])
    expect((await world.act('admin', id, 'approve')).status).toBe(200)
    expect(await world.state(id)).toBe('approved')
  })

  it('keeps the chain with which it began', async () => {
    await world.chains(chain({ first: step(one('boss'), { next: 'second' }), second: step(one('director')) }))
    const id = await world.request()
    await world.submit(id)
    await world.chains(chain({ first: step(one('boss2')) }))
    await world.act('boss', id, 'approve')
    expect(await world.state(id)).toBe('pending')
    await world.act('director', id, 'approve')
    expect(await world.state(id)).toBe('approved')
  })

  it('ends with its record', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request()
    await world.submit(id)
    const task = await world.task('boss', id)
    await world.api.db.query({ text: 'update "request" set deleted_at = now() where id = $1', values: [id] })
    expect((await world.as('boss').post(`/api/approvals/tasks/${task}/approve`, {})).body.code).toBe('approval_decided')
    const { rows } = await world.api.db.query({
      text: 'select state from fw_approval where record_id = $1',
      values: [id],
    })
    expect(rows).toEqual([{ state: 'deleted' }])
  })

  it('is decided once, by whichever of two who decide at once is first', async () => {
    await world.chains(chain({ first: step({ a: { users: ['boss', 'boss2'] } }) }))
    const id = await world.request()
    await world.submit(id)
    const tasks = [await world.task('boss', id), await world.task('boss2', id)]
    const answers = await Promise.all([
      world.as('boss').post(`/api/approvals/tasks/${tasks[0]}/approve`, {}),
      world.as('boss2').post(`/api/approvals/tasks/${tasks[1]}/reject`, { comment: 'no' }),
      world.as('boss').post(`/api/approvals/tasks/${tasks[0]}/approve`, {}),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const ends = (await actions(id)).filter((action: string) => ['approved', 'rejected'].includes(action))
    expect(ends).toHaveLength(1)
  })

  it('decides many at once, each by itself, and counts what waits', async () => {
    await world.chains(chain({ first: step(one('boss3')) }))
    const records = [await world.request(), await world.request()]
    for (const id of records) await world.submit(id)
    expect((await world.as('boss3').get('/api/approvals/counts')).body.pending).toBe(2)
    const tasks = [await world.task('boss3', records[0]!), await world.task('boss3', records[1]!)]
    await world.act('boss3', records[0]!, 'approve')
    const bulk = await world.as('boss3').post('/api/approvals/tasks/bulk', { tasks, opinion: 'agree' })
    expect(bulk.body.results.map((one: { done: boolean }) => one.done)).toEqual([false, true])
  })

  it('is decided once by a link from a mail', async () => {
    await world.chains(chain({ first: step(one('boss')) }))
    const id = await world.request()
    await world.submit(id)
    const token = await world.api.deps.approvals.makeLink({ task: await world.task('boss', id) })
    const url = `/api/approvals/links/${token}`
    const send = (method: 'GET' | 'POST', payload?: object) =>
      world.api.send({ method, url, ...(payload && { payload }) })
    expect((await send('GET')).body).toMatchObject({ state: 'pending' })
    expect((await send('POST', { opinion: 'agree' })).status).toBe(200)
    expect(await world.state(id)).toBe('approved')
    expect([(await send('GET')).status, (await send('POST', { opinion: 'agree' })).status]).toEqual([404, 404])
    expect((await world.api.send({ method: 'GET', url: '/api/approvals/links/wrong' })).status).toBe(404)
  })
})

describe('a balance (PLAT-46, C.15 31)', () => {
  it('is drawn down exactly, whoever draws at once, and every record needs an approval of its own', async () => {
    const balance = { amount: 'amount', object: 'shipment_of', via: 'request', value: 'qty' }
    await world.chains(chain({ first: step(one('boss')) }, { balance }))
    const id = await world.request({ amount: 100 })
    const ship = (request: string, qty: number) =>
      world.as('worker').post('/api/records/shipment_of', { name: 's', request, qty })
    expect((await ship(id, 1)).status).toBe(422)
    await world.submit(id)
    await world.act('boss', id, 'approve')
    expect((await ship(id, 60)).status).toBe(201)
    const made = await Promise.all(Array.from({ length: 6 }, () => ship(id, 10)))
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 422, 422])
    const refused = await ship(id, 1)
    expect([refused.status, refused.body.problems[0].code]).toEqual([422, 'balance_exceeded'])
    expect((await world.approval(id)).balance).toEqual({ authorised: '100', drawn: '100', left: '0' })
    const second = await world.request({ amount: 5 })
    expect((await ship(second, 1)).status).toBe(422)
  })
})

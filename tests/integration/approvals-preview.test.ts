import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organise } from '../support/approval-people.ts'
import { byRole, chain, startApprovalWorld, step } from '../support/approval-world.ts'
import type { ApprovalWorld } from '../support/approval-world.ts'

let world: ApprovalWorld
beforeAll(async () => {
  world = await startApprovalWorld()
  await organise(world)
})
afterAll(() => world.stop())

const one = (name: string) => ({ who: { users: [name] } })
const preview = (id: string, more: object = {}) =>
  world.as('worker').post('/api/approvals/preview', { object: 'request', id, ...more })

/** `step: state people` of every step that is told. */
const path = (steps: { key: string; state: string; people: { user: { label: string }; isRepeated: boolean }[] }[]) =>
  steps.map(({ key, state, people }) => {
    const names = people.map(({ user, isRepeated }) => `${user.label}${isRepeated ? '*' : ''}`)
    return [`${key}: ${state}`, ...names].join(' ')
  })

describe('who will decide (PLAT-45)', () => {
  it('is told before a submission: names, steps passed over with their condition, ways, due times', async () => {
    const steps = {
      first: step({ who: { superior: {} } }, { due: { after: { hours: 4 } }, next: 'large' }),
      large: step(one('director'), { when: 'amount > 100', next: 'again' }),
      again: step(
        { ...one('boss3'), other: { users: ['boss'] } },
        { mode: 'all', due: { after: { workdays: 2 } }, next: 'told' },
      ),
      told: step(byRole('director'), { kind: 'notify' }),
    }
    await world.chains(chain(steps))
    const id = await world.request({ amount: 10 })
    const answer = await preview(id)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body.chain.name).toBe('request_chain')
    expect(path(answer.body.steps)).toEqual([
      'first: asked boss3',
      'large: skipped',
      'again: asked boss boss3*',
      'told: asked director',
    ])
    expect(answer.body.steps[1].condition).toBe('amount > 100')
    const due = new Date(answer.body.steps[0].due).getTime() - Date.now()
    expect(due / 3_600_000).toBeCloseTo(4, 1)
    expect(answer.body.steps[2]).toMatchObject({ due: null, within: { workdays: 2 } })
    expect(await world.state(id)).toBe('draft')
    expect(await world.approval(id)).toBeUndefined()
    const large = await preview(await world.request({ amount: 101 }), { transition: 'submit' })
    expect(path(large.body.steps)[1]).toBe('large: asked director')
  })

  it('tells every reason to refuse it, and sees the record in the state to which it goes', async () => {
    const refuse = {
      small: { when: 'amount < 5', message: { en: 'Too small', 'zh-CN': '过小' }, field: 'amount' },
      free: { when: 'amount == 0', message: { en: 'Free', 'zh-CN': '免费' }, overrideBy: ['worker'] },
    }
    await world.chains(chain({ first: step(one('boss'), { when: "state == 'pending'" }) }, { refuse }))
    const { body } = await preview(await world.request({ amount: 0 }))
    expect(body.refusals).toMatchObject([
      { key: 'free', isPassable: true },
      { key: 'small', field: 'amount', isPassable: false },
    ])
    expect(path(body.steps)).toEqual(['first: asked boss'])
  })

  it('asks for the people whom the submitter chooses', async () => {
    const from = { bosses: { role: 'boss' } }
    await world.chains(chain({ first: step({ pick: { chosen: { from, maximum: 2 } } }) }))
    const id = await world.request()
    const { body } = await preview(id)
    expect(body.choices).toMatchObject([{ key: 'first.pick', minimum: 1, maximum: 2 }])
    expect(body.choices[0].among.map(({ label }: { label: string }) => label).sort()).toEqual([
      'boss',
      'boss2',
      'boss3',
    ])
    expect(path(body.steps)).toEqual(['first: chosen'])
    const chosen = { 'first.pick': [world.ids.boss2] }
    expect(path((await preview(id, { chosen })).body.steps)).toEqual(['first: asked boss2'])
    expect((await world.submit(id, 'worker', { chosen })).status).toBe(201)
    const refused = await world.as('boss2').post('/api/approvals/preview', { object: 'request', id: 'x' })
    expect(refused.status).toBe(422)
  })

  it('is told while an approval is under way, with the steps to which it can be given back', async () => {
    await world.chains(
      chain({
        first: step(one('boss'), { next: 'second' }),
        second: step(one('boss2'), { next: 'third', returnTo: ['first'] }),
        third: step({ ...one('boss2'), and: { users: ['director'] } }, { mode: 'all' }),
      }),
    )
    const id = await world.request()
    await world.submit(id)
    expect(path((await world.approval(id)).ahead)).toEqual(['second: asked boss2', 'third: asked director boss2*'])
    await world.act('boss', id, 'approve')
    const seen = (await world.as('boss2').get(`/api/approvals?object=request&id=${id}`)).body.data[0]
    expect(path(seen.ahead)).toEqual(['third: asked director boss2*'])
    expect(seen.returnTo.map(({ key }: { key: string }) => key)).toEqual(['first'])
    expect(seen.commented).toBe('on-disagree')
    const back = await world.act('boss2', id, 'return', { step: 'first', comment: 'look again' })
    expect(back.status, back.text).toBe(200)
    expect((await world.approval(id)).step.key).toBe('first')
  })

  it('is tried on a chain that is only drawn, by administrators, without effect', async () => {
    const drawn = chain({ first: step({ who: { superior: {} } }) }, { when: 'amount > 5' })
    const id = await world.request()
    const tryIt = (who: string, approval: object) =>
      world.as(who).post('/api/approvals/try', { approval, id, submitter: world.ids.other })
    const { body, status } = await tryIt('admin', drawn)
    expect(status).toBe(200)
    expect(path(body.steps)).toEqual(['first: asked boss3'])
    expect((await tryIt('worker', drawn)).status).toBe(403)
    expect((await tryIt('admin', { ...drawn, when: 'amount > 50' })).body.chain).toBeNull()
    const wrong = await tryIt('admin', { ...drawn, when: 'amout > 5', first: 'nowhere' })
    expect(wrong.status).toBe(422)
    expect(wrong.body.problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/when', '/first']),
    )
    expect(await world.state(id)).toBe('draft')
  })
})

describe('lists of approvals (PLAT-47)', () => {
  it('are filtered by words, object, outcome and lateness, and tell how much working time is left', async () => {
    await world.chains(chain({ first: step(one('boss'), { due: { after: { workdays: 3 } } }) }))
    const [apples, pears] = [await world.request({ name: 'Apples 100%' }), await world.request({ name: 'Pears' })]
    await world.submit(apples)
    await world.submit(pears)
    const names = async (who: string, query: string): Promise<string[]> => {
      const { data } = (await world.as(who).get(`/api/approvals/tasks?${query}`)).body
      return data.map(
        (row: { record?: { label: string }; about?: { record: { label: string } } }) =>
          (row.about?.record ?? row.record)?.label,
      )
    }
    expect(await names('boss', 'state=pending&q=100%25')).toEqual(['Apples 100%'])
    expect(await names('boss', 'state=pending&q=0%25%25')).toEqual([])
    expect(await names('boss', 'state=pending&object=request&q=worker&limit=2')).toEqual(['Pears', 'Apples 100%'])
    expect(await names('boss', 'state=pending&object=user')).toEqual([])
    expect(await names('boss', 'state=pending&overdue=true')).toEqual([])
    await world.act('boss', apples, 'approve')
    expect(await names('worker', 'box=submitted&outcome=approved&q=apples')).toEqual(['Apples 100%'])
    expect(await names('worker', 'box=submitted&outcome=rejected&q=apples')).toEqual([])
    expect((await world.as('boss').get('/api/approvals/tasks?outcome=no')).status).toBe(400)
    const [task] = (await world.as('boss').get('/api/approvals/tasks?state=pending&q=pears')).body.data
    expect(task.left).toEqual({ isLate: false, unit: 'workdays', count: 3 })
  })
})

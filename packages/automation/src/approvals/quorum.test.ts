import { describe, expect, test } from 'vitest'
import { ESCALATED, outcomeOf, turnsOf } from './quorum.ts'
import type { CountedTask, StepModes } from './quorum.ts'

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const modes: StepModes['mode'][] = ['any', 'all', 'sequential', { count: 2 }, { ratio: 0.6 }]

const task = (id: string, more: Partial<CountedTask> = {}): CountedTask => ({
  id,
  kind: 'decide',
  grp: null,
  place: Number(id.slice(1)),
  parent: null,
  added: null,
  state: 'waiting',
  opinion: null,
  ...more,
})

function withTurns(step: StepModes, tasks: CountedTask[]): CountedTask[] {
  const turns = new Map(turnsOf(step, tasks).map(({ id, state }) => [id, state]))
  return tasks.map((one) => ({ ...one, state: turns.get(one.id) ?? one.state }))
}

describe('a step of an approval', () => {
  test('is never open without somebody whose turn it is, whoever decides, adds or is added', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = numbers(seed)
      const pick = () => modes[random(modes.length)]!
      const step: StepModes = { mode: pick(), groups: new Map([['g', { mode: pick() }]]) }
      const count = 1 + random(4)
      let tasks = Array.from({ length: count }, (_, at) => task(`t${at}`, { grp: random(3) === 0 ? 'g' : null }))
      let turn = 0
      for (; ; turn++) {
        tasks = withTurns(step, tasks)
        const pending = tasks.filter(({ state }) => state === 'pending')
        if (outcomeOf(step, tasks) !== 'open') break
        expect(pending.length, `seed ${seed}, turn ${turn}`).toBeGreaterThan(0)
        expect(turn).toBeLessThan(60)
        const { id, grp } = pending[random(pending.length)]!
        if (random(4) === 0 && tasks.length < 10) {
          const added = random(2) === 0 ? 'before' : 'after'
          tasks.push(task(`t${tasks.length}`, { parent: id, added, grp }))
          continue
        }
        const opinion = random(3) === 0 ? 'disagree' : 'agree'
        tasks = tasks.map((one) => (one.id === id ? { ...one, state: 'done', opinion } : one))
      }
    }
  })

  test('ends with the first decision where one is enough, and with the last where all have to agree', () => {
    const agreed = task('t0', { state: 'done', opinion: 'agree' })
    const refused = task('t0', { state: 'done', opinion: 'disagree' })
    const outcome = (mode: StepModes['mode'], one: CountedTask) =>
      outcomeOf({ mode, groups: new Map() }, [one, task('t1')])
    expect([outcome('any', agreed), outcome('any', refused)]).toEqual(['agreed', 'disagreed'])
    expect([outcome('all', agreed), outcome('all', refused)]).toEqual(['open', 'disagreed'])
    expect([outcome({ count: 1 }, refused), outcome({ ratio: 1 }, refused)]).toEqual(['open', 'disagreed'])
  })

  test('is decided by those to whom it was escalated', () => {
    const above = task('t2', { grp: ESCALATED, state: 'done', opinion: 'agree' })
    expect(outcomeOf({ mode: 'all', groups: new Map() }, [task('t0'), task('t1'), above])).toBe('agreed')
  })
})

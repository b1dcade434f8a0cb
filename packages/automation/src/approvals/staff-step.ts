import { newId } from '@fieldwork/database'
import type { CompiledApproval, CompiledApprovalStep } from '@fieldwork/metadata'
import { holdersOf, reachOf } from './people.ts'
import type { Reach } from './people.ts'
import { modeOf } from './quorum.ts'
import { findApprovers } from './resolve-approvers.ts'
import type { Asked, FoundApprover } from './resolve-approvers.ts'
import type { Scene } from './scene.ts'
import type { NewTask, TrailEntry } from './stored.ts'

/** One of them is enough, whatever the step's mode says. */
const FALLBACK = '@fallback'

/** Somebody who is asked, for whom, and why. */
export interface Seat {
  user: string
  behalf: string | null
  source: string
  group: string | null
}

export interface Staffed {
  seats: Seat[]
  trail: TrailEntry[]
}

/** Who is asked in a step: whoever is away gives way to his delegate, and where nobody is left, to the fallback. */
export async function staffStep(
  scene: Scene,
  chain: CompiledApproval,
  step: CompiledApprovalStep,
  asked: Asked,
): Promise<Staffed> {
  const found = await findApprovers(scene, step.approvers, asked)
  return seatsFor(scene, chain, { step, asked, found })
}

interface Staffing {
  step: CompiledApprovalStep
  asked: Asked
  found: readonly FoundApprover[]
}

async function seatsFor(scene: Scene, chain: CompiledApproval, { step, asked, found }: Staffing): Promise<Staffed> {
  const reach = await reachOf(
    scene,
    found.map(({ user }) => user),
  )
  const trail: TrailEntry[] = []
  const seats: Seat[] = []
  const missing: FoundApprover[] = []
  for (const one of found) {
    const seat = seatOf(one, reach.get(one.user), asked)
    if (!seat) missing.push(one)
    else if (!seats.some(({ user, group }) => user === seat.user && group === seat.group)) {
      seats.push(seat)
      if (seat.behalf)
        trail.push({
          action: 'delegated',
          step: step.key,
          target: seat.user,
          behalf: seat.behalf,
          details: { away: true },
        })
    }
  }
  if (seats.length > 0 && missing.length === 0) return { seats, trail }
  const substitutes = await fallbackOf(scene, chain, asked)
  if (seats.length === 0) {
    const details = { missing: missing.map(({ user }) => user) }
    trail.push(...substitutes.map((target) => ({ action: 'fallback', step: step.key, target, details })))
    return { seats: substitutes.map((user) => ({ user, behalf: null, source: 'fallback', group: FALLBACK })), trail }
  }
  for (const one of missing) {
    const others = seats.some(({ group }) => group === one.group)
    const isEnough = others && modeOf(step, one.group) === 'any'
    const substitute = isEnough ? undefined : substitutes.find((user) => !seats.some((seat) => seat.user === user))
    trail.push({
      action: 'unreachable',
      step: step.key,
      target: one.user,
      ...(substitute && { details: { substitute } }),
    })
    if (substitute) seats.push({ user: substitute, behalf: one.user, source: 'fallback', group: one.group })
  }
  return { seats, trail }
}

/** null: he cannot be reached, and neither can anybody for him. */
function seatOf(one: FoundApprover, reach: Reach | undefined, { without }: Asked): Seat | null {
  const { user, source, group } = one
  if (reach?.isHere && !reach.isAway) return { user, behalf: null, source, group }
  const delegate = reach?.delegate ?? null
  if (delegate === null || without.has(delegate)) return null
  return { user: delegate, behalf: user, source, group }
}

/** Who decides where nobody else is found; administrators in the end, so that nothing ever waits for nobody. */
export async function fallbackOf(scene: Scene, chain: CompiledApproval, asked: Asked): Promise<string[]> {
  const named = await reachable(
    scene,
    (await findApprovers(scene, chain.fallback, asked)).map(({ user }) => user),
  )
  if (named.length > 0) return named
  const roles = [...scene.catalog.roles.values()].filter((role) => role.administrator).map(({ name }) => name)
  const administrators = await reachable(scene, await holdersOf(scene, { roles, departments: null }))
  const others = administrators.filter((user) => !asked.without.has(user))
  // the submitter alone: he cannot decide, but he can hand it on
  return others.length > 0 ? others : administrators
}

async function reachable(scene: Scene, users: readonly string[]): Promise<string[]> {
  const reach = await reachOf(scene, users)
  return users.filter((user) => reach.get(user)?.isHere)
}

/** The tasks of a step; who has agreed just before has agreed here too. */
export function tasksFor(
  step: CompiledApprovalStep,
  seats: readonly Seat[],
  { due, repeated }: { due: string | null; repeated: ReadonlySet<string> },
): NewTask[] {
  return seats.map(({ user, behalf, source, group }, place) => {
    const isRepeated = step.kind === 'decide' && repeated.has(user)
    return {
      id: newId(),
      kind: step.kind,
      grp: group,
      place,
      parent: null,
      added: null,
      assignee: user,
      behalf,
      source: isRepeated ? 'repeated' : source,
      state: isRepeated || step.kind === 'notify' ? 'done' : 'waiting',
      opinion: isRepeated ? 'agree' : null,
      due,
    }
  })
}

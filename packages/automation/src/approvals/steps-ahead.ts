import type { LocalizedText } from '@fieldwork/metadata'
import type { ApprovalDuration, ApprovalMode, CompiledApprovalStep } from '@fieldwork/metadata'
import { presentOf } from '../calendar/present.ts'
import { momentAfter } from './due-time.ts'
import { personSql } from './people.ts'
import { nextOf, timeFor } from './progress.ts'
import { modeOf } from './quorum.ts'
import { askedBy, recordOf } from './run.ts'
import type { Asking } from './run.ts'
import { holds } from './scene.ts'
import { staffStep } from './staff-step.ts'
import type { Seat } from './staff-step.ts'
import { choicesIn, isChoiceAsked } from './submit.ts'

/** A user by name. */
export interface Named {
  id: string
  label: string
}

/** Somebody who will be asked, as far as can be told today. */
export interface PersonAhead {
  user: Named
  /** for whom, who is away */
  behalf: Named | null
  /** key of the group; null: the step's own people */
  group: string | null
  /** he stands in because nobody else was found */
  isFallback: boolean
  /** he agrees in the step before, and is not asked again */
  isRepeated: boolean
}

/** A step that will come, if everybody agrees and nothing changes meanwhile. */
export interface StepAhead {
  key: string
  label: LocalizedText
  kind: CompiledApprovalStep['kind']
  /** `chosen`: who is asked depends on whom the submitter chooses */
  state: 'asked' | 'skipped' | 'chosen'
  /** what has to hold for the step to be done */
  condition: string | null
  mode: ApprovalMode
  groups: { key: string; label: LocalizedText | null; mode: ApprovalMode }[]
  people: PersonAhead[]
  /** people whom the step names and who cannot be reached */
  unreachable: Named[]
  /** how long there is */
  within: ApprovalDuration | null
  /** of the step that begins now alone */
  due: string | null
}

interface Start {
  first: string | null
  /** who certainly agrees just before */
  agreed?: ReadonlySet<string>
  /** the first step begins at this moment */
  isNow: boolean
}

/** What is found of a step before its people have names. */
interface Found {
  step: Omit<StepAhead, 'people' | 'unreachable'>
  seats: (Seat & { isRepeated: boolean })[]
  unreachable: string[]
}

/** Goes through a chain as if everybody agreed, and tells who would be asked: nothing is stored. */
export async function stepsAhead(run: Asking, { first, agreed = new Set(), isNow }: Start): Promise<StepAhead[]> {
  const found: Found[] = []
  const { steps, skipRepeated } = run.chain
  let before = agreed
  let starts = isNow
  for (let step = stepOf(steps, first); step; step = stepOf(steps, await nextOf(run, step))) {
    const ahead = await stepAhead(run, step, { before: skipRepeated ? before : new Set(), isNow: starts })
    found.push(ahead)
    const isAsked = ahead.step.state !== 'skipped' && step.kind !== 'notify'
    if (isAsked && step.kind === 'decide') before = certain(step, ahead.seats)
    starts = starts && !isAsked
  }
  return withNames(run, found)
}

const stepOf = (steps: Asking['chain']['steps'], key: string | null) => (key === null ? undefined : steps.get(key))

async function stepAhead(
  run: Asking,
  step: CompiledApprovalStep,
  { before, isNow }: { before: ReadonlySet<string>; isNow: boolean },
): Promise<Found> {
  const { scene, chain } = run
  const { key, label, kind, mode } = step
  const groups = [...step.groups].map(([group, about]) => ({ key: group, ...about }))
  const plain = { key, label, kind, mode, groups, condition: step.when?.source ?? null }
  const nobody = { seats: [], unreachable: [] }
  if (!(await holds(scene, recordOf(run), step.when, run.submitter)))
    return { step: { ...plain, state: 'skipped', within: null, due: null }, ...nobody }
  const within = step.due && (await timeFor(run, step.due))
  const clock = { catalog: scene.catalog, timeZone: scene.timeZone, calendar: step.due?.calendar ?? null }
  const due = within && isNow ? momentAfter(await presentOf(scene.db), within, clock).toISOString() : null
  if (await isOpenChoice(run, step)) return { step: { ...plain, state: 'chosen', within, due }, ...nobody }
  const { seats, trail } = await staffStep(scene, chain, step, askedBy(run, step))
  const unreachable = trail.flatMap(({ action, target, details }) =>
    action === 'unreachable' ? [target ?? ''] : action === 'fallback' ? missingOf(details) : [],
  )
  return {
    step: { ...plain, state: 'asked', within, due },
    seats: seats.map((seat) => ({ ...seat, isRepeated: kind === 'decide' && before.has(seat.user) })),
    unreachable: [...new Set(unreachable)],
  }
}

const missingOf = (details: Record<string, unknown> | undefined): string[] => (details?.missing ?? []) as string[]

async function isOpenChoice(run: Asking, step: CompiledApprovalStep): Promise<boolean> {
  const { chosen } = askedBy(run, step)
  for (const { approver, who, step: of } of choicesIn(run.chain))
    if (of.key === step.key && who.minimum > (chosen[approver.key]?.length ?? 0))
      if (await isChoiceAsked(run, step, approver)) return true
  return false
}

/** Who has agreed for certain when a step is done. */
export function certain(step: CompiledApprovalStep, seats: readonly Pick<Seat, 'user' | 'group'>[]): Set<string> {
  const isOne = (group: string | null) => seats.filter((seat) => seat.group === group).length === 1
  const isAll = (group: string | null) => ['all', 'sequential'].includes(String(modeOf(step, group)))
  return new Set(seats.filter(({ group }) => isOne(group) || isAll(group)).map(({ user }) => user))
}

async function withNames({ scene }: Asking, found: readonly Found[]): Promise<StepAhead[]> {
  const ids = found.flatMap(({ seats, unreachable }) => [
    ...seats.flatMap(({ user, behalf }) => (behalf === null ? [user] : [user, behalf])),
    ...unreachable,
  ])
  const names = await namesOf(scene, ids)
  const named = (id: string): Named => names.get(id) ?? { id, label: '' }
  return found.map(({ step, seats, unreachable }) => ({
    ...step,
    unreachable: unreachable.map(named),
    people: seats.map(({ user, behalf, group, source, isRepeated }) => ({
      user: named(user),
      behalf: behalf === null ? null : named(behalf),
      // the fallback's own group has no name
      group: step.groups.some(({ key }) => key === group) ? group : null,
      isFallback: source === 'fallback',
      isRepeated,
    })),
  }))
}

/** What users are called, by id. */
export async function namesOf(
  { db, catalog }: Pick<Asking['scene'], 'db' | 'catalog'>,
  ids: readonly string[],
): Promise<Map<string, Named>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query<{ person: Named | null }>({
    text: `select ${personSql(catalog, 'n.id')} as person from unnest($1::uuid[]) n(id)`,
    values: [[...new Set(ids)]],
  })
  return new Map(rows.flatMap(({ person }) => (person ? [[person.id, person]] : [])))
}

import type { ApprovalMode } from '@fieldwork/metadata'
import type { StoredTask } from './stored.ts'

/** What a count looks at in a task. */
export type CountedTask = Pick<StoredTask, 'id' | 'kind' | 'grp' | 'place' | 'parent' | 'added' | 'state' | 'opinion'>

/** How the people of a step, and of its groups, decide together. */
export interface StepModes {
  mode: ApprovalMode
  groups: ReadonlyMap<string, { mode: ApprovalMode }>
}

/** Those to whom a step was escalated: one of them is enough, whatever the others say. */
export const ESCALATED = '@escalated'

export type StepOutcome = 'open' | 'agreed' | 'disagreed'

/**
 * Where a step stands: every group has to agree. Who was added before or after somebody agrees together with him. An
 * opinion that binds nobody counts as given, whatever it is.
 */
export function outcomeOf(modes: StepModes, tasks: readonly CountedTask[]): StepOutcome {
  const asked = tasks.filter(({ state }) => state !== 'cancelled')
  const groups = groupsOf(asked)
  const above = groups.find(([group]) => group === ESCALATED)
  const decided = above ? groupOutcome('any', asked, above[1]) : 'open'
  if (decided !== 'open') return decided
  const others = groups.filter(([group]) => group !== ESCALATED)
  if (others.length === 0) return 'open'
  const outcomes = others.map(([group, roots]) => groupOutcome(modeOf(modes, group), asked, roots))
  if (outcomes.includes('disagreed')) return 'disagreed'
  return outcomes.every((outcome) => outcome === 'agreed') ? 'agreed' : 'open'
}

/** Tasks whose turn it is now, or no longer: what has to change. */
export function turnsOf(
  modes: StepModes,
  tasks: readonly CountedTask[],
): { id: string; state: 'pending' | 'waiting' }[] {
  const asked = tasks.filter(({ state }) => state !== 'cancelled')
  const turns = new Set<string>()
  for (const [group, roots] of groupsOf(asked)) {
    const open = roots.filter((root) => unitOutcome(asked, root) === 'open')
    const now = modeOf(modes, group) === 'sequential' ? open.slice(0, 1) : open
    for (const root of now) addTurns(asked, root, turns)
  }
  return asked.flatMap(({ id, state }) => {
    if (state !== 'pending' && state !== 'waiting') return []
    const wanted = turns.has(id) ? 'pending' : 'waiting'
    return wanted === state ? [] : [{ id, state: wanted } as const]
  })
}

function addTurns(tasks: readonly CountedTask[], task: CountedTask, turns: Set<string>): void {
  const children = tasks.filter(({ parent }) => parent === task.id)
  const isOpen = (child: CountedTask) => unitOutcome(tasks, child) === 'open'
  const before = children.filter((child) => child.added === 'before' && isOpen(child))
  if (before.length > 0) for (const child of before) addTurns(tasks, child, turns)
  else if (task.state !== 'done') turns.add(task.id)
  else for (const child of children.filter(isOpen)) addTurns(tasks, child, turns)
}

/** How those of a group decide together; one is enough where nothing is said. */
export const modeOf = ({ mode, groups }: StepModes, group: string | null): ApprovalMode =>
  group === null ? mode : (groups.get(group)?.mode ?? 'any')

function groupsOf(tasks: readonly CountedTask[]): [string | null, CountedTask[]][] {
  const groups = new Map<string | null, CountedTask[]>()
  for (const task of tasks) {
    if (task.parent !== null || task.kind === 'notify') continue
    groups.set(task.grp, [...(groups.get(task.grp) ?? []), task])
  }
  return [...groups].map(([group, roots]) => [group, roots.sort((a, b) => a.place - b.place)])
}

function groupOutcome(mode: ApprovalMode, tasks: readonly CountedTask[], roots: readonly CountedTask[]): StepOutcome {
  const outcomes = roots.map((root) => unitOutcome(tasks, root))
  const agreed = outcomes.filter((outcome) => outcome === 'agreed').length
  const disagreed = outcomes.filter((outcome) => outcome === 'disagreed').length
  const needed = neededOf(mode, roots.length)
  if (agreed >= needed) return 'agreed'
  // where one is enough, whoever is first decides
  if (mode === 'any' && disagreed > 0) return 'disagreed'
  return roots.length - disagreed < needed ? 'disagreed' : 'open'
}

/** How many of those asked have to agree. */
function neededOf(mode: ApprovalMode, asked: number): number {
  if (mode === 'any') return Math.min(1, asked)
  if (mode === 'all' || mode === 'sequential') return asked
  if ('count' in mode) return Math.min(mode.count, asked)
  // 0.1 * 30 is a little more than 3
  return Math.min(asked, Math.ceil(mode.ratio * asked - 1e-9))
}

/** Of somebody with those who were added to him. */
function unitOutcome(tasks: readonly CountedTask[], task: CountedTask): StepOutcome {
  const children = tasks.filter(({ parent }) => parent === task.id).map((child) => unitOutcome(tasks, child))
  const own = opinionOutcome(task)
  if (own === 'disagreed' || children.includes('disagreed')) return 'disagreed'
  return own === 'agreed' && children.every((child) => child === 'agreed') ? 'agreed' : 'open'
}

function opinionOutcome({ kind, state, opinion }: CountedTask): StepOutcome {
  if (state !== 'done' || opinion === null) return 'open'
  return kind === 'decide' && opinion === 'disagree' ? 'disagreed' : 'agreed'
}

import type { Label, Trail } from './types.ts'

/** A step as it was come to: once, or again after it was given back. */
export interface Visit {
  label: Label
  state: 'done' | 'now' | 'skipped' | 'refused' | 'returned'
  tasks: Trail['tasks']
}

/** The steps in the order in which they were come to. The nth time that somebody was asked is visit n. */
export function visitsOf({ trail, tasks, steps, state, step: present }: Trail): Visit[] {
  const labels = new Map(steps.map(({ key, label }) => [key, label]))
  const asked = trail.filter(({ action }) => action === 'asked').length
  let visit = 0
  return trail.flatMap(({ action, step }): Visit[] => {
    const label = labels.get(step ?? '')
    if (!label || (action !== 'asked' && action !== 'skipped')) return []
    if (action === 'skipped') return [{ label, state: 'skipped', tasks: [] }]
    visit += 1
    const own = tasks.filter((task) => task.visit === visit && task.state !== 'cancelled')
    const isNow = visit === asked && state === 'pending' && present?.key === step
    return [{ label, state: isNow ? 'now' : outcomeOf(own), tasks: own }]
  })
}

function outcomeOf(tasks: Trail['tasks']): Visit['state'] {
  if (tasks.some(({ opinion }) => opinion === 'return')) return 'returned'
  return tasks.some(({ opinion, kind }) => kind === 'decide' && opinion === 'disagree') ? 'refused' : 'done'
}

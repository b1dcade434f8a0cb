/** As PostgreSQL's `plan_cache_mode` calls it: as the server sees fit, or one plan for all values. */
export type PlanMode = 'auto' | 'force_generic_plan'

/** What is known of a statement that is planned once for all values. */
export interface PlanHabit {
  /** grows with answers that take long, and shrinks with others */
  doubt: number
  /** till then it is planned as the server sees fit; of performance.now(), ms */
  doubtedUntil: number
  /** how long it was doubted last, ms */
  doubtedFor: number
}

/**
 * How a statement is planned; left out: as the server sees fit. `any`: however the connection is set, there is but one
 * good plan. A habit: once for all values, for as long as that goes well; to plan a list takes as long as to read it.
 */
export type Planning = 'any' | PlanHabit

/** an answer that takes longer is doubted, and one of three times as much is believed to be the plan's fault */
const slowMs = 100
const mostDoubt = 3
const easedBy = 0.05
/** grows each time that the next trial goes wrong soon */
const firstDoubtedMs = 10_000
const longestDoubtedMs = 600_000

export const createHabit = (): PlanHabit => ({ doubt: 0, doubtedUntil: 0, doubtedFor: 0 })

/** The mode in which a statement is to run; null: either. */
export function modeOf(planning: Planning | undefined, now: number): PlanMode | null {
  if (planning === 'any') return null
  return planning !== undefined && now >= planning.doubtedUntil ? 'force_generic_plan' : 'auto'
}

/** Learns from how long a statement took with the plan for all values. */
export function noteAnswer(habit: PlanHabit, { ms, now }: { ms: number; now: number }): void {
  habit.doubt = ms > slowMs ? habit.doubt + ms / slowMs : Math.max(0, habit.doubt - easedBy)
  if (habit.doubt < mostDoubt) return
  const isAgain = habit.doubtedFor > 0 && now < habit.doubtedUntil + habit.doubtedFor
  habit.doubt = 0
  habit.doubtedFor = isAgain ? Math.min(habit.doubtedFor * 4, longestDoubtedMs) : firstDoubtedMs
  habit.doubtedUntil = now + habit.doubtedFor
}

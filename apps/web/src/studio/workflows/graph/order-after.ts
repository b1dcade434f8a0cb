import { isObject } from '../../model/json.ts'

/** Where one stands that says nothing of its order, as the engine has it. */
const UNSAID = 1000

/** The order of one that comes after all others. */
export function orderAfter(entries: Record<string, unknown>): number {
  const orders = Object.values(entries).map((entry) =>
    isObject(entry) && typeof entry['order'] === 'number' ? entry['order'] : UNSAID,
  )
  return Math.max(0, ...orders) + 10
}

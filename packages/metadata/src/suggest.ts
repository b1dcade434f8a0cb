import type { LocalizedText } from '@fieldwork/fields'
import { text } from './words.ts'

/** The known name that was probably meant, or null when none is near. */
export function nearest(found: string, known: Iterable<string>): string | null {
  const wanted = found.toLowerCase()
  const limit = Math.max(1, Math.floor(wanted.length / 3))
  let best: { name: string; distance: number } | null = null
  for (const name of known) {
    if (Math.abs(name.length - wanted.length) > limit) continue
    const distance = editDistance(wanted, name.toLowerCase())
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { name, distance }
  }
  return best?.name ?? null
}

/** `; did you mean “amount”?` when something near is known, else nothing. */
export function didYouMean(found: string, known: Iterable<string>): LocalizedText {
  const name = nearest(found, known)
  return name === null ? text('', '') : text(`; did you mean “${name}”?`, `，是否指“${name}”？`)
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[to.length] as number
}

/** Lets only so many work at once, and only so many of one person. */
export interface Turns {
  /** @returns what ends the turn, however often it is called; null when there is none to be had */
  begin(person: string): (() => void) | null
}

export function createTurns({ atOnce, ofOne }: { atOnce: number; ofOne: number }): Turns {
  const of = new Map<string, number>()
  let all = 0
  return {
    begin(person) {
      const own = of.get(person) ?? 0
      if (all >= atOnce || own >= ofOne) return null
      all++
      of.set(person, own + 1)
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        all--
        const left = (of.get(person) ?? 1) - 1
        if (left > 0) of.set(person, left)
        else of.delete(person)
      }
    },
  }
}

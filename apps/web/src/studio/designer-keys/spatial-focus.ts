type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

const DIRECTIONS: Record<Direction, { x: number; y: number }> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
}

/** True for the keys that move the focus. */
export const isDirection = (key: string): key is Direction => Object.hasOwn(DIRECTIONS, key)

/** What lies next to a thing in a direction: as straight and as near as possible; null: nothing does. */
export function neighbourOf<T extends Element>(from: Element, others: readonly T[], key: Direction): T | null {
  const way = DIRECTIONS[key]
  const start = middleOf(from)
  const rated = others.flatMap((other) => {
    const to = middleOf(other)
    const [dx, dy] = [to.x - start.x, to.y - start.y]
    const along = dx * way.x + dy * way.y
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x)
    return other === from || along < 4 ? [] : [{ other, cost: along + aside * 2 }]
  })
  return rated.toSorted((a, b) => a.cost - b.cost)[0]?.other ?? null
}

function middleOf(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}

/** The element nearest to a point, not further away than so many pixels. */
export function nearest<T extends Element>(
  point: { x: number; y: number },
  elements: readonly T[],
  reach: number,
): T | null {
  const rated = elements.map((element) => {
    const { x, y } = middleOf(element)
    return { element, distance: Math.hypot(x - point.x, y - point.y) }
  })
  const [first] = rated.toSorted((a, b) => a.distance - b.distance)
  return first && first.distance <= reach ? first.element : null
}

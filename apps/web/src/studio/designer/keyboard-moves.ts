import type { Block } from '../model/definitions.ts'
import { arrange, blocksIn, COLUMNS, moveTo, zoneOf } from './layout-model.ts'
import type { Blocks } from './layout-model.ts'

/** A step of the arrow keys. */
export interface Step {
  x: -1 | 0 | 1
  y: -1 | 0 | 1
}

/** Moves a block by one step; a neighbour in the way changes places with it. */
export function moveByStep(blocks: Blocks, key: string, step: Step): Blocks {
  const block = blocks[key]
  if (!block) return blocks
  return step.x === 0 ? moveVertically(blocks, key, block, step.y) : moveSideways(blocks, key, block, step.x)
}

function moveSideways(blocks: Blocks, key: string, block: Block, step: number): Blocks {
  const x = block.x + step
  if (x < 0 || x + block.w > COLUMNS) return blocks
  const zone = zoneOf(blocks, key)
  const neighbour = blocksIn(blocks, zone).find(([other, each]) => other !== key && overlaps({ ...block, x }, each))
  if (!neighbour) return moveTo(blocks, key, { zone, x, y: block.y })
  const [otherKey, other] = neighbour
  const [left, right] = step > 0 ? [block, other] : [other, block]
  const start = left.x
  const swapped = {
    ...blocks,
    [step > 0 ? otherKey : key]: { ...right, x: start },
    [step > 0 ? key : otherKey]: { ...left, x: start + right.w },
  }
  return arrange(swapped)
}

function moveVertically(blocks: Blocks, key: string, block: Block, step: number): Blocks {
  const zone = zoneOf(blocks, key)
  const others = blocksIn(blocks, zone).filter(([other]) => other !== key)
  const lower = others.map(([, each]) => each).filter((each) => each.y > block.y)
  const upper = others.map(([, each]) => each).filter((each) => each.y < block.y)
  if (step > 0) {
    const next = lower.sort((a, b) => a.y - b.y)[0]
    const isAlone = !others.some(([, each]) => each.y === block.y)
    if (!next && isAlone) return blocks
    return moveTo(blocks, key, { zone, x: block.x, y: next ? next.y + (isAlone ? next.h : 0) : block.y + block.h })
  }
  const previous = upper.sort((a, b) => b.y - a.y)[0]
  return previous ? moveTo(blocks, key, { zone, x: block.x, y: previous.y }) : blocks
}

/** Makes a block wider or narrower by a column, higher or lower by a row. */
export function resizeByStep(blocks: Blocks, key: string, step: Step): Blocks {
  const block = blocks[key]
  if (!block) return blocks
  const w = Math.max(3, Math.min(COLUMNS - block.x, block.w + step.x))
  const h = block.type === 'section' ? block.h : Math.max(1, block.h + step.y)
  if (w === block.w && h === block.h) return blocks
  const zone = zoneOf(blocks, key)
  return moveTo({ ...blocks, [key]: { ...block, w, h } }, key, { zone, x: block.x, y: block.y })
}

function overlaps(a: Block, b: Block): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

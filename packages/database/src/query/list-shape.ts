import { createLru } from '@fieldwork/metadata'
import type { Catalog, Lru } from '@fieldwork/metadata'
import type { QueryContext } from './context.ts'
import type { ListShape } from './look-up.ts'
import { canMerge, chooseShape } from './choose-shape.ts'
import type { ShapeQuestion } from './choose-shape.ts'
import { measureRows } from './measure-rows.ts'
import type { MeasuredRows } from './measure-rows.ts'
import { pagesMerged, isMergeable } from './merge.ts'

/** how long what was counted is believed: an outdated shape is slow, never wrong */
const believedMs = 60_000
/** a list that takes longer is doubted */
const slowMs = 500
const keptMs = 600_000
const maxActors = 10_000
/** requests of one actor of which something was learned */
const maxLearned = 200

interface Learned {
  shape: ListShape
  until: number
  /** the one that was slow */
  tried: { shape: ListShape; ms: number }
}

interface Known {
  objects: Map<string, { rows: MeasuredRows; until: number }>
  learned: Map<string, Learned>
}

const actors = new WeakMap<Catalog, Lru<Known>>()

/** How the list finds its rows; whoever has no rows of his own has none to count. */
export function listShape(ctx: QueryContext, question: ShapeQuestion): ListShape | Promise<ListShape> {
  const access = ctx.access(question.object, 'read')
  if (access.kind !== 'rule' || !access.arms) return 'once'
  if (ctx.listShape)
    return ctx.listShape === 'merge' && !canMerge(question, mergeable(ctx, question)) ? 'index' : ctx.listShape
  const known = knownOf(ctx)
  const learned = known.learned.get(keyOf(question))
  if (learned && learned.until > performance.now()) return learned.shape
  const found = known.objects.get(question.object)
  if (found && found.until > performance.now())
    return chooseShape(question, { rows: found.rows, mergeable: mergeable(ctx, question) })
  return measureRows(ctx, question.object, access.arms).then((rows) => {
    known.objects.set(question.object, { rows, until: performance.now() + believedMs })
    return chooseShape(question, { rows, mergeable: mergeable(ctx, question) })
  })
}

/** The shape of what looks at all rows of the selection: counts and figures. */
export function wholeShape(ctx: QueryContext, object: string): ListShape | Promise<ListShape> {
  const shape = listShape(ctx, { object, request: 'whole', isByAge: false, isWalked: false, limit: 0 })
  return shape instanceof Promise ? shape.then(ofAll) : ofAll(shape)
}

const ofAll = (shape: ListShape): ListShape => (shape === 'index' ? shape : 'whole')

/** The pages that a merge looks into; null: an index does not keep the order of every way. */
const mergeable = (ctx: QueryContext, { object }: ShapeQuestion): number | null =>
  isMergeable(ctx.access(object, 'read')) ? pagesMerged(ctx, object) : null

const keyOf = ({ object, request }: ShapeQuestion): string => `${object} ${request}`

/**
 * Learns from what a list took: one that was slow led past too many rows, so the other way is tried; where that is
 * slower still, the first one is kept for a while.
 */
export function noteTime(ctx: QueryContext, question: ShapeQuestion, { shape, ms }: { shape: ListShape; ms: number }) {
  const { learned } = knownOf(ctx)
  const key = keyOf(question)
  const known = learned.get(key)
  const until = performance.now() + keptMs
  if (!known && ms > slowMs) {
    if (learned.size >= maxLearned) learned.clear()
    learned.set(key, { shape: otherShape(ctx, question, shape), until, tried: { shape, ms } })
  } else if (known && shape === known.shape && shape !== known.tried.shape && ms > known.tried.ms) {
    learned.set(key, { shape: known.tried.shape, until, tried: known.tried })
  }
}

/** What is tried in place of a shape that was slow. */
export function otherShape(ctx: QueryContext, question: ShapeQuestion, shape: ListShape): ListShape {
  if (shape === 'merge') return 'once'
  if (canMerge(question, mergeable(ctx, question))) return 'merge'
  return shape === 'index' ? 'once' : 'index'
}

function knownOf({ catalog, accessKey, user }: QueryContext): Known {
  const known = actors.get(catalog) ?? createLru<Known>(maxActors)
  actors.set(catalog, known)
  const key = `${user.id} ${String(user.access?.epoch)} ${accessKey}`
  return known.getOrCreate(key, () => ({ objects: new Map(), learned: new Map() }))
}

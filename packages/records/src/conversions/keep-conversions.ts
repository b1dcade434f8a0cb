import { conversionsInto, lockRecord, markConversion, readExpressions } from '@fieldwork/database'
import type { MakingConversion, WriteInput } from '@fieldwork/database'
import type { Catalog, CompiledConversion } from '@fieldwork/metadata'
import { inTransaction } from '../in-transaction.ts'
import type { RecordText } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import { asConversion } from './as-conversion.ts'
import { redoConversion, undoConversion } from './undo-conversion.ts'
import type { SourceWriter } from './undo-conversion.ts'

/** What of an object's writes conversions want to know. */
interface Watched {
  /** some have targets that can be cancelled */
  cancels: boolean
}

const watchedObjects = new WeakMap<Catalog, ReadonlyMap<string, Watched>>()

/** A conversion that has made the record, with what it says. */
interface Link extends MakingConversion {
  definition: CompiledConversion
}

interface KeptWrite {
  change: WriteInput
  changeRecord: SourceWriter['changeRecord']
}

/**
 * Does a write of a record and, where a conversion has made the record, takes back what the conversion wrote to its
 * source when the record is deleted or cancelled, and writes it again when it returns: in one transaction, one writer
 * after the other. Objects that no conversion makes in such a way cost nothing.
 *
 * @throws conversion_not_possible (it returns, and what it had taken is taken otherwise), and what the write throws
 */
export function keepingConversions(
  ctx: WriteContext,
  { change, changeRecord }: KeptWrite,
  write: (ctx: WriteContext) => Promise<RecordText>,
): Promise<RecordText> {
  if (!isWatched(ctx.catalog, change)) return write(ctx)
  return inTransaction(ctx, async (tx) => {
    const found = await linksInto(tx, change)
    if (found.length === 0) return write(tx)
    const links = await locked(tx, change, found)
    // links to the record would keep it from being deleted
    const settled = () => settle(tx, links, { change, changeRecord })
    if (change.operation === 'delete') await settled()
    const record = await write(tx)
    if (change.operation !== 'delete') await settled()
    return record
  })
}

function isWatched(catalog: Catalog, { object, operation }: WriteInput): boolean {
  const all = watchedObjects.get(catalog) ?? watchedIn(catalog)
  watchedObjects.set(catalog, all)
  const watched = all.get(object)
  return watched !== undefined && (watched.cancels || operation === 'delete' || operation === 'undelete')
}

function watchedIn({ conversions }: Catalog): ReadonlyMap<string, Watched> {
  const found = new Map<string, Watched>()
  for (const conversion of conversions.values()) {
    for (const target of conversion.targets) {
      if (!isKept(conversion, target.key)) continue
      const cancels = target.cancelled !== null || found.get(target.object)?.cancels === true
      found.set(target.object, { cancels })
    }
  }
  return found
}

/** Whether a target that is gone changes anything for the source. */
function isKept({ writeBack, targets }: CompiledConversion, key: string): boolean {
  const target = targets.find((each) => each.key === key)
  if (!target) return false
  return writeBack.undo !== null || target.cancelled !== null || target.lines.some(({ quantity }) => quantity?.isKept)
}

async function linksInto({ db, catalog }: WriteContext, { object, id }: WriteInput): Promise<Link[]> {
  return (await conversionsInto(db, { object, id })).flatMap((link) => {
    const definition = catalog.conversions.get(link.conversion)
    return definition?.source === link.source.object && isKept(definition, link.target) ? [{ ...link, definition }] : []
  })
}

/** Whoever converts locks the source first as well; what has been undone meanwhile is read behind the lock. */
async function locked(ctx: WriteContext, change: WriteInput, found: readonly Link[]): Promise<Link[]> {
  const sources = new Map(found.map(({ source }) => [source.id, source]))
  for (const id of [...sources.keys()].sort()) await lockRecord(ctx, sources.get(id)!)
  return linksInto(ctx, change)
}

async function settle(ctx: WriteContext, links: readonly Link[], { change, changeRecord }: KeptWrite): Promise<void> {
  for (const link of links) {
    const gone = change.operation === 'delete' || (await isCancelled(ctx, link, change))
    if (gone === link.undone) continue
    const writer = { ...asConversion(ctx), changeRecord }
    if (gone) await undoConversion(writer, link, change.id)
    else await redoConversion(writer, link, change.id)
    await markConversion(ctx.db, { id: link.id, undone: gone })
  }
}

async function isCancelled(ctx: WriteContext, { definition, target }: Link, { object, id }: WriteInput) {
  const cancelled = definition.targets.find(({ key }) => key === target)?.cancelled
  if (!cancelled) return false
  const [row] = await readExpressions(asConversion(ctx), {
    key: `conversion ${definition.name} ${target} cancelled`,
    object,
    id,
    expressions: { cancelled },
    limit: 1,
  })
  return row?.values['cancelled'] === true
}

import { appError, createCatalog, knownFieldsOf } from '@fieldwork/metadata'
import type { PhysicalNames } from '@fieldwork/metadata'
import type { Queryable } from '../connection/types.ts'
import type { PublishingContext, Snapshot } from './draft.ts'
import { loadDocuments } from './stored-documents.ts'
import type { StoredDocuments } from './stored-documents.ts'

/** The latest revision as it is stored. Throws validation_failed where this program cannot compile it. */
export async function loadSnapshot(db: Queryable, context: PublishingContext): Promise<Snapshot> {
  return compileStored(await loadDocuments(db, context.known?.layers ?? []), context)
}

/**
 * What is stored, and the context to change it in. Plans compare only what differs from the known catalog, so that has
 * to be the stored one: another node may have published, and the news of it may still be on its way.
 *
 * @throws validation_failed where this program cannot compile what is stored
 */
export async function readLatest<C extends PublishingContext>(
  db: Queryable,
  context: C,
): Promise<{ stored: StoredDocuments; context: C }> {
  const { known } = context
  const stored = await loadDocuments(db, known?.layers ?? [])
  if (known === null || known.catalog.revision === stored.revision) return { stored, context }
  return { stored, context: { ...context, known: compileStored(stored, context) } }
}

function compileStored(
  { revision, layers, columns, awaiting }: StoredDocuments,
  { known, extensions }: PublishingContext,
): Snapshot {
  const physical: PhysicalNames = { column: (object, field) => columns.get(`${object}.${field}`) ?? field }
  const previous = known?.catalog
  const isKnownField = knownFieldsOf(layers)
  const compiled = createCatalog(layers, {
    revision,
    physical,
    extensions,
    isKnownField,
    awaiting,
    ...(previous && { previous }),
  })
  if ('problems' in compiled) throw appError('validation_failed', {}, compiled.problems)
  return { layers, catalog: compiled.catalog }
}

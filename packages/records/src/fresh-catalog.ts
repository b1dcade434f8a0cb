import { sqlState, sqlStateOf } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { RecordsDeps } from './records-deps.ts'

const attempts = 3

/** Raised inside `work` when a statement found that its catalog is not the published one any more. */
export const staleCatalog = (): AppError => appError('stale_revision')

/**
 * Works with the current catalog; when it turns out to be outdated, reads the new one and works again: when a statement
 * says so, and before anything is refused that a newer catalog might allow (an object this node has not heard of yet).
 * Nothing of a refused attempt was stored. Inside a transaction that is left to whoever opened it.
 */
export async function withFreshCatalog<T>(
  { registry, isBound }: RecordsDeps,
  work: (catalog: Catalog) => Promise<T>,
): Promise<T> {
  if (isBound) return work(registry.catalog())
  for (let attempt = 1; ; attempt++) {
    const catalog = registry.catalog()
    try {
      return await work(catalog)
    } catch (error) {
      if (attempt === attempts || !mayBeOutdated(error)) throw error
      const isSame = (await registry.refresh()) === catalog
      if (isSame && !isOutdated(error)) throw error
    }
  }
}

/** A refusal costs one look at the revision; that is nothing beside telling somebody a wrong thing. */
const mayBeOutdated = (error: unknown): boolean => error instanceof AppError || isOutdated(error)

function isOutdated(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'stale_revision'
  const state = sqlStateOf(error)
  return state === sqlState.undefinedColumn || state === sqlState.undefinedTable
}

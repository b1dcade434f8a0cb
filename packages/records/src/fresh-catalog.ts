import { sqlState, sqlStateOf } from '@fieldwork/database'
import { AppError, appError } from '@fieldwork/metadata'
import type { Catalog } from '@fieldwork/metadata'
import type { RecordsDeps } from './records-deps.ts'

const attempts = 3

/** Raised inside `work` when a statement found that its catalog is not the published one any more. */
export const staleCatalog = (): AppError => appError('stale_revision')

/**
 * Works with the current catalog; when it turns out to be outdated, reads the new one and works again. Nothing of a
 * refused attempt was stored. Inside a transaction that is left to whoever opened it.
 */
export async function withFreshCatalog<T>(
  { registry, isBound }: RecordsDeps,
  work: (catalog: Catalog) => Promise<T>,
): Promise<T> {
  if (isBound) return work(registry.catalog())
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(registry.catalog())
    } catch (error) {
      if (attempt === attempts || !isOutdated(error)) throw error
      await registry.refresh()
    }
  }
}

function isOutdated(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'stale_revision'
  const state = sqlStateOf(error)
  return state === sqlState.undefinedColumn || state === sqlState.undefinedTable
}

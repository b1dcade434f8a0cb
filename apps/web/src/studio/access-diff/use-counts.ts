import { useApi } from '@fieldwork/ui'
import { useEffect, useState } from 'react'

import type { AccessDiff, PersonDifference } from './types.ts'
import { ACCESS_DIFF_PATH } from './use-access-diff.ts'
import type { DiffRequest } from './use-access-diff.ts'

/** People asked about together: few, so that there is something to see soon. */
const AT_ONCE = 4

/** Counts the records of people, a few people at a time, until all are counted or somebody stops it. */
export function useCounts(request: DiffRequest, ids: readonly string[]) {
  const api = useApi()
  const [counted, setCounted] = useState<ReadonlyMap<string, PersonDifference | null>>(new Map())
  const [isStopped, setStopped] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const next = ids
    .filter((id) => !counted.has(id))
    .slice(0, AT_ONCE)
    .join()
  const isRunning = next !== '' && !isStopped && error === null
  const body = JSON.stringify(request)

  useEffect(() => {
    if (!isRunning) return undefined
    const controller = new AbortController()
    const people = next.split(',')
    const ask = async (): Promise<void> => {
      try {
        const question = { ...(JSON.parse(body) as object), people }
        const { signal } = controller
        const { data } = await api.request<AccessDiff>('POST', ACCESS_DIFF_PATH, { body: question, signal })
        const found = new Map(data.people.data.map((person) => [person.id, person]))
        setCounted((known) => new Map([...known, ...people.map((id) => [id, found.get(id) ?? null] as const)]))
      } catch (reason) {
        if (!controller.signal.aborted) setError(reason as Error)
      }
    }
    void ask()
    return () => controller.abort()
  }, [api, body, next, isRunning])

  return {
    people: ids.flatMap((id) => counted.get(id) ?? []),
    done: ids.filter((id) => counted.has(id)).length,
    isRunning,
    error,
    stop: () => setStopped(true),
    resume: () => {
      setError(null)
      setStopped(false)
    },
  }
}

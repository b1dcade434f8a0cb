import { ApiProblem, isApiProblem } from './api-problem.ts'
import type { ProblemBody } from './api-problem.ts'
import type { Api } from './create-api.ts'

/** What became of many records; each refusal in words. */
export interface BulkOutcome {
  done: string[]
  refused: { id: string; message: string }[]
}

/** Hears how many records have been dealt with. */
export type OnProgress = (settled: number) => void

const BATCH_SIZE = 100
const AT_ONCE = 6

/** Puts records into the recycle bin, each on its own: one that may not be deleted does not keep the others. */
export async function removeRecords(
  api: Api,
  { object, ids }: { object: string; ids: string[] },
  onProgress: OnProgress,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], refused: [] }
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const batch = ids.slice(start, start + BATCH_SIZE)
    const answers = await removeBatch(api, object, batch)
    answers.forEach((refusal, index) => note(outcome, batch[index] ?? '', refusal))
    onProgress(start + batch.length)
  }
  return outcome
}

/** Takes records out of the recycle bin, a few at a time. */
export async function bringBackRecords(
  api: Api,
  { object, ids }: { object: string; ids: string[] },
  onProgress: OnProgress,
): Promise<BulkOutcome> {
  const outcome: BulkOutcome = { done: [], refused: [] }
  const waiting = [...ids]
  let settled = 0
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      note(outcome, id, await refusalOf(api.post(`/api/recycle-bin/${object}/${id}/restore`, {})))
      onProgress((settled += 1))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcome
}

/** One refusal or null for each id; when the whole request is refused, so is each of them. */
async function removeBatch(api: Api, object: string, ids: string[]): Promise<(ApiProblem | null)[]> {
  const body = { delete: ids, atomic: false }
  try {
    const answer = await api.post<{ delete: ({ status: number } & ProblemBody)[] }>(
      `/api/records/${object}/batch`,
      body,
    )
    return answer.delete.map((result) => (result.status >= 400 ? new ApiProblem(result.status, result) : null))
  } catch (error) {
    if (!isApiProblem(error)) throw error
    return ids.map(() => error)
  }
}

async function refusalOf(write: Promise<unknown>): Promise<ApiProblem | null> {
  try {
    await write
    return null
  } catch (error) {
    if (!isApiProblem(error)) throw error
    return error
  }
}

function note(outcome: BulkOutcome, id: string, refusal: ApiProblem | null): void {
  if (refusal) outcome.refused.push({ id, message: refusal.problems[0]?.message ?? refusal.message })
  else outcome.done.push(id)
}

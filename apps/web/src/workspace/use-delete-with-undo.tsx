import { useRecordWrites, useTexts } from '@fieldwork/ui'
import type { BulkOutcome, ObjectSchema, OnProgress } from '@fieldwork/ui'
import { App, Button } from 'antd'
import { Suspense, lazy } from 'react'

const Bar = lazy(async () => ({ default: (await import('./progress-bar.tsx')).ProgressBar }))

const UNDO_SECONDS = 10
/** fewer are done before a bar could be read */
const WITH_PROGRESS = 50
const SHOWN_REASONS = 5

/**
 * Puts records into the recycle bin, with progress where it takes a while and one undo for all of them; says which
 * could not be deleted. Resolves with the ids that are gone.
 */
export function useDeleteWithUndo(schema: ObjectSchema): (ids: string[]) => Promise<string[]> {
  const { t } = useTexts('app')
  const writes = useRecordWrites(schema.object)
  const { message, notification } = App.useApp()
  const withProgress = useProgress()

  const undo = async (ids: string[]): Promise<void> => {
    const { refused } = await withProgress('delete.undoing', ids.length, (tell) => writes.bringBack(ids, tell))
    if (refused.length > 0) notification.error({ title: t('delete.undoFailed'), description: reasonsOf(refused) })
    else void message.success(t('delete.undone', { count: ids.length }))
  }

  const offerUndo = (ids: string[]): void => {
    const key = `deleted-${ids[0]}`
    const takeBack = (): void => {
      message.destroy(key)
      void undo(ids)
    }
    const content = (
      <span className="fw-undo">
        {t('delete.done', { count: ids.length, label: schema.label })}
        <Button type="link" size="small" onClick={takeBack}>
          {t('action.undo', { ns: 'ui' })}
        </Button>
      </span>
    )
    void message.open({ key, duration: UNDO_SECONDS, content })
  }

  return async (ids) => {
    const { done, refused } = await withProgress('delete.doing', ids.length, (tell) => writes.remove(ids, tell))
    if (refused.length > 0) {
      notification.error({
        title: t('delete.refused', { count: refused.length }),
        description: reasonsOf(refused),
      })
    }
    if (done.length > 0) offerUndo(done)
    return done
  }
}

/** Runs something long under a bar that says how far it is. */
function useProgress() {
  const { t } = useTexts('app')
  const { message } = App.useApp()
  return async <T,>(text: string, total: number, run: (tell: OnProgress) => Promise<T>): Promise<T> => {
    const key = `${text}-${total}`
    const show = (settled: number): void => {
      const content = (
        <span className="fw-progress">
          {t(text, { settled, total })}
          <Suspense fallback={null}>
            <Bar share={settled / total} />
          </Suspense>
        </span>
      )
      void message.open({ key, duration: 0, content })
    }
    if (total < WITH_PROGRESS) return run(() => undefined)
    show(0)
    try {
      return await run(show)
    } finally {
      message.destroy(key)
    }
  }
}

/** Each reason once. */
function reasonsOf(refused: BulkOutcome['refused']) {
  const reasons = [...new Set(refused.map(({ message }) => message))].slice(0, SHOWN_REASONS)
  return reasons.map((reason) => <div key={reason}>{reason}</div>)
}

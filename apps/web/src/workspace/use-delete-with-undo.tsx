import { isApiProblem, useRecordWrites, useTexts } from '@fieldwork/ui'
import type { ObjectSchema } from '@fieldwork/ui'
import { App, Button } from 'antd'

const UNDO_SECONDS = 8

/** Puts records into the recycle bin and offers to take them out again; says which could not be deleted. */
export function useDeleteWithUndo(schema: ObjectSchema): (ids: string[]) => Promise<boolean> {
  const { t } = useTexts('app')
  const writes = useRecordWrites(schema.object)
  const { message, notification } = App.useApp()

  const undo = async (ids: string[]): Promise<void> => {
    const { refused } = await settleAll(ids, writes.undelete)
    if (refused.length > 0) notification.error({ title: t('delete.undoFailed'), description: refused[0] })
    else void message.success(t('delete.undone'))
  }

  return async (ids) => {
    const { done, failed, refused } = await settleAll(ids, writes.remove)
    if (refused.length > 0) {
      notification.error({
        title: t('delete.refused', { count: failed.length }),
        description: [...new Set(refused)].map((line) => <div key={line}>{line}</div>),
      })
    }
    if (done.length === 0) return false
    const key = `deleted-${done[0]}`
    void message.open({
      key,
      duration: UNDO_SECONDS,
      content: (
        <span className="fw-undo">
          {t('delete.done', { count: done.length, label: schema.label })}
          <Button
            type="link"
            size="small"
            onClick={() => {
              message.destroy(key)
              void undo(done)
            }}
          >
            {t('action.undo', { ns: 'ui' })}
          </Button>
        </span>
      ),
    })
    return true
  }
}

/** Runs one request after the other, so that a large selection does not flood the server. */
async function settleAll(ids: string[], run: (id: string) => Promise<void>) {
  const done: string[] = []
  const refused: string[] = []
  const failed: string[] = []
  for (const id of ids) {
    try {
      await run(id)
      done.push(id)
    } catch (error) {
      if (!isApiProblem(error)) throw error
      failed.push(id)
      refused.push(...(error.problems.length > 0 ? error.problems.map((problem) => problem.message) : [error.message]))
    }
  }
  return { done, failed, refused }
}

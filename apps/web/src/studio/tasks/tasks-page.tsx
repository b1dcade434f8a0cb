import { EmptyState, PageHeader, useTexts } from '@fieldwork/ui'
import { Skeleton } from 'antd'

import { useTasks } from './queries.ts'
import { KeptColumns } from './kept-columns.tsx'
import { TaskItem } from './task-item.tsx'

/** Long work beside the requests: what is under way, what stopped, what is done. */
export function TasksPage() {
  const { t } = useTexts('studio')
  const tasks = useTasks()
  return (
    <div className="st-page">
      <PageHeader title={t('tasks.title')} line={t('tasks.line')} />
      {tasks.isError ? <p role="alert">{tasks.error.message}</p> : null}
      {tasks.isPending ? <Skeleton active title={false} /> : null}
      {tasks.data?.length === 0 ? (
        <EmptyState icon="inbox" title={t('tasks.none')} text={t('tasks.noneText')} />
      ) : (
        <ul className="st-tasks">
          {tasks.data?.map((task) => (
            <TaskItem key={task.id} task={task} />
          ))}
        </ul>
      )}
      <KeptColumns />
    </div>
  )
}

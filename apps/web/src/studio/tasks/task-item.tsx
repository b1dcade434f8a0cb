import { useTexts } from '@fieldwork/ui'
import { Button, Popconfirm, Progress, Tag } from 'antd'

import { isOpen, useTaskAction } from './queries.ts'
import type { Task, TaskState } from './queries.ts'

const COLORS: Record<TaskState, string> = {
  queued: 'default',
  running: 'blue',
  done: 'green',
  failed: 'red',
  cancelled: 'default',
}

/** One task: what it does, how far it is, why it stopped, and what can be done about it. */
export function TaskItem({ task }: { task: Task }) {
  const { t } = useTexts('studio')
  return (
    <li className="st-task">
      <div className="st-step-line">
        <Tag color={COLORS[task.state]}>{t(task.cancelling ? 'tasks.cancelling' : `tasks.state.${task.state}`)}</Tag>
        <span className="st-grow">{task.label}</span>
        <TaskActions task={task} />
      </div>
      {isOpen(task) ? <TaskProgress task={task} /> : null}
      {task.error ? <TaskFailure error={task.error} /> : null}
    </li>
  )
}

function TaskProgress({ task: { done, total, label } }: { task: Task }) {
  const percent = total ? Math.min(100, Math.floor((done / total) * 100)) : 0
  return <Progress percent={percent} size="small" aria-label={label} />
}

function TaskFailure({ error: { message, problems } }: { error: NonNullable<Task['error']> }) {
  return (
    <div className="st-task-error">
      <p>{message}</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem.message}>{problem.message}</li>
        ))}
      </ul>
    </div>
  )
}

function TaskActions({ task }: { task: Task }) {
  const { t } = useTexts('studio')
  const action = useTaskAction(task.id)
  const canCancel = (isOpen(task) || task.state === 'failed') && !task.cancelling
  const canRetry = task.state === 'failed' || task.state === 'cancelled'
  return (
    <>
      {canRetry ? (
        <Button size="small" loading={action.isPending} onClick={() => action.mutate('retry')}>
          {t('tasks.retry')}
        </Button>
      ) : null}
      {canCancel ? (
        <Popconfirm
          title={t('tasks.cancelTitle')}
          description={t('tasks.cancelText')}
          okText={t('tasks.cancel')}
          cancelText={t('tasks.keep')}
          onConfirm={() => action.mutate('cancel')}
        >
          <Button size="small" type="text" loading={action.isPending}>
            {t('tasks.cancel')}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  )
}

import { useTexts } from '@fieldwork/ui'

import { useTasks } from './queries.ts'
import { TaskItem } from './task-item.tsx'

/** Some tasks as they are now. */
export function TaskList({ ids }: { ids: readonly string[] }) {
  const { t } = useTexts('studio')
  const tasks = useTasks().data?.filter(({ id }) => ids.includes(id)) ?? []
  if (tasks.length === 0) return null
  return (
    <section className="st-published-tasks" aria-label={t('tasks.title')}>
      <h3 className="st-group-title">{t('tasks.goOn')}</h3>
      <ul className="st-tasks">
        {tasks.map((task) => (
          <TaskItem key={task.id} task={task} />
        ))}
      </ul>
    </section>
  )
}

/** What is still being made for an object, or was not: its definition says it already. */
export function ObjectTasks({ object }: { object: string }) {
  const { t } = useTexts('studio')
  const isAbout = ({ subjects }: { subjects: { object: string }[] }) => subjects.some((each) => each.object === object)
  const tasks = useTasks().data?.filter((task) => task.state !== 'done' && isAbout(task)) ?? []
  if (tasks.length === 0) return null
  return (
    <ul className="st-tasks st-object-tasks" aria-label={t('tasks.title')}>
      {tasks.map((task) => (
        <TaskItem key={task.id} task={task} />
      ))}
    </ul>
  )
}

import { defineStep, expression, fieldValues, optionsOf, outputOf, recordOutput, reference } from '../../step.ts'

/** Creates a task for somebody, as a record of whatever object keeps tasks. */
export const createTask = defineStep({
  name: 'create-task',
  label: { en: 'Create task', 'zh-CN': '创建任务' },
  help: {
    en: 'Creates a record of the object that keeps tasks, for whom it is and by when',
    'zh-CN': '在任务对象中创建一条任务，指定负责人和期限',
  },
  icon: 'carry-out',
  group: 'tasks',
  order: 10,
  effect: 'records',
  options: optionsOf(
    {
      object: reference('object', 'The object that keeps tasks'),
      values: fieldValues('By field: its value'),
      assignee: expression('user', 'Whose it is; becomes the owner'),
      about: reference('field', 'The field that refers to the record of the run', 'object'),
    },
    ['object', 'values'],
  ),
  output: outputOf({ id: recordOutput('object', 'The task') }),
  async run({ records, actor, run }, options) {
    const { object, values, assignee, about } = options as {
      object: string
      values: Record<string, unknown>
      assignee?: string
      about?: string
    }
    const subject = about !== undefined && run.record !== null ? { [about]: run.record } : {}
    const owner = assignee ? { owner: assignee } : {}
    const { id } = await records.create(actor, { object, values: { ...subject, ...owner, ...values } })
    return { kind: 'done', output: { id } }
  },
  examples: [{ options: { object: 'todo', values: { name: "'call'" }, about: 'ticket', assignee: 'user' } }],
})

import { enqueueTask, nudgeTasks } from '@fieldwork/database'
import { RECORD_TYPE, pointerOf } from '@fieldwork/metadata'
import type { CompiledObject } from '@fieldwork/metadata'
import type { Problem } from '@fieldwork/fields'
import type { TemplateChoice } from '@fieldwork/print'
import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../capability.ts'
import { refuse, say } from '../errors.ts'
import { PRINT } from './print-task.ts'
import type { PrintArgs } from './print-task.ts'

type BeginDeps = Pick<ServerDeps, 'db' | 'registry' | 'records' | 'printer' | 'config'>
type Asked = Omit<PrintArgs, 'actor' | 'scope'>

/**
 * Begins to print records into one file, with the rights of who asks for it.
 *
 * @returns the id of the task
 * @throws not_found, forbidden, validation_failed (every record that cannot be printed), too_many_rows
 */
export async function beginPrint(deps: BeginDeps, actor: Actor, asked: Asked): Promise<string> {
  const { db, registry } = deps
  const object = registry.catalog().object(asked.object)
  const problems = await unprintable(deps, actor, { object, asked })
  if (problems.length > 0) throw refuse('validation_failed', {}, problems)
  const args: PrintArgs = { ...asked, actor: actor.id, ...(actor.scope && { scope: actor.scope }) }
  const count = asked.ids.length
  const label = {
    en: `Print ${count} records: ${object.label.en}`,
    'zh-CN': `打印 ${count} 条记录：${object.label['zh-CN']}`,
  }
  const id = await enqueueTask(db, { kind: PRINT, args, label, actor: actor.id })
  nudgeTasks(db)
  return id
}

interface Checked {
  object: CompiledObject
  asked: Asked
}

/** Every record that is not there for him, that he may not print, or that the template does not fit. */
async function unprintable(deps: BeginDeps, actor: Actor, { object, asked }: Checked): Promise<Problem[]> {
  const { records, config } = deps
  if (asked.ids.length === 0) return [{ pointer: '/ids', code: 'required', message: nothing }]
  const { name } = object
  const template = await wantedTemplate(deps, actor, asked)
  const filter = `id in [${asked.ids.map((id) => `"${id}"`).join(', ')}]`
  const fields = object.recordTypes ? ['id', RECORD_TYPE] : ['id']
  const input = { object: name, operation: 'print', filter, fields, most: config.printRows } as const
  const taken = await records.take(actor, input)
  const types = new Map((await taken.all()).map(({ id, [RECORD_TYPE]: type }) => [id, type]))
  return asked.ids.flatMap((id, at): Problem[] => {
    const pointer = pointerOf('ids', at)
    if (!types.has(id)) return [{ pointer, code: 'not_printable', message: notPrintable, params: { id } }]
    if (!template?.recordType || template.recordType === types.get(id)) return []
    return [{ pointer, code: 'wrong_type', message: notFitting, params: { id, template: template.name } }]
  })
}

/** Null: each record by the first that fits it. */
async function wantedTemplate(
  { printer, records }: BeginDeps,
  actor: Actor,
  { object, template }: Asked,
): Promise<TemplateChoice | null> {
  if (template === null) return null
  const known = await printer.templates(records, actor, { object })
  const found = known.find(({ name }) => name === template)
  if (found) return found
  const names = known.map(({ name }) => name)
  const message = say(
    `There is no print template “${template}”; these are there: ${names.join(', ')}`,
    `没有打印模板“${template}”，可用的模板：${names.join('、')}`,
  )
  throw refuse('not_found', { name: template }, [{ pointer: '/template', code: 'unknown_name', message }])
}

const nothing = say('Choose at least one record', '请至少选择一条记录')
const notPrintable = say(
  'This record is not there (it may be in the recycle bin), or you may not print it',
  '该记录不存在（可能已在回收站中），或您无权打印',
)
const notFitting = say('The template is for records of another type', '该模板不适用于此记录类型')

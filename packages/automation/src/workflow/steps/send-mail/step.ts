import { appError } from '@fieldwork/metadata'
import { send } from '../../../notifications/send.ts'
import { peopleOf } from '../../people-of.ts'
import type { StepContext } from '../../step.ts'
import { defineStep, expression, optionsOf, outputOf, reference, template } from '../../step.ts'

interface Options {
  to?: unknown
  roles?: string[]
  addresses?: unknown
  subject: { en: string; 'zh-CN': string }
  body?: { en: string; 'zh-CN': string }
  link?: boolean
  attachments?: string[]
}

const texts = (description: string, longest: number) => ({
  type: 'object',
  additionalProperties: false,
  required: ['en', 'zh-CN'],
  description,
  properties: { en: template('English', longest), 'zh-CN': template('Chinese', longest) },
})

/** Sends mail to people of the workspace, and to others by their addresses. */
export const sendMail = defineStep({
  name: 'send-mail',
  label: { en: 'Send mail', 'zh-CN': '发送邮件' },
  help: {
    en: 'Sends mail to users, roles and mail addresses; each gets one of his own. What has become of it is listed with the deliveries',
    'zh-CN': '向用户、角色及邮箱地址发送邮件，每人单独一封；发送状态见消息发送记录',
  },
  icon: 'mail',
  group: 'messages',
  order: 20,
  effect: 'records',
  options: optionsOf(
    {
      to: expression('any', 'A user, or a list of users'),
      roles: {
        type: 'array',
        maxItems: 20,
        uniqueItems: true,
        items: reference('role', 'Everybody who has it today'),
        description: 'Everybody who has one of these roles today',
      },
      addresses: expression('any', 'A mail address such as a field of the record, or a list of them'),
      subject: texts('The subject', 300),
      body: texts('The text; an empty line begins a paragraph', 10_000),
      link: { type: 'boolean', description: 'With a link to the record; yes when left out' },
      attachments: {
        type: 'array',
        maxItems: 10,
        uniqueItems: true,
        items: reference('field', 'A field with files'),
        description: 'Fields of the record whose files are attached',
      },
    },
    ['subject'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many mails were queued' } }),
  async run(context, given) {
    const { to, roles = [], addresses, subject, body, link = true } = given as unknown as Options
    const { tx, run, idempotencyKey } = context
    const users = [...peopleOf(to), ...(await context.usersOfRoles(roles))]
    const about = run.object !== null && run.record !== null ? `/o/${run.object}/${run.record}` : null
    const files = await filesOf(context, given as unknown as Options)
    const sent = await send(tx, {
      channel: 'mail',
      message: { kind: 'workflow', title: subject, body: body ?? null, link: link ? about : null, files },
      users,
      addresses: peopleOf(addresses).flatMap((each) => each.split(/[;,\s]+/).filter((part) => part.includes('@'))),
      key: idempotencyKey,
      run: run.id,
    })
    return { kind: 'done', output: { count: sent.length } }
  },
  examples: [
    {
      options: {
        to: 'user',
        subject: { en: 'About {{ name }}', 'zh-CN': '关于{{ name }}' },
        body: { en: 'Please look.', 'zh-CN': '请查看。' },
      },
    },
    { options: { addresses: "'someone@example.com'", subject: { en: 'News', 'zh-CN': '通知' }, link: false } },
  ],
})

/** The files that the fields hold, as far as the run may read them. @throws invalid_request without a record */
async function filesOf({ records, actor, run }: StepContext, { attachments = [] }: Options): Promise<string[]> {
  if (attachments.length === 0) return []
  const { object, record: id } = run
  if (object === null || id === null) throw appError('invalid_request', { reason: 'there is no record / 没有记录' })
  const { json } = await records.get(actor, { object, id, fields: attachments })
  const found = JSON.parse(json) as Record<string, unknown>
  return attachments.flatMap((field) => [found[field] ?? []].flat().map(idOf))
}

const idOf = (value: unknown): string => (typeof value === 'string' ? value : String((value as { id: unknown }).id))

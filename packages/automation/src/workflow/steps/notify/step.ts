import { notify as tell } from '../../../notifications/notify.ts'
import { defineStep, expression, localizedTemplate, optionsOf, outputOf } from '../../step.ts'
import { peopleOf } from '../../people-of.ts'

/** Tells people something. */
export const notify = defineStep({
  name: 'notify',
  label: { en: 'Notify', 'zh-CN': '发送消息' },
  help: {
    en: 'Tells people something inside the application and by other channels',
    'zh-CN': '向人员发送站内消息及其他渠道消息',
  },
  icon: 'bell',
  group: 'messages',
  order: 10,
  effect: 'records',
  options: optionsOf(
    {
      to: expression('any', 'A user, or a list of users'),
      title: localizedTemplate('What it says'),
      body: localizedTemplate('More of it'),
      channels: {
        type: 'array',
        'x-channel': true,
        uniqueItems: true,
        maxItems: 5,
        items: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,47}$' },
        description: 'Channels beside the application, such as mail, for those who have not chosen by themselves',
      },
      once: { type: 'boolean', description: 'Nobody gets it again about the same record while the first is unread' },
    },
    ['to', 'title'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many people were told' } }),
  async run({ tx, run, node }, options) {
    const { to, title, body, channels, once } = options as unknown as Message
    const about = run.object !== null && run.record !== null ? { about: { object: run.object, id: run.record } } : {}
    const key = once ? { key: `workflow:${run.workflow}:${node}:${run.record}` } : {}
    const sent = await tell(tx, {
      to: peopleOf(to),
      kind: 'workflow',
      title,
      ...(body && { body }),
      ...about,
      ...(channels && { channels }),
      ...key,
    })
    return { kind: 'done', output: { count: sent.length } }
  },
  examples: [{ options: { to: 'user', title: { en: 'About {{ name }}', 'zh-CN': '关于{{ name }}' }, once: true } }],
})

interface Message {
  to: unknown
  title: { en: string; 'zh-CN': string }
  body?: { en: string; 'zh-CN': string }
  channels?: string[]
  once?: boolean
}

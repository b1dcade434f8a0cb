import { send } from '../../../notifications/send.ts'
import { defineStep, localizedTemplate, optionsOf, outputOf } from '../../step.ts'

interface Options {
  channel: string
  title: { en: string; 'zh-CN': string }
  body?: { en: string; 'zh-CN': string }
  form?: 'text' | 'markdown' | 'card'
  link?: boolean
}

/** Says something in a group, by a channel such as a chat robot. */
export const sendChat = defineStep({
  name: 'send-chat',
  label: { en: 'Send to a group', 'zh-CN': '发送群消息' },
  help: {
    en: 'Sends a message to a group by a channel that is set up for it, such as a WeCom, DingTalk or Feishu robot',
    'zh-CN': '通过已设置的群渠道（如企业微信、钉钉、飞书机器人）发送群消息',
  },
  icon: 'message',
  group: 'messages',
  order: 40,
  effect: 'records',
  options: optionsOf(
    {
      channel: {
        type: 'string',
        pattern: '^[a-z][a-z0-9-]{0,47}$',
        'x-channel': true,
        description: 'Name of the channel',
      },
      title: localizedTemplate('What it says'),
      body: localizedTemplate('More of it'),
      form: { enum: ['text', 'markdown', 'card'], description: 'How it is written; text when left out' },
      link: { type: 'boolean', description: 'With a link to the record; yes when left out' },
    },
    ['channel', 'title'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many messages were queued' } }),
  async run({ tx, run, idempotencyKey }, given) {
    const { channel, title, body, form = 'text', link = true } = given as unknown as Options
    const about = run.object !== null && run.record !== null ? `/o/${run.object}/${run.record}` : null
    const sent = await send(tx, {
      channel,
      message: { kind: 'workflow', title, body: body ?? null, form, link: link ? about : null },
      key: idempotencyKey,
      run: run.id,
    })
    return { kind: 'done', output: { count: sent.length } }
  },
  examples: [{ options: { channel: 'sales-group', title: { en: 'New: {{ name }}', 'zh-CN': '新增：{{ name }}' } } }],
})

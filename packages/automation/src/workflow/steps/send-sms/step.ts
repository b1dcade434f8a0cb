import { send } from '../../../notifications/send.ts'
import { peopleOf } from '../../people-of.ts'
import { defineStep, expression, localizedTemplate, optionsOf, outputOf } from '../../step.ts'

interface Options {
  to?: unknown
  phones?: unknown
  text: { en: string; 'zh-CN': string }
}

/** Sends short messages by the provider that the channel `sms` is set up with. */
export const sendSms = defineStep({
  name: 'send-sms',
  label: { en: 'Send SMS', 'zh-CN': '发送短信' },
  help: {
    en: 'Sends a short message to users and telephone numbers, by the channel “sms”',
    'zh-CN': '通过短信渠道向用户或电话号码发送短信',
  },
  icon: 'mobile',
  group: 'messages',
  order: 30,
  effect: 'records',
  options: optionsOf(
    {
      to: expression('any', 'A user, or a list of users'),
      phones: expression('any', 'A telephone number such as a field of the record, or a list of them'),
      text: localizedTemplate('What it says'),
    },
    ['text'],
  ),
  output: outputOf({ count: { type: 'integer', description: 'How many messages were queued' } }),
  async run({ tx, run, idempotencyKey }, given) {
    const { to, phones, text } = given as unknown as Options
    const sent = await send(tx, {
      channel: 'sms',
      message: { kind: 'workflow', title: text },
      users: peopleOf(to),
      addresses: peopleOf(phones),
      key: idempotencyKey,
      run: run.id,
    })
    return { kind: 'done', output: { count: sent.length } }
  },
  examples: [{ options: { phones: "'13800000000'", text: { en: 'Ticket {{ name }}', 'zh-CN': '工单 {{ name }}' } } }],
})

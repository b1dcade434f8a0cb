import { createHmac } from 'node:crypto'
import { defineChannel } from '@fieldwork/plugin-sdk'
import type { OutgoingMessage } from '@fieldwork/plugin-sdk'
import { plainText, postToRobot, robotSchema, wayOf, withinBytes } from './robot.ts'
import type { RobotSettings } from './robot.ts'

const MOST_BYTES = 18_000

/** A group robot of Feishu (Lark), with the security setting 签名校验 or keywords. */
export const feishuRobot = defineChannel<RobotSettings>({
  name: 'feishu-robot',
  label: { en: 'Feishu group robot', 'zh-CN': '飞书群机器人' },
  reach: 'group',
  settings: robotSchema({ signs: true }),
  rate: { messages: 100, seconds: 60 },
  async deliver(message, { url, secret }, tools) {
    const signed = secret === undefined ? {} : signatureOf(secret, tools.now)
    await postToRobot(url, { ...signed, ...bodyOf(message) }, tools, {
      code: 'code',
      words: 'msg',
      busy: [9499, 11_232],
    })
  },
})

/** Time and HMAC-SHA256 of nothing with "time\nsecret" as its key, as Feishu documents it. */
export function signatureOf(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') }
}

function bodyOf(message: OutgoingMessage): object {
  if (message.form === 'text')
    return { msg_type: 'text', content: { text: withinBytes(plainText(message), MOST_BYTES) } }
  return { msg_type: 'interactive', card: cardOf(message) }
}

function cardOf(message: OutgoingMessage): object {
  const way = wayOf(message)
  const words = message.body ? [{ tag: 'markdown', content: withinBytes(message.body, MOST_BYTES) }] : []
  const button = way && {
    tag: 'action',
    actions: [{ tag: 'button', type: 'primary', text: { tag: 'plain_text', content: way.label }, url: way.link }],
  }
  return {
    header: { title: { tag: 'plain_text', content: message.title } },
    elements: [...words, ...(button ? [button] : [])],
  }
}

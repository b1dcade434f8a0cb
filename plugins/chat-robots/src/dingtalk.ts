import { createHmac } from 'node:crypto'
import { defineChannel } from '@fieldwork/plugin-sdk'
import type { OutgoingMessage } from '@fieldwork/plugin-sdk'
import { markdownOf, plainText, postToRobot, robotSchema, wayOf, withinBytes } from './robot.ts'
import type { RobotSettings } from './robot.ts'

const MOST_BYTES = 20_000

/** A group robot of DingTalk, with the security setting 加签 or keywords. */
export const dingtalkRobot = defineChannel<RobotSettings>({
  name: 'dingtalk-robot',
  label: { en: 'DingTalk group robot', 'zh-CN': '钉钉群机器人' },
  reach: 'group',
  settings: robotSchema({ signs: true }),
  rate: { messages: 20, seconds: 60 },
  async deliver(message, { url, secret }, tools) {
    const address = secret === undefined ? url : signedAddress(url, secret, tools.now)
    await postToRobot(address, bodyOf(message), tools, {
      code: 'errcode',
      words: 'errmsg',
      busy: [130_101, 410_100, -1],
    })
  },
})

/** The address with the time and HMAC-SHA256(secret, "time\nsecret"), as DingTalk documents it. */
export function signedAddress(address: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime())
  const url = new URL(address)
  url.searchParams.set('timestamp', timestamp)
  url.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'))
  return url.href
}

function bodyOf(message: OutgoingMessage): object {
  const { title, form } = message
  const way = wayOf(message)
  if (form === 'text') return { msgtype: 'text', text: { content: withinBytes(plainText(message), MOST_BYTES) } }
  if (form === 'markdown' || way === null)
    return { msgtype: 'markdown', markdown: { title, text: withinBytes(markdownOf(message), MOST_BYTES) } }
  const text = withinBytes([`### ${title}`, message.body].filter(Boolean).join('\n\n'), MOST_BYTES)
  return { msgtype: 'actionCard', actionCard: { title, text, singleTitle: way.label, singleURL: way.link } }
}

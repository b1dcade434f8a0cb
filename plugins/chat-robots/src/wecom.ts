import { defineChannel } from '@fieldwork/plugin-sdk'
import type { OutgoingMessage } from '@fieldwork/plugin-sdk'
import { markdownOf, plainText, postToRobot, robotSchema, wayOf, withinBytes } from './robot.ts'
import type { RobotSettings } from './robot.ts'

// limits in bytes: developer.work.weixin.qq.com/document/path/91770
const TEXT_BYTES = 2048
const MARKDOWN_BYTES = 4096

/** A group robot of WeCom; what its address holds is the only secret. */
export const wecomRobot = defineChannel<RobotSettings>({
  name: 'wecom-robot',
  label: { en: 'WeCom group robot', 'zh-CN': '企业微信群机器人' },
  reach: 'group',
  settings: robotSchema({ signs: false }),
  rate: { messages: 20, seconds: 60 },
  async deliver(message, { url }, tools) {
    await postToRobot(url, bodyOf(message), tools, { code: 'errcode', words: 'errmsg', busy: [45_009, -1] })
  },
})

function bodyOf(message: OutgoingMessage): object {
  const way = wayOf(message)
  // a card of WeCom has to lead somewhere
  if (message.form === 'card' && way !== null) return cardOf(message, way.link)
  if (message.form === 'text')
    return { msgtype: 'text', text: { content: withinBytes(plainText(message), TEXT_BYTES) } }
  return { msgtype: 'markdown', markdown: { content: withinBytes(markdownOf(message), MARKDOWN_BYTES) } }
}

const cardOf = ({ title, body }: OutgoingMessage, url: string): object => ({
  msgtype: 'template_card',
  template_card: {
    card_type: 'text_notice',
    main_title: { title },
    ...(body && { sub_title_text: body }),
    card_action: { type: 1, url },
  },
})

import { definePlugin } from '@fieldwork/plugin-sdk'
import { dingtalkRobot } from './src/dingtalk.ts'
import { feishuRobot } from './src/feishu.ts'
import { wecomRobot } from './src/wecom.ts'

/** Group robots of WeCom, DingTalk and Feishu as channels: each group is one channel that is set up of a kind. */
export default definePlugin({
  url: import.meta.url,
  name: 'chat-robots',
  version: '1.0.0',
  label: { en: 'Chat robots', 'zh-CN': '群机器人' },
  help: {
    en: 'Sends messages to groups of WeCom, DingTalk and Feishu by their robots',
    'zh-CN': '通过企业微信、钉钉、飞书的群机器人发送群消息',
  },
  channels: [wecomRobot, dingtalkRobot, feishuRobot],
  metadata: false,
})

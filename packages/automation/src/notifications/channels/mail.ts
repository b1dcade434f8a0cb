import { DeliveryRefused, defineChannel } from './channel.ts'

/** Mail, by the server that the program's settings name. */
export const mail = defineChannel<{ replyTo?: string }>({
  name: 'mail',
  label: { en: 'Mail', 'zh-CN': '邮件' },
  help: {
    en: 'Sent by the server in SMTP_URL; put into files where there is none',
    'zh-CN': '通过 SMTP_URL 所设服务器发送；未设置时写入文件',
  },
  reach: 'person',
  address: 'mail',
  isPrivate: true,
  settings: {
    type: 'object',
    properties: {
      replyTo: {
        type: 'string',
        format: 'email',
        maxLength: 200,
        title: 'Answers go to',
        'x-title': { en: 'Answers go to', 'zh-CN': '回复地址' },
      },
    },
  },
  async deliver(message, { replyTo }, { mailer }) {
    try {
      return await mailer.send(message, replyTo === undefined ? {} : { replyTo })
    } catch (error) {
      const { responseCode, message: said } = error as { responseCode?: number; message: string }
      // 5xx: the server will never take it
      if (responseCode === undefined || responseCode < 500) throw error
      throw new DeliveryRefused({ en: `The mail server refused: ${said}`, 'zh-CN': `邮件服务器拒收：${said}` })
    }
  },
})

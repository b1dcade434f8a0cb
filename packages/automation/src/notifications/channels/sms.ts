import { DeliveryRefused, defineChannel } from './channel.ts'

interface SmsSettings {
  connection: string
  path: string
  body: Record<string, string>
  longest: number
}

const text = (en: string, zh: string, more: object) => ({
  type: 'string' as const,
  title: en,
  'x-title': { en, 'zh-CN': zh },
  ...more,
})

/** Short messages by the HTTP service of a provider. */
export const sms = defineChannel<SmsSettings>({
  name: 'sms',
  label: { en: 'SMS', 'zh-CN': '短信' },
  help: {
    en: 'Sent by an HTTP service that a connection names',
    'zh-CN': '通过外部连接所指的短信服务（HTTP）发送',
  },
  reach: 'person',
  address: 'phone',
  settings: {
    type: 'object',
    required: ['connection', 'path', 'body'],
    properties: {
      connection: text('Connection', '外部连接', { minLength: 1, maxLength: 100, 'x-reference': 'connection' }),
      path: text('Path', '路径', { maxLength: 500, default: '/' }),
      body: {
        type: 'object',
        maxProperties: 30,
        title: 'Body',
        'x-title': { en: 'Body', 'zh-CN': '请求内容' },
        description: 'JSON by name; {phone}, {text} and {key} are filled in',
        default: { phone: '{phone}', text: '{text}' },
        additionalProperties: { type: 'string', maxLength: 500 },
      },
      longest: {
        type: 'integer',
        minimum: 20,
        maximum: 1000,
        default: 300,
        title: 'Characters at most',
        'x-title': { en: 'Characters at most', 'zh-CN': '最多字符数' },
      },
    },
  },
  async deliver({ address, key, title, body, link }, settings, { call }) {
    const whole = [title, body, link].filter(Boolean).join('\n')
    const said = shortened(whole, settings.longest)
    const parts: Record<string, string> = { phone: address.replaceAll(/[^\d+]/g, ''), text: said, key }
    const filled = Object.entries(settings.body).map(([name, value]) => [
      name,
      value.replaceAll(/\{(phone|text|key)\}/g, (_, part: string) => parts[part]!),
    ])
    const { status } = await call(
      settings.connection,
      {
        method: 'POST',
        path: settings.path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(Object.fromEntries(filled)),
      },
      key,
    )
    if (status >= 200 && status < 300) return {}
    if (status >= 400 && status < 500 && status !== 429)
      throw new DeliveryRefused({ en: `The service answered ${status}`, 'zh-CN': `短信服务返回 ${status}` })
    throw new Error(`The service answered ${status}`)
  },
})

/** What is too long ends with a sign that it does. */
function shortened(text: string, longest: number): string {
  const characters = [...text]
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}

import { DeliveryLater, DeliveryRefused } from '@fieldwork/plugin-sdk'
import type { ChannelTools, JsonSchema, OutgoingMessage } from '@fieldwork/plugin-sdk'

/** What is set of a robot: both parts are secrets, since whoever has the address can write to the group. */
export interface RobotSettings {
  url: string
  secret?: string
}

type RobotSchema = JsonSchema & { properties: Record<string, JsonSchema> }

/** The settings' schema; of robots that sign, with the secret that they sign with. */
export const robotSchema = ({ signs }: { signs: boolean }): RobotSchema => ({
  type: 'object',
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      pattern: '^https?://\\S+$',
      maxLength: 500,
      writeOnly: true,
      title: 'Webhook address',
      'x-title': { en: 'Webhook address', 'zh-CN': 'Webhook 地址' },
    },
    ...(signs && {
      secret: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        writeOnly: true,
        title: 'Signing secret',
        'x-title': { en: 'Signing secret', 'zh-CN': '加签密钥' },
      },
    }),
  },
})

/** How the service answers: 0 is well, `busy` are its codes for too many messages. */
interface Answering {
  code: 'errcode' | 'code'
  words: 'errmsg' | 'msg'
  busy: readonly number[]
}

const WAIT_SECONDS = 30

/** Posts a message to a robot. @throws DeliveryLater, DeliveryRefused, Error (it may be tried again) */
export async function postToRobot(
  url: string,
  body: object,
  { fetch, signal }: Pick<ChannelTools, 'fetch' | 'signal'>,
  answering: Answering,
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    signal,
  })
  const text = await response.text()
  if (response.status === 429) throw new DeliveryLater(WAIT_SECONDS)
  if (response.status >= 500) throw new Error(`The service answered ${response.status}`)
  const answer = parsed(text)
  const code = Number(answer[answering.code] ?? Number.NaN)
  if (response.ok && code === 0) return
  if (answering.busy.includes(code)) throw new DeliveryLater(WAIT_SECONDS)
  const words = `${response.status} ${code} ${String(answer[answering.words] ?? '')}`.trim().slice(0, 300)
  throw new DeliveryRefused({ en: `The robot refused: ${words}`, 'zh-CN': `机器人拒绝接收：${words}` })
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return {}
  }
}

const openWords = { en: 'Open', 'zh-CN': '查看' }

/** Where a card leads, with what is on its button. */
export const wayOf = ({ actions, link, locale }: OutgoingMessage): { label: string; link: string } | null =>
  actions[0] ?? (link === null ? null : { label: openWords[locale], link })

/** The message as one text. */
export const plainText = ({ title, body, link }: OutgoingMessage): string =>
  [title, body, link].filter(Boolean).join('\n')

/** The message as Markdown; the body is taken as it is written. */
export function markdownOf(message: OutgoingMessage): string {
  const way = wayOf(message)
  const parts = [`**${message.title}**`, message.body, way && `[${way.label}](${way.link})`]
  return parts.filter(Boolean).join('\n\n')
}

/** Cut so that it has at most so many bytes; what is cut ends with a sign that it is. */
export function withinBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  let kept = ''
  let bytes = Buffer.byteLength('…')
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    kept += character
  }
  return `${kept}…`
}

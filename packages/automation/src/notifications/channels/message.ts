/** A message as a channel carries it: in one language, its links whole. */
export interface OutgoingMessage {
  /** the same for every attempt, so that whoever receives it twice can tell */
  key: string
  /** what sort of news it is, such as `approval.task` */
  kind: string
  locale: 'en' | 'zh-CN'
  title: string
  body: string | null
  /** how the body is written; `card`: title, text and link as one piece */
  form: 'text' | 'markdown' | 'card'
  link: string | null
  /** what can be done about it at once */
  actions: readonly { label: string; link: string }[]
  /** mail address or telephone number; empty for a group */
  address: string
  /** whose address it is, where that is known */
  name: string
  attachments: readonly { name: string; type: string; content: Buffer }[]
}

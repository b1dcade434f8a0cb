import type { OutgoingMessage } from './message.ts'

/** A mail with a text and the same as HTML; nothing in it is loaded from anywhere. */
export function mailOf({ address, name, title, body, link, actions, locale, attachments }: OutgoingMessage) {
  const open = locale === 'en' ? 'Open' : '打开'
  const links = [...actions, ...(link === null ? [] : [{ label: open, link }])]
  return {
    to: { name, address },
    subject: oneLine(title),
    text: [title, body, ...links.map((each) => `${each.label}: ${each.link}`)].filter(Boolean).join('\n\n'),
    html: htmlOf({ title, body, links, locale }),
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map(({ name: filename, type: contentType, content }) => ({
      filename,
      contentType,
      content,
    })),
  }
}

interface Parts {
  title: string
  body: string | null
  links: readonly { label: string; link: string }[]
  locale: string
}

function htmlOf({ title, body, links, locale }: Parts): string {
  const paragraphs = (body ?? '').split(/\n{2,}/).filter((part) => part.trim() !== '')
  const texts = paragraphs.map((part) => `<p>${escaped(part).replaceAll('\n', '<br>')}</p>`)
  const buttons = links.map(({ label, link }) => `<a href="${escaped(link)}" style="${button}">${escaped(label)}</a>`)
  return [
    `<!doctype html><html lang="${locale}"><body style="${page}">`,
    `<h1 style="font-size:18px;margin:0 0 12px">${escaped(title)}</h1>`,
    ...texts,
    buttons.length > 0 ? `<p style="margin-top:20px">${buttons.join(' ')}</p>` : '',
    '</body></html>',
  ].join('\n')
}

const page =
  "font:15px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',Segoe UI,sans-serif;color:#1f2328;max-width:640px"
const button =
  'display:inline-block;padding:8px 16px;margin:0 8px 8px 0;border-radius:6px;background:#2456d6;color:#fff;text-decoration:none'

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => entities[char]!)

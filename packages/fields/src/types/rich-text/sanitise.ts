import { fromHtmlIsomorphic } from 'hast-util-from-html-isomorphic'
import { sanitize } from 'hast-util-sanitize'
import type { Schema } from 'hast-util-sanitize'
import { toHtml } from 'hast-util-to-html'
import { plainText } from './plain-text.ts'

type Root = ReturnType<typeof fromHtmlIsomorphic>
type Node = Root['children'][number]

/** What formatted text is made of; anything else loses its tags, and what runs is gone with its content. */
const SCHEMA: Schema = {
  tagNames: 'p br hr h1 h2 h3 h4 blockquote pre code ul ol li strong b em i u s sub sup mark a'.split(' '),
  attributes: { a: ['href'], ol: ['start'] },
  protocols: { href: ['http', 'https', 'mailto', 'tel'] },
  ancestors: { li: ['ol', 'ul'] },
  strip: ['script', 'style', 'template', 'iframe', 'object', 'noscript', 'title', 'svg', 'math'],
  allowComments: false,
  allowDoctypes: false,
}

/** The tree of an HTML text with nothing in it but formatted text; links open apart from the page. */
export function sanitisedTree(html: string): Root {
  const tree = sanitize(fromHtmlIsomorphic(html, { fragment: true }), SCHEMA) as Root
  for (const node of tree.children) guardLinks(node)
  return tree
}

/** The HTML text with nothing in it but formatted text; well formed, and the same when it is sanitised again. */
export function sanitisedHtml(html: string): string {
  return toHtml(sanitisedTree(html), { characterReferences: { useNamedReferences: true } }).trim()
}

/** Whether anything of the text can be seen. */
export function isBlankHtml(html: string): boolean {
  return !html.includes('<hr>') && plainText(html).trim() === ''
}

function guardLinks(node: Node): void {
  if (node.type !== 'element') return
  if (node.tagName === 'a') Object.assign(node.properties, { target: '_blank', rel: ['noopener', 'noreferrer'] })
  for (const child of node.children) guardLinks(child)
}

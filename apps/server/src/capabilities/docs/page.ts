import { errors } from '@fieldwork/metadata'
import { httpErrors } from '../../errors.ts'
import { resolveText, type Locale } from '../../http/locale.ts'
import type { OperationSpec } from '../openapi/operations.ts'

/** The page allows nothing but its own style sheet. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.6 system-ui, 'PingFang SC', 'Microsoft YaHei', sans-serif }
body { margin: 0 auto; max-width: 64rem; padding: 2rem 1rem 4rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2.2rem 0 .4rem }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid #8883; padding: .4rem .5rem; vertical-align: top }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere } .m { font-weight: 600; width: 4.5rem; white-space: nowrap }
.get { color: #1677ff } .post { color: #389e0d } .patch { color: #d48806 } .delete { color: #cf1322 } .q { opacity: .7 }
nav { column-width: 12rem; margin: 1rem 0 } nav a { display: block }`

const WORDS = {
  en: {
    lead: 'Every operation you can reach, of your own objects too. Machine-readable: ',
    auth: 'Programs send Authorization: Bearer with a token of POST /api/tokens. Errors are application/problem+json.',
    errors: 'Errors',
    anonymous: 'Log in to see the operations on your objects.',
  },
  'zh-CN': {
    lead: '这里列出您可以调用的全部接口，包括您自己定义的对象。机器可读版本：',
    auth: '程序通过 Authorization: Bearer 携带由 POST /api/tokens 创建的令牌。错误以 application/problem+json 返回。',
    errors: '错误代码',
    anonymous: '登录后可查看各业务对象的接口。',
  },
} as const

export interface PageInput {
  title: string
  locale: Locale
  operations: readonly OperationSpec[]
  isAnonymous: boolean
  /** headline of a tag: an object's label */
  titleOf(tag: string): string
}

/** The documentation as one plain page: no scripts, so it needs no exception in the content security policy. */
export function renderPage({ title, locale, operations, isAnonymous, titleOf }: PageInput): string {
  const words = WORDS[locale]
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  const links = tags.map((tag) => `<a href="#${tag}">${escape(titleOf(tag))}</a>`)
  const sections = tags.map((tag) => section(tag, titleOf(tag), operations, locale))
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body><h1>${escape(title)}</h1><p>${words.lead}<a href="/api/openapi.json">/api/openapi.json</a></p><p>${words.auth}</p>
${isAnonymous ? `<p><strong>${words.anonymous}</strong></p>` : ''}<nav>${links.join('')}</nav>${sections.join('')}${errorSection(words.errors, locale)}</body></html>`
}

function section(tag: string, title: string, operations: readonly OperationSpec[], locale: Locale): string {
  const rows = operations.filter((operation) => operation.tag === tag).map((operation) => row(operation, locale))
  return `<h2 id="${tag}">${escape(title)}</h2><table>${rows.join('')}</table>`
}

function row({ method, path, query, summary }: OperationSpec, locale: Locale): string {
  const parameters = query ? ` <code class="q">?${Object.keys(query).join(' ')}</code>` : ''
  return `<tr><td class="m ${method}">${method.toUpperCase()}</td><td><code>${escape(path)}</code>${parameters}</td><td>${escape(resolveText(summary, locale))}</td></tr>`
}

/** The `type` of a problem leads here. */
function errorSection(title: string, locale: Locale): string {
  const rows = Object.entries({ ...errors, ...httpErrors }).map(([code, { status, message }]) => {
    return `<tr id="${code}"><td class="m">${status}</td><td><code>${code}</code></td><td>${escape(resolveText(message, locale))}</td></tr>`
  })
  return `<h2>${escape(title)}</h2><table>${rows.join('')}</table>`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

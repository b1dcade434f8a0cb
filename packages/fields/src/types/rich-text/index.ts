import { checkTextBounds } from '../../bounds-check.ts'
import { formatText, parseText } from '../../csv/cell.ts'
import type { FieldType, Json, Property, Refusal } from '../../field-type.ts'
import { isBlankHtml, sanitisedHtml } from './sanitise.ts'

const USUAL_LENGTH = 50_000
const MOST_LENGTH = 500_000
const MOST_LEVELS = 100

/** Formatted text as HTML. Every write is sanitised, so that only paragraphs, lists, emphasis and links are stored. */
export const richText: FieldType = {
  name: 'rich-text',
  label: { en: 'Rich text', 'zh-CN': '富文本' },
  icon: 'edit',
  options: { properties: {} },
  keywords: ['maxLength', 'default', 'readOnly'],
  complete: (property) => ({ ...property, type: 'string', maxLength: property.maxLength ?? USUAL_LENGTH }),
  valueSchema: (property) => ({
    type: 'string',
    minLength: 1,
    maxLength: property.maxLength ?? USUAL_LENGTH,
    'x-text': true,
  }),
  refuse: refuseHtml,
  column: () => ({ type: 'text' }),
  expression: () => ({ kind: 'text' }),
  check: (property: Property) => checkTextBounds({ maxLength: USUAL_LENGTH, ...property }, MOST_LENGTH),
  normalise: (value) => (typeof value === 'string' ? sanitisedHtml(value) : value),
  sortable: false,
  groupable: false,
  searchable: true,
  searchText: textSql,
  measures: ['count'],
  csv: { format: formatText, parse: parseText },
  widget: 'rich-text',
  presentation: { filter: 'presence', isLong: true },
  without: ['unique', 'indexed'],
  conformance: [
    {
      property: { 'x-field': { type: 'rich-text' } },
      valid: [
        { value: '<p>A &amp; B <strong>bold</strong></p><ul><li>1 &lt; 2</li></ul>' },
        { value: 'plain', stored: 'plain' },
        { value: '<p>open <b>tag', stored: '<p>open <b>tag</b></p>' },
        { value: '<p onclick="x()" style="color:red">ok<script>alert(1)</script></p>', stored: '<p>ok</p>' },
        { value: '<a href="javascript:alert(1)">x</a>', stored: '<a target="_blank" rel="noopener noreferrer">x</a>' },
        {
          value: '<a href="https://a.example/?b=1&amp;c=2">x</a>',
          stored: '<a href="https://a.example/?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">x</a>',
        },
        { value: '<svg><a xlink:href="javascript:x"><p>y</p></a></svg><p>z</p>', stored: '<p>y</p><p>z</p>' },
        { value: '<p>a<!-- c --><img src=x onerror=alert(1)>b</p>', stored: '<p>ab</p>' },
      ],
      invalid: ['', '<p></p>', '<p> </p>', '<script>alert(1)</script>', '<p>nul\u0000</p>', 1, ['<p>a</p>']],
      expressions: ["contains(value, '<strong>bold</strong>')", 'value != null'],
    },
    {
      property: { maxLength: 20, 'x-field': { type: 'rich-text' } },
      valid: [{ value: '<p>short</p>' }],
      invalid: ['<p>longer than twenty</p>'],
    },
  ],
}

function refuseHtml(value: Json): Refusal | null {
  if (typeof value !== 'string') return null
  if (nestingOf(value) > MOST_LEVELS) return tooDeep
  if (!isBlankHtml(sanitisedHtml(value))) return null
  const message = { en: 'There is no text in it that can be kept', 'zh-CN': '其中没有可保存的文字' }
  return { code: 'blank_text', message }
}

/** Levels of elements inside each other, at most; those that end by themselves are not counted. */
function nestingOf(html: string): number {
  let [level, deepest] = [0, 0]
  for (const [, close, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (/^(p|li|br|hr|img|input|meta|link)$/i.test(name)) continue
    level = close ? Math.max(0, level - 1) : level + 1
    deepest = Math.max(deepest, level)
  }
  return deepest
}

const tooDeep: Refusal = {
  code: 'too_deep',
  message: { en: 'The text is nested too deeply', 'zh-CN': '文本嵌套层级过深' },
  params: { limit: MOST_LEVELS },
}

/** As `plainText` does it. */
function textSql(column: string): string {
  const blocks = `regexp_replace(${column}, '<(br|hr|/(p|li|h[1-4]|blockquote|pre))>', ' ', 'g')`
  const text = `regexp_replace(${blocks}, '<[^>]*>', '', 'g')`
  return `replace(replace(replace(${text}, '&lt;', '<'), '&gt;', '>'), '&amp;', '&')`
}

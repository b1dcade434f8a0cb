import { describe, expect, it } from 'vitest'
import { richText } from './index.ts'
import { plainText } from './plain-text.ts'
import { sanitisedHtml } from './sanitise.ts'

const property = { 'x-field': { type: 'rich-text' } }

describe('HTML of rich text', () => {
  it.each([
    '<img src=x onerror=alert(1)>',
    '<p><svg/onload=alert(1)>x</p>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href=" data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<p style="background:url(javascript:alert(1))" class="ant-modal" id="root">x</p>',
    '<template><script>alert(1)</script></template>',
    '<<script>script>alert(1)<</script>/script>',
    '<base href="https://evil.example"><meta http-equiv=refresh content=0>',
  ])('never holds what could run: %s', (html) => {
    const safe = sanitisedHtml(html)
    expect(safe).not.toMatch(
      /<(?!\/?(?:p|br|hr|h[1-4]|blockquote|pre|code|ul|ol|li|strong|b|em|i|u|s|sub|sup|mark|a)\b)/,
    )
    expect(safe.replace(/>[^<]*</g, '><')).not.toMatch(/\bon\w+=|javascript:|data:|style=|class=|id=/i)
    expect(sanitisedHtml(safe)).toBe(safe)
  })

  it('is not taken apart when it is nested too deeply', () => {
    const deep = '<blockquote>'.repeat(4000)
    expect(richText.refuse?.(`${deep}x`, property)).toMatchObject({ code: 'too_deep' })
    expect(richText.refuse?.(`${'<p>a<li>'.repeat(2000)}x`, property)).toBeNull()
  })

  it('has a text without tags', () => {
    const html = '<p>A &amp; <b>B</b></p><ul><li>1 &lt; 2</li><li>three</li></ul>'
    expect(plainText(html)).toBe('A & B\n1 < 2\nthree')
  })
})

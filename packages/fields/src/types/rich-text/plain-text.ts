/** The text of sanitised HTML: blocks on lines of their own, without tags. */
export function plainText(html: string): string {
  return html
    .replace(/<(?:br|hr|\/(?:p|li|h[1-4]|blockquote|pre))>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

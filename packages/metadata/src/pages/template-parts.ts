/** `{{ expression }}` in a text. */
export const TEMPLATE_PART = /\{\{([\s\S]*?)\}\}/g

/** What only the page knows: its number and how many there are. */
export const isPageCount = (part: string): part is 'page' | 'pages' => /^\s*pages?\s*$/.test(part)

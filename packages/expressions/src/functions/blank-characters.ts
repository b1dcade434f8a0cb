/** What counts as blank at the ends of a text: space, tab, line breaks, no-break and ideographic space. */
export const BLANK_CHARACTERS_SQL = "E' \\t\\n\\u000b\\f\\r\\u00a0\\u3000'"

const blankEnds = /^[ \t\n\v\f\r\u00a0\u3000]+|[ \t\n\v\f\r\u00a0\u3000]+$/g

/** The text without blanks at both ends. */
export function trimBlanks(text: string): string {
  return text.replace(blankEnds, '')
}

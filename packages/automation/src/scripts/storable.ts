const OPENING = new Set(['{', '['])
const CLOSING = new Set(['}', ']'])
/** half a character, or a character that PostgreSQL has no text for; JSON has them only as escapes */
const unstorable = /^u(?:0000|d[89a-f][0-9a-f]{2})/i

/**
 * Why JSON cannot be kept in the database or handed on to our own code; null: it can. Looks at the text, because
 * reading it is what deep nesting would harm.
 */
export function whyUnstorable(json: string, { depth: limit }: { depth: number }): string | null {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const found = json[at]!
    if (found === '"') {
      const end = endOfText(json, at + 1)
      if (end.problem !== null) return end.problem
      if (json.startsWith('"__proto__":', at)) return 'a key may not be __proto__'
      at = end.at
    } else if (OPENING.has(found)) {
      depth += 1
      if (depth > limit) return `more than ${limit} levels of lists and objects`
    } else if (CLOSING.has(found)) depth -= 1
  }
  return null
}

/** Where the closing quote of a text is. */
function endOfText(json: string, start: number): { at: number; problem: string | null } {
  for (let at = start; at < json.length; at++) {
    if (json[at] === '"') return { at, problem: null }
    if (json[at] !== '\\') continue
    if (unstorable.test(json.slice(at + 1, at + 6))) {
      return { at, problem: 'a text has a character that cannot be stored' }
    }
    at += 1
  }
  return { at: json.length, problem: 'no JSON' }
}

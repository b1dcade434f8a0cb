/** May not begin a line (GB/T 15834). */
const CLOSING = /^[、。，．：；！？）］｝〉》」』】〕”’…—·%％,.;:!?)\]}]$/u
/** May not end a line. */
const OPENING = /^[（［｛〈《「『【〔“‘([{¥￥$]$/u
/** Written without spaces between words: a line may end after each. */
const IDEOGRAPH = /[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]/u

/** What can be written side by side with nothing but itself: a word with its space, or one ideograph with its marks. */
function unitsOf(text: string): string[] {
  const units: string[] = []
  let isOpen = false
  for (const [part] of text.matchAll(/\s+|[^\s]/gu)) {
    const last = units.at(-1)
    const before = last === undefined ? '' : [...last].at(-1)!
    const joins =
      last !== undefined &&
      (isOpen ||
        /^\s/.test(part) ||
        (CLOSING.test(part) && !/\s$/.test(before)) ||
        (!/\s$/.test(before) && !IDEOGRAPH.test(part) && !IDEOGRAPH.test(before) && !OPENING.test(part)))
    if (joins) units[units.length - 1] = last + part
    else units.push(part)
    isOpen = OPENING.test(part)
  }
  return units
}

/**
 * Breaks a text into lines that are not wider than `width`: between words, between ideographs as long as no mark is
 * torn off, and inside of a word only where nothing else helps.
 *
 * @param measure width of a text, in the unit of `width`
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => brokenParagraph(paragraph, width, measure))
}

function brokenParagraph(paragraph: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const unit of unitsOf(paragraph)) {
    if (measure((line + unit).trimEnd()) <= width) {
      line += unit
      continue
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    const parts = measure(unit.trimEnd()) <= width ? [unit] : tornUnit(unit, width, measure)
    lines.push(...parts.slice(0, -1))
    line = parts.at(-1)!
  }
  return [...lines, line.trimEnd()]
}

/** A word that is wider than a line. */
function tornUnit(unit: string, width: number, measure: (text: string) => number): string[] {
  const parts: string[] = []
  let part = ''
  for (const letter of unit) {
    if (part !== '' && measure(part + letter) > width) {
      parts.push(part)
      part = ''
    }
    part += letter
  }
  return [...parts, part]
}

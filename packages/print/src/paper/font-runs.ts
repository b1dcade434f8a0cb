/** Letters that the standard fonts of PDF have (Windows-1252). */
const LATIN = /^[\x20-\x7e\xa0-\xff€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ–]$/
/** Marks that both have: they go with the letters around them. */
const COMMON = /^[‘’“”…—·]$/
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/

/** A part of a text that is written in one font. */
export interface FontRun {
  text: string
  isLatin: boolean
}

/** Parts of a text by the font that has their letters. */
export function fontRuns(text: string): FontRun[] {
  const isWide = WIDE.test(text)
  const runs: FontRun[] = []
  for (const letter of text) {
    const isLatin = LATIN.test(letter) || (!isWide && COMMON.test(letter))
    const last = runs.at(-1)
    if (last?.isLatin === isLatin) last.text += letter
    else runs.push({ text: letter, isLatin })
  }
  return runs
}

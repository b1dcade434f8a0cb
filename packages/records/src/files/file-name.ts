const maxCharacters = 200

/** Control characters, those that turn the direction of text, halves of characters, and parts of paths. */
const unwanted = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\]+/gu

/** A name for people: one line, no folders. It never becomes part of a path. */
export function fileName(sent: string): string {
  const last = sent.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? ''
  const line = last.normalize('NFC').replace(unwanted, ' ').replace(/\s+/g, ' ').trim()
  const named = /^\.*$/.test(line) ? 'file' : line
  return shortened(named)
}

/** The ending stays, since people tell kinds of files by it. */
function shortened(name: string): string {
  const characters = [...name]
  if (characters.length <= maxCharacters) return name
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  return characters.slice(0, maxCharacters - ending.length).join('') + ending
}

/**
 * Prints one line about the start, in both languages.
 *
 * @param {string} en
 * @param {string} zh
 */
export function say(en, zh) {
  console.log(`· ${en}  ${zh}`)
}

/**
 * Prints why it cannot go on, and ends the process.
 *
 * @param {string} en
 * @param {string} zh
 * @returns {never}
 */
export function giveUp(en, zh) {
  console.error(`${en}\n${zh}`)
  process.exit(1)
}

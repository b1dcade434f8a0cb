/** A requirement, in our own words, with the test of it or the reason why it has none. */
export interface Requirement {
  id: string
  text: string
  /** `file: title` of a test */
  test?: readonly [file: string, title: string]
  /** why there is none: how it is met without, whose duty it is, or why it does not apply */
  reason?: string
}

export const tested = (id: string, text: string, file: string, title: string): Requirement => ({
  id,
  text,
  test: [file, title],
})

export const untested = (id: string, text: string, reason: string): Requirement => ({ id, text, reason })

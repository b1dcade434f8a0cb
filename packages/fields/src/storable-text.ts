const NOT_STORABLE = /(?![\t\n\r])\p{Control}|\p{Surrogate}/u

/**
 * Whether PostgreSQL and every reader can hold the text: no control characters but tab and line breaks, no half of a
 * surrogate pair. The check behind the schema keyword `x-text: true`; what is no text passes.
 */
export function isStorableText(value: unknown): boolean {
  return typeof value !== 'string' || !NOT_STORABLE.test(value)
}

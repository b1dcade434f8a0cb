import { createHash } from 'node:crypto'

/**
 * The name under which a text is prepared: the same for the same text, 46 bytes (PostgreSQL cuts names at 63).
 * Compute it once, when the text is compiled.
 */
export function statementName(text: string): string {
  return `fw_${createHash('sha256').update(text).digest('base64url')}`
}

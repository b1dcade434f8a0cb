import { isPlainObject } from './plain-object.ts'

/** JSON with sorted keys: equal for documents that differ only in the order of their keys. */
export function stableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`
  if (!isPlainObject(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  keys.sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stableText(value[key])}`).join(',')}}`
}

/**
 * A short fingerprint of a text (106 bits, base 36). Made of two cyrb53 hashes because it must run synchronously in
 * the browser too; it tells versions of one's own metadata apart and is no protection against forgery.
 */
export const hashText = (words: string): string => mix(words, 0x9e3779b9) + mix(words, 0x85ebca6b)

function mix(words: string, seed: number): string {
  let high = 0xdeadbeef ^ seed
  let low = 0x41c6ce57 ^ seed
  for (let at = 0; at < words.length; at++) {
    const unit = words.charCodeAt(at)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36).padStart(11, '0')
}

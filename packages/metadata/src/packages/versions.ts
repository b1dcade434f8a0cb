import compare from 'semver/functions/compare.js'
import satisfies from 'semver/functions/satisfies.js'
import valid from 'semver/functions/valid.js'
import validRange from 'semver/ranges/valid.js'

/** Whether a text is a version, `1.4.0` or `2.0.0-beta.1` (semver.org). */
export const isVersion = (text: unknown): text is string => typeof text === 'string' && valid(text) === text

/** Whether a text is a range of versions, such as `^1.2.0`. */
export const isVersionRange = (text: unknown): text is string => typeof text === 'string' && validRange(text) !== null

/** Whether one version comes before another. */
export const isOlder = (version: string, than: string): boolean => compare(version, than) < 0

/** Whether a version lies in a range; previews of it count too. */
export const isInRange = (version: string, range: string): boolean =>
  satisfies(version, range, { includePrerelease: true })

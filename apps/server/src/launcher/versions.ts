/** Major versions of PostgreSQL that the platform runs on. */
export const OLDEST_MAJOR = 15
export const NEWEST_MAJOR = 18

/** True when the platform runs on this major version. */
export function isSupportedMajor(major: number): boolean {
  return major >= OLDEST_MAJOR && major <= NEWEST_MAJOR
}

/** A moment as the database reads it, with its microseconds: a record's own `updated_at` is one. */
export function exactMoment(at: string): string {
  const [, microseconds = ''] = /\.\d{3}(\d{1,3})/.exec(at) ?? []
  return new Date(at).toISOString().replace('Z', `${microseconds}Z`)
}

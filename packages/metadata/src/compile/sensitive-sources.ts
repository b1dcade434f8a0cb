/** A field of an object. */
export interface FieldAddress {
  object: string
  field: string
}

/** What has to be known of fields to find out whose secrets a value could give away. */
export interface SensitiveFields {
  /** the field is marked `sensitive` */
  isMarked(address: FieldAddress): boolean
  /** what a formula or a roll-up reads, nothing for other fields */
  reads(address: FieldAddress): { object: string; path: readonly string[] }[]
  /** the object that a step of a path leads to */
  step(object: string, name: string): string | null
}

/** The fields marked `sensitive` that a path reads, directly or through formulas and roll-ups. */
export function sensitiveOnPath(
  fields: SensitiveFields,
  { object, path }: { object: string; path: readonly string[] },
  trail: Set<string> = new Set(),
): FieldAddress[] {
  const found: FieldAddress[] = []
  let at: string | null = object
  for (const name of path) {
    if (at === null) break
    found.push(...sensitiveSources(fields, { object: at, field: name }, trail))
    at = fields.step(at, name)
  }
  return found
}

/** The fields marked `sensitive` whose values a field shows: itself, or what it is computed from. */
function sensitiveSources(
  fields: SensitiveFields,
  address: FieldAddress,
  trail: Set<string> = new Set(),
): FieldAddress[] {
  const key = `${address.object}.${address.field}`
  if (trail.has(key)) return []
  trail.add(key)
  const own = fields.isMarked(address) ? [address] : []
  return [...own, ...fields.reads(address).flatMap((read) => sensitiveOnPath(fields, read, trail))]
}

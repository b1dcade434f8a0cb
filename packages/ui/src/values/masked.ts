/** What is shown instead of the values of a record that are hidden from the reader, by field or path. */
export function maskedOf(record: Record<string, unknown> | undefined): Record<string, string | null> {
  return (record?.['_masked'] as Record<string, string | null> | undefined) ?? {}
}

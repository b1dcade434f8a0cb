import { quoteText } from './sql-text.ts'

/** jsonb_build_object takes a hundred arguments at most. */
const previewsPerObject = 40

/** What is shown instead of hidden outputs, gathered into one JSON object. */
export interface Previews {
  /** @param isOpen SQL of whether the record shows the value itself; null: none does */
  add(isOpen: string | null, output: string, preview: string): void
  /** null: nothing is hidden */
  sql(): string | null
}

export function createPreviews(): Previews {
  const groups = new Map<string | null, string[]>()
  return {
    add: (isOpen, output, preview) => {
      groups.set(isOpen, [...(groups.get(isOpen) ?? []), `${quoteText(output)}, ${preview}`])
    },
    sql: () => {
      if (groups.size === 0) return null
      const always = groups.get(null)
      // nothing to join, so that the text can be made without a value in between
      if (groups.size === 1 && always && always.length <= previewsPerObject)
        return `json_build_object(${always.join(', ')})`
      const parts = [...groups].map(([isOpen, entries]) =>
        isOpen === null ? objectOf(entries) : `case when ${isOpen} then '{}'::jsonb else ${objectOf(entries)} end`,
      )
      return parts.join(' || ')
    },
  }
}

function objectOf(entries: readonly string[]): string {
  const parts = Array.from({ length: Math.ceil(entries.length / previewsPerObject) }, (_, i) =>
    entries.slice(i * previewsPerObject, (i + 1) * previewsPerObject),
  )
  return parts.map((part) => `jsonb_build_object(${part.join(', ')})`).join(' || ')
}

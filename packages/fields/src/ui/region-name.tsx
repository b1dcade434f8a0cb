import { useRegions } from './use-regions.ts'

/** The names along the way to a code; the code until they are known. */
export function RegionName({ value }: { value: unknown }) {
  const regions = useRegions()
  const code = regionCode(value)
  const names = code === null ? null : regions?.regionPath(code)?.map(({ name }) => name)
  return <span title={code ?? undefined}>{names ? withoutRepetition(names).join(' / ') : String(value)}</span>
}

/** A filter by a branch holds the beginning of its codes only. */
export function regionCode(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.padEnd(6, '0') : null
}

/** Beijing is province and city at once. */
function withoutRepetition(names: string[]): string[] {
  return names.filter((name, index) => name !== names[index - 1])
}

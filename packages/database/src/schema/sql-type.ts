const aliases: Record<string, string> = {
  int: 'integer',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  decimal: 'numeric',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  varchar: 'character varying',
}

/** A type as `format_type` of PostgreSQL spells it: `numeric(15, 2)` -> `numeric(15,2)`, `varchar(4)[]` -> `character varying(4)[]`. */
export function canonicalType(type: string): string {
  const match = /^([a-z][a-z0-9_ ]*?)\s*(\([\d\s,]*\))?\s*((?:\[\])*)$/.exec(type.trim().toLowerCase())
  if (!match) throw new Error(`A column type the planner cannot read: ${type}`)
  const [, name = '', parameters = '', dimensions = ''] = match
  return (aliases[name] ?? name) + parameters.replaceAll(' ', '') + dimensions
}

/** Digits of a `numeric(precision,scale)`; null for other types. */
export function numericDigits(type: string): { precision: number; scale: number } | null {
  const match = /^numeric\((\d+)(?:,(\d+))?\)$/.exec(type)
  return match ? { precision: Number(match[1]), scale: Number(match[2] ?? 0) } : null
}

/** Every value of `from` is a value of `to`, unchanged, so the column can be altered in place. */
export function isWidening(from: string, to: string): boolean {
  if (from === 'integer' && to === 'bigint') return true
  if (from.startsWith('numeric(') && to === 'numeric') return true
  if (from.startsWith('character varying')) return to === 'text' || widerText(from, to)
  const [narrow, wide] = [numericDigits(from), numericDigits(to)]
  if (!narrow || !wide) return false
  return wide.scale >= narrow.scale && wide.precision - wide.scale >= narrow.precision - narrow.scale
}

/** Whether PostgreSQL writes every row anew for this widening; with the same scale, or none, it only notes the type. */
export function rewritesTable(from: string, to: string): boolean {
  if (from.startsWith('character varying')) return false
  const [narrow, wide] = [numericDigits(from), numericDigits(to)]
  return !(narrow && (to === 'numeric' || wide?.scale === narrow.scale))
}

/** A number with more decimals and maybe fewer places before the point: fits in place where every row does. */
export function isFiner(from: string, to: string): boolean {
  const [coarse, fine] = [numericDigits(from), numericDigits(to)]
  return coarse !== null && fine !== null && fine.scale >= coarse.scale
}

function widerText(from: string, to: string): boolean {
  const [narrow, wide] = [from, to].map((type) => Number(/^character varying\((\d+)\)$/.exec(type)?.[1] ?? Number.NaN))
  return wide! >= narrow!
}

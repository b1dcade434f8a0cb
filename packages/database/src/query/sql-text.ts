/** A name as SQL writes it. Names come from checked definitions; quoting keeps reserved words harmless. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text constant. Only for values of the catalog (rules, formulas, zones): what callers send is always bound. */
export function quoteText(value: string): string {
  if (value.includes('\0')) throw new Error('A text constant cannot hold a NUL character')
  return value.includes('\\')
    ? ` E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${value.replaceAll("'", "''")}'`
}

/** Escapes the wildcards of LIKE in a text that people typed. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

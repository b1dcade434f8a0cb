import { NAME_PATTERN } from './definitions.ts'

const MAX_LENGTH = 48

/** Names that the platform, its expressions or JavaScript use themselves. */
const RESERVED: ReadonlySet<string> = new Set(
  [
    'id version created_at created_by updated_at updated_by owner deleted_at deleted_by',
    'true false null in as break const continue else for function if import let loop package namespace return var',
    'void while user old constructor prototype',
  ].flatMap((names) => names.split(' ')),
)

/** What a name is suggested from, and what is taken. */
export interface NameInput {
  /** English label; other scripts give nothing to work with */
  label: string
  /** put before a number when the label has no Latin letters, e.g. `field` */
  fallback: string
  /** what every name of the kind starts with, e.g. `x_` */
  prefix?: string
  taken: Iterable<string>
}

/** A free API name from a label: `Unit price` becomes `unit_price`, `单价` becomes `field_1`. */
export function suggestName({ label, fallback, prefix = '', taken }: NameInput): string {
  const used = new Set(taken)
  const words = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, MAX_LENGTH - prefix.length - 3)
  const isFree = (name: string): boolean => !used.has(name) && !RESERVED.has(name)
  if (words !== '' && isFree(prefix + words)) return prefix + words
  const stem = words === '' ? fallback : words
  return prefix + nextFree(stem, (name) => isFree(prefix + name))
}

function nextFree(stem: string, isFree: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) if (isFree(`${stem}_${number}`)) return `${stem}_${number}`
}

/** Why a name cannot be used. */
export type NameProblem = 'empty' | 'pattern' | 'reserved' | 'taken' | 'prefix'

/** Checks a name while it is typed; null for a good one. */
export function checkName(name: string, taken: Iterable<string>, prefix = ''): NameProblem | null {
  if (name === '') return 'empty'
  if (!NAME_PATTERN.test(name)) return 'pattern'
  if (prefix !== '' && !name.startsWith(prefix)) return 'prefix'
  if (RESERVED.has(name) || name.startsWith('fw_')) return 'reserved'
  return new Set(taken).has(name) ? 'taken' : null
}

import { standardFieldNames } from './standard-fields.ts'

/** Words that the expression language reads as something else than a field. */
const languageWords =
  'true false null in as break const continue else for function if import let loop package namespace return var void while'

/** What every JavaScript object inherits. */
const inherited = ['constructor', 'prototype']

/** Columns that PostgreSQL gives every table itself. */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid']

/** Names that no author may give an object. */
export const reservedObjectNames: ReadonlySet<string> = new Set(inherited)

/** Names that no author may give a field: `user`, `old` and `param` mean something else in expressions. */
export const reservedFieldNames: ReadonlySet<string> = new Set([
  ...standardFieldNames,
  ...languageWords.split(' '),
  ...inherited,
  ...systemColumns,
  'user',
  'old',
  'param',
])

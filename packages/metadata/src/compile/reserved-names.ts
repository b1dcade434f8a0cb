import { standardFieldNames } from './standard-fields.ts'

/** Words that the expression language reads as something else than a field. */
const languageWords =
  'true false null in as break const continue else for function if import let loop package namespace return var void while'

/** Variables of expressions, and what every JavaScript object inherits. */
const takenWords = ['user', 'old', 'constructor', 'prototype']

/** Names that no author may give a field. */
export const reservedFieldNames: ReadonlySet<string> = new Set([
  ...standardFieldNames,
  ...languageWords.split(' '),
  ...takenWords,
])

import { useState } from 'react'

import { checkName } from '../model/api-name.ts'

/**
 * The API name of one part of a draft. What is new has the suggested name until another is entered; what there is keeps
 * its own.
 *
 * @param given empty for something new
 */
export function useApiName({
  given,
  suggested,
  taken,
}: {
  given: string
  suggested: string
  taken: readonly string[]
}) {
  const [own, setName] = useState<string | null>(null)
  const isNew = given === ''
  const name = isNew ? (own ?? suggested) : given
  return { name, isNew, setName, isWrong: isNew && checkName(name, taken) !== null }
}

/** Users as an expression gives them: one, or a list; what is empty is nobody. */
export function peopleOf(value: unknown): string[] {
  const people = Array.isArray(value) ? value : [value]
  return [...new Set(people.filter((id): id is string => typeof id === 'string' && id !== ''))]
}

/** The path of a record's page. */
export function recordPath(object: string, id: string): string {
  return `/o/${object}/${id}`
}

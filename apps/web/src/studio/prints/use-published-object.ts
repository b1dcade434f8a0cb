import { useCatalog } from '../catalog/queries.ts'

/** Whether there can be records of an object: it is published. */
export function usePublishedObject(object: string): boolean {
  return useCatalog().data?.objects.some(({ name }) => name === object) ?? false
}

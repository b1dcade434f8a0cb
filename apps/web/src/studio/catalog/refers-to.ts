import type { CatalogField } from './types.ts'

/** Whether a field points to records of an object in any way. */
export function refersTo({ reference, targets }: Pick<CatalogField, 'reference' | 'targets'>, object: string): boolean {
  return reference === object || targets?.includes(object) === true || targets?.includes('*') === true
}

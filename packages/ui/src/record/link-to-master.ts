import type { ObjectSchema, RecordData } from '../api/types.ts'

/** How records of a list point to the record that the list belongs to. */
export interface LinkToMaster {
  /** expression over the records that do */
  filter: string
  /** what a new one begins with in the field */
  initial: unknown
}

/** A lookup holds the master's id, a list of records has it among others, a related record names its object too. */
export function linkToMaster(
  schema: ObjectSchema | undefined,
  via: string,
  { master, masterSchema }: { master: RecordData; masterSchema: ObjectSchema },
): LinkToMaster {
  const { id } = master
  const { object } = masterSchema
  const reference = { id, label: String(master[masterSchema.nameField] ?? '') }
  const kind = schema?.fields[via]?.expression?.kind
  if (kind === 'list') return { filter: `'${id}' in ${via}`, initial: [reference] }
  if (kind !== 'struct') return { filter: `${via} == '${id}'`, initial: reference }
  return { filter: `${via}.object == '${object}' && ${via}.id == '${id}'`, initial: { object, ...reference } }
}

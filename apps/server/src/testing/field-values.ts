import type { Conformance, FieldType, Json, Property } from '@fieldwork/fields'
import type { Client } from 'pg'

/** An example of a field type. */
export interface FieldCase extends Conformance {
  type: FieldType
  title: string
  /** the property in normal form */
  complete: Property
}

/** Every example of the types. */
export const casesOf = (types: readonly FieldType[]): FieldCase[] =>
  types.flatMap((type) =>
    type.conformance.map((one) => ({ ...one, type, title: titleOf(one), complete: type.complete(one.property) })),
  )

function titleOf({ property }: Conformance): string {
  const { 'x-field': options, ...keywords } = property
  const { type: _type, ...own } = options
  return Object.keys({ ...keywords, ...own }).length === 0 ? 'as it comes' : JSON.stringify({ ...keywords, ...own })
}

/** The value as it is stored. */
export function normalised({ type, complete }: Pick<FieldCase, 'type' | 'complete'>, value: Json): Json {
  return type.normalise ? type.normalise(value, complete) : value
}

/** Values through a real column: written as text, read as JSON. */
export async function throughColumn(client: Client, sqlType: string, values: readonly Json[]): Promise<Json[]> {
  await client.query(`create temp table trial (position int, value ${sqlType})`)
  try {
    await client.query(
      `insert into trial select position, text::${sqlType}
         from unnest($1::text[]) with ordinality as given (text, position)`,
      [values.map((value) => sqlTextOf(value, sqlType))],
    )
    const { rows } = await client.query<{ json: string }>(
      'select row_to_json(trial)::text as json from trial order by position',
    )
    return rows.map(({ json }) => (JSON.parse(json) as { value: Json }).value)
  } finally {
    await client.query('drop table trial')
  }
}

/** The value as PostgreSQL reads its type. */
export function sqlTextOf(value: Json, sqlType: string): string {
  if (sqlType.endsWith('[]')) return `{${(value as Json[]).map((item) => JSON.stringify(item)).join(',')}}`
  if (sqlType.startsWith('json')) return JSON.stringify(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

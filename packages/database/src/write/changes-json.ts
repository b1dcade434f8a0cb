import type { CompiledField } from '@fieldwork/metadata'

/** Writes the changes of a new record: `{"field":[null,value]}` for every value there is. */
export type ChangeWriter = (values: Readonly<Record<string, unknown>>) => string

/** Made once per set of fields; the database only parses what comes out. */
export function changeWriter(fields: readonly CompiledField[]): ChangeWriter {
  const keys = fields.map(({ name }) => [name, `${JSON.stringify(name)}:[null,`] as const)
  return (values) => {
    let text = ''
    for (const [name, start] of keys) {
      const value = values[name]
      if (value != null) text += `${text === '' ? '' : ','}${start}${JSON.stringify(value)}]`
    }
    return `{${text}}`
  }
}

import standaloneCode from 'ajv/dist/standalone/index.js'
import type { JsonSchema } from '@fieldwork/fields'
import type { CompiledObject } from '../catalog.ts'
import { createLru } from '../lru.ts'
import { recordSchemaId, recordSchemaOf } from '../record-schema.ts'
import type { RecordMode } from '../record-schema.ts'
import { createAjv } from './ajv.ts'
import { VALIDATOR_RUNTIME } from './validator-runtime.ts'

const modules = createLru<string>(100)

/**
 * Source text of an ES module with the validator of a record schema, generated ahead so that a browser needs no `eval`.
 * Its default export is `{ [schema $id]: validate }`, as rjsf's `createPrecompiledValidator` wants it. It imports
 * nothing; what it requires is looked up in `globalThis.__fieldworkValidatorRuntime`, where the page has put
 * `validatorRuntime`.
 */
export function validatorModule(definition: CompiledObject, mode: RecordMode): string {
  return modules.getOrCreate(recordSchemaId(definition, mode), () => {
    const id = recordSchemaId(definition, mode)
    const ajv = createAjv({ code: { source: true }, addUsedSchema: true })
    ajv.addSchema(withoutWords(recordSchemaOf(definition, mode)))
    return asModule(standaloneCode(ajv, { [id]: id }))
  })
}

/** What only describes values is left out: the text is smaller, and the same for the same `$id`. */
function withoutWords({ title: _title, description: _description, ...schema }: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties as Record<string, JsonSchema>).map(([name, property]) => {
    const { title: _title, description: _description, default: _default, 'x-field': _options, ...value } = property
    return [name, value]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

function asModule(code: string): string {
  return [
    `const runtime = globalThis.${VALIDATOR_RUNTIME}`,
    'const require = (id) => {',
    '  const found = runtime?.[id]',
    `  if (!found) throw new Error('Put validatorRuntime into globalThis.${VALIDATOR_RUNTIME} first: it lacks ' + id)`,
    '  return found',
    '}',
    'const exports = {}',
    code,
    'export default exports',
    '',
  ].join('\n')
}

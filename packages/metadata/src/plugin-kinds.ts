import type { CheckedExpression, ExprType } from '@fieldwork/expressions'
import type { JsonSchema, LocalizedText, Problem } from '@fieldwork/fields'

/** A kind of definition that a plugin adds: its name, a dot, and a word. */
export type PluginKind = `${string}.${string}`

/** What the code of a kind asks while it checks a document; what it asks decides when the document is compiled anew. */
export interface KindContext {
  /** Whether there is such an object; where there is none, that is a problem of the document at `pointer`. */
  object(pointer: string, name: string): boolean
  /** The type of an object's field, e.g. `date`; null where there is none, which is a problem at `pointer`. */
  field(pointer: string, object: string, name: string): string | null
  /** Whether there is another document of this kind and name; else a problem at `pointer`. */
  document(pointer: string, kind: string, name: string): boolean
  /** An expression over records of an object, checked; null where it is wrong, which is a problem at `pointer`. */
  expression(
    pointer: string,
    source: string,
    over: { object: string | null; expects?: ExprType },
  ): CheckedExpression | null
}

/** What the code of a kind makes of a document. */
export interface CompiledKind {
  /** what `catalog.compiled(kind)` holds: plain, unchanging data or functions */
  compiled?: unknown
  /** what is wrong beside the problems that the context has told; pointers are into the document */
  problems?: readonly (Pick<Problem, 'code' | 'message' | 'params'> & { pointer: string })[]
}

/** A kind of definition that a plugin adds. */
export interface KindDescriptor {
  /** the plugin's name, a dot, and a word: `stamps.set`; the folder of such documents in packages is called so too */
  name: PluginKind
  label: LocalizedText
  help?: LocalizedText
  /** an @ant-design/icons name without its suffix, e.g. `gift` */
  icon: string
  /**
   * JSON Schema (2020-12) of an object: what its documents have beside `name`, `label` and `order`. Properties have a
   * `title` and may have `x-title` and `x-help` in both languages; nothing that it does not name is accepted.
   */
  schema: JsonSchema & { properties: Record<string, JsonSchema> }
  /** checks what the schema cannot say; only called with documents that the schema accepts */
  compile?(document: { name: string } & Record<string, unknown>, context: KindContext): CompiledKind
}

/** Whether a kind is one of a plugin. */
export const isPluginKind = (kind: string): kind is PluginKind => kind.includes('.')

const localized = {
  type: 'object',
  additionalProperties: false,
  required: ['en', 'zh-CN'],
  properties: { en: { type: 'string', maxLength: 200 }, 'zh-CN': { type: 'string', maxLength: 200 } },
}

/** What every document of a plugin's kind has. */
const common = {
  $schema: { type: 'string' },
  name: {
    type: 'string',
    title: 'Name',
    'x-title': { en: 'API name', 'zh-CN': 'API 名称' },
    pattern: '^[a-z][a-z0-9_]{0,62}$',
  },
  label: { ...localized, title: 'Label', 'x-title': { en: 'Label', 'zh-CN': '名称' } },
  order: { type: 'integer', title: 'Order', 'x-title': { en: 'Order', 'zh-CN': '顺序' } },
}

const schemas = new WeakMap<KindDescriptor, JsonSchema>()

/** JSON Schema (2020-12) of the documents of a plugin's kind, complete in itself. */
export function schemaOfPluginKind(kind: KindDescriptor): JsonSchema {
  const known = schemas.get(kind)
  if (known) return known
  const { properties, required = [], ...rest } = kind.schema
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    additionalProperties: false,
    ...rest,
    type: 'object',
    required: ['name', ...(required as string[])],
    properties: { ...common, ...properties },
  }
  schemas.set(kind, schema)
  return schema
}

import { _ } from 'ajv/dist/2020.js'
import type { CodeKeywordDefinition, KeywordCxt } from 'ajv/dist/2020.js'
import { hasScale, isStorableText } from '@fieldwork/fields'

/** Where a validator that was generated as source text finds our own check functions. */
export const FIELDS_MODULE = '@fieldwork/fields'

/** `x-scale: n`: a number with at most n decimals. */
const scaleKeyword: CodeKeywordDefinition = {
  keyword: 'x-scale',
  type: 'number',
  schemaType: 'number',
  metaSchema: { type: 'integer', minimum: 0, maximum: 15 },
  error: {
    message: ({ schema }) => _`"must have at most " + ${schema} + " decimals"`,
    params: ({ schema }) => _`{limit: ${schema}}`,
  },
  code(context: KeywordCxt) {
    const check = context.gen.scopeValue('func', { ref: hasScale, code: _`require(${FIELDS_MODULE}).hasScale` })
    context.fail(_`!${check}(${context.data}, ${context.schema})`)
  },
}

/** `x-text: true`: a text that the database can store. */
const textKeyword: CodeKeywordDefinition = {
  keyword: 'x-text',
  type: 'string',
  schemaType: 'boolean',
  metaSchema: { const: true },
  error: { message: 'must have no control characters' },
  code(context: KeywordCxt) {
    const check = context.gen.scopeValue('func', {
      ref: isStorableText,
      code: _`require(${FIELDS_MODULE}).isStorableText`,
    })
    context.fail(_`!${check}(${context.data})`)
  },
}

/** Keywords that constrain values, and those that only describe them. */
export const valueKeywords: readonly CodeKeywordDefinition[] = [scaleKeyword, textKeyword]
export const annotationKeywords: readonly string[] = ['x-field', 'x-object']

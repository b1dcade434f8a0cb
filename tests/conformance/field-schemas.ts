import { hasScale, isStorableText } from '@fieldwork/fields'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** The validator that records use, with the platform's two keywords. */
export function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  addFormats.default(ajv)
  ajv.addKeyword({ keyword: 'x-scale', type: 'number', schemaType: 'number', validate: checkScale })
  ajv.addKeyword({ keyword: 'x-text', type: 'string', schemaType: 'boolean', validate: checkText })
  return ajv
}

function checkScale(scale: number, value: number): boolean {
  return hasScale(value, scale)
}

function checkText(_on: boolean, value: string): boolean {
  return isStorableText(value)
}

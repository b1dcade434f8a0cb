import type { FieldType } from '../../field-type.ts'
import { fileHalf } from '../../file-type.ts'

const first = '01934f5a-7c1e-7abc-8def-0123456789ab'
const second = '01934f5b-0000-7abc-8def-0123456789ab'

/** One file or several, of any kind that is not a program. */
export const file: FieldType = {
  ...fileHalf([]),
  name: 'file',
  label: { en: 'File', 'zh-CN': '文件' },
  icon: 'paper-clip',
  widget: 'file',
  conformance: [
    {
      property: { 'x-field': { type: 'file' } },
      valid: [{ value: first }, { value: second.toUpperCase(), stored: second }],
      invalid: [[first], '', 'report.pdf', '../report.pdf', {}, { id: first }, 1, true],
      expressions: ['value != null'],
    },
    {
      property: {
        'x-field': { type: 'file', multiple: true, maxFiles: 2, accept: ['application/pdf', 'image/*'], maxSize: 5 },
      },
      valid: [{ value: [second, first] }, { value: [first] }],
      invalid: [[], first, [first, first], [first, second, first.replace('ab', 'cd')], [{ id: first }], [null], {}],
      expressions: ['size(value) == 2', 'value != null'],
    },
  ],
}

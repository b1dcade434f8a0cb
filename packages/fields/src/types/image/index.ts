import type { FieldType } from '../../field-type.ts'
import { fileHalf } from '../../file-type.ts'

const first = '01934f5a-7c1e-7abc-8def-0123456789ab'

/** Images made of pixels; a drawing in SVG can hold scripts and is a file like any other. */
const PIXELS = ['png', 'jpeg', 'gif', 'webp', 'avif', 'heic', 'heif', 'bmp', 'tiff'].map((kind) => `image/${kind}`)

/** A photo or several, shown small in lists. */
export const image: FieldType = {
  ...fileHalf(PIXELS),
  name: 'image',
  label: { en: 'Image', 'zh-CN': '图片' },
  icon: 'picture',
  widget: 'image',
  conformance: [
    {
      property: { 'x-field': { type: 'image' } },
      valid: [{ value: first }],
      invalid: [[first], '', 'photo.png', { id: first }, 1],
      expressions: ['value != null'],
    },
    {
      property: { 'x-field': { type: 'image', multiple: true, accept: ['image/png', 'image/jpeg'] } },
      valid: [{ value: [first] }],
      invalid: [[], first, [first, first]],
      expressions: ['size(value) == 1'],
    },
  ],
}

import type { FieldType } from '../../field-type.ts'
import { fileHalf } from '../../file-type.ts'

const first = '01934f5a-7c1e-7abc-8def-0123456789ab'

/** What somebody said, recorded in the browser or sent as a sound file. */
export const voiceNote: FieldType = {
  ...fileHalf(['audio/*']),
  name: 'voice-note',
  label: { en: 'Voice note', 'zh-CN': '语音' },
  icon: 'audio',
  widget: 'voice-note',
  conformance: [
    {
      property: { 'x-field': { type: 'voice-note' } },
      valid: [{ value: first }],
      invalid: [[first], '', 'note.m4a', { id: first }, 1],
      expressions: ['value != null'],
    },
    {
      property: { 'x-field': { type: 'voice-note', multiple: true, maxSize: 2 } },
      valid: [{ value: [first] }],
      invalid: [[], first, [first, first]],
      expressions: ['size(value) == 1'],
    },
  ],
}

import { expect, test } from 'vitest'

import { arrangePrint, changed } from './print-template.ts'

test('nothing stands beside a table of lines, however narrow it was made', () => {
  const blocks = arrangePrint({
    lines: { type: 'lines', collection: 'lines', x: 4, y: 0, w: 8, h: 3 },
    beside: { type: 'text', x: 12, y: 0, w: 12, h: 1 },
  })
  expect(blocks.lines).toMatchObject({ x: 0, y: 0, w: 24 })
  expect(blocks.beside).toMatchObject({ x: 12, y: 3 })
})

test('what is taken back leaves no trace in the template', () => {
  expect(changed({ name: 'a', language: 'en' as 'en' | undefined }, { language: undefined })).toEqual({ name: 'a' })
})

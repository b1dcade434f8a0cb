import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { kinds } from '../schemas/kind-schemas.ts'
import { generatePropertySchema, generateTypes } from './generate-types.ts'

const committed = (path: string) => readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')

test.each([...kinds])('the committed types of %s are what `npm run typegen` makes', async (kind) => {
  const { path, content } = await generateTypes(kind)
  expect(await committed(path)).toBe(content)
})

test('the committed schema of properties is what `npm run typegen` makes', async () => {
  const { path, content } = generatePropertySchema()
  expect(await committed(path)).toBe(content)
})

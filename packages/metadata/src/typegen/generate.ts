import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { kinds } from '../schemas/kind-schemas.ts'
import { generatePropertySchema, generateTypes } from './generate-types.ts'

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const files = [generatePropertySchema(), ...(await Promise.all(kinds.map(generateTypes)))]

for (const { path, content } of files) {
  const target = join(packageFolder, path)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, content)
}

export { testPlugin } from './testing/test-plugin.ts'
export type { TestAnswer, TestKit, TestOptions } from './testing/test-plugin.ts'
export { testFieldTypes } from './testing/test-field-types.ts'

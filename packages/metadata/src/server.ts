export { readPackage } from './files.ts'

export { kindFolders, readPackage } from './files.ts'
export { validatorModule } from './validation/validator-module.ts'

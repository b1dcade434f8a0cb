export { kindFolders, readManifest, readPackage, readPackageFiles } from './files.ts'
export { validatorModule } from './validation/validator-module.ts'

export { folderOf, readManifest, readPackage, readPackageFiles, readPackages } from './files.ts'
export { validatorModule } from './validation/validator-module.ts'

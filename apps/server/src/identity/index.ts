export { createIdentity, type Credential, type Identity, type Secret } from './create-identity.ts'

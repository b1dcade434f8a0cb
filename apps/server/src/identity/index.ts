export { createIdentity, type Credential, type Identity, type IdentityOptions, type Secret } from './create-identity.ts'

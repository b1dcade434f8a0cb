export { accountNews, accountWarning } from './account-news.ts'
export type { TellAccount } from './account-news.ts'
export { createIdentity, type Credential, type Identity, type IdentityOptions, type Secret } from './create-identity.ts'

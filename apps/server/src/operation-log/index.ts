export { callOf } from './call-of.ts'
export { createOperationLog } from './operation-log.ts'
export type { OperationLog } from './operation-log.ts'
export { watchRequests } from './watch-requests.ts'

export { backupToFile, isTaken, restoreFromFile, verifyFile } from './operator.ts'
export { restoreBackup } from './restore-backup.ts'
export { takeBackup } from './take-backup.ts'
export { verifyBackup } from './verify-backup.ts'

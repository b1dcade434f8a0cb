import type { AppError } from '@fieldwork/metadata'

/** One thing that is wrong, with its place. */
export type Problem = AppError['problems'][number]

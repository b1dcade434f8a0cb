import { createPoolSignal } from './pool-signal.ts'

const signal = createPoolSignal()

/** Tells this process that a write that others listen to has been committed; other processes look by themselves. */
export const nudgeOutbox = signal.send

/** Calls `nudge` on each `nudgeOutbox` over the same pool; returns how to stop it. */
export const onOutboxNudge = signal.listen

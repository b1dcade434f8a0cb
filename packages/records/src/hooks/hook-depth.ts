/** A hook whose writes lead to itself would go on for ever. */
export const maxHookDepth = 10

/** The type of what is dragged from the palette: the name of a kind of step. */
export const STEP_DATA = 'application/x-fieldwork-step'

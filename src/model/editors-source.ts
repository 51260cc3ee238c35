/** The source of what editors add by hand, which no configuration can have. */
export const EDITORS_SOURCE = { id: 'editors', name: 'Added by the editors' } as const

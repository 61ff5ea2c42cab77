/** The version of the package; a test compares it with package.json. */
const VERSION = '0.1.0'

/** The version of the package. */
export const version = (): string => VERSION

/** What may stand in a place of the command line: files, one of these words, or what nobody can foresee. */
export type Expected = 'files' | 'anything' | readonly string[]

/** An option, and what follows it; null where nothing does. */
export interface KnownOption {
  /** With its dashes. */
  readonly flag: string
  readonly about: string
  readonly value: Expected | null
}

/** A command with its options, and what stands behind it. */
export interface KnownCommand {
  readonly name: string
  readonly about: string
  readonly options: readonly KnownOption[]
  readonly operand: Expected
}

/** All that a shell can complete. */
export interface KnownProgram {
  readonly name: string
  readonly commands: readonly KnownCommand[]
  readonly options: readonly KnownOption[]
}

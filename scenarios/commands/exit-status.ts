/** What the command tells whoever called it (scenario language 11). */
export const ExitStatus = { passed: 0, failed: 1, badInput: 2, fault: 3, interrupted: 130 } as const
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus]

/** The status of several things done together: the highest, since 3 wins over 2 and 2 over 1. */
export const together = (...statuses: readonly ExitStatus[]): ExitStatus =>
  statuses.reduce<ExitStatus>((worst, status) => (status > worst ? status : worst), ExitStatus.passed)

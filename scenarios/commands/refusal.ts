import { type Problem, renderProblem } from '../errors.js'
import type { Verdict } from '../judging/verdict.js'
import type { Case } from '../junit.js'

/** What is not run, as `--json` prints it. */
export const invalidJson = (
  file: string,
  title: string | null,
  line: number,
  problems: readonly Problem[]
): object => {
  const verdict: Verdict = 'invalid'
  const failures = problems.map((problem) => ({
    line: problem.line,
    column: problem.column,
    step: null,
    message: problem.message,
    expected: null,
    actual: null,
    nearest: problem.nearest ?? null
  }))
  return { file, line, scenario: title, verdict, ended: verdict, failures, time: 0, counts: {} }
}

/** What is not run, as a CI server is told of it. */
export const invalidCase = (
  file: string,
  title: string | null,
  line: number,
  message: string,
  reasons: readonly string[]
): Case => ({
  file,
  line,
  name: title ?? file,
  took: 0,
  outcome: { kind: 'error', type: 'invalid', message, text: reasons.join('\n') }
})

/** Every mistake where it stands, but of what is not in this version each thing once, in a line. */
export const reasonsOf = (problems: readonly Problem[], file: string, text: string): string[] => {
  const told = new Set<string>()
  return problems.flatMap((problem) => {
    if (problem.kind === 'mistake') return [renderProblem(problem, file, text)]
    if (told.has(problem.message)) return []
    told.add(problem.message)
    return [`  ${file}:${problem.line}:${problem.column}: ${problem.message}`]
  })
}

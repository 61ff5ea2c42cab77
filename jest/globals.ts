import { dirname } from 'node:path'

/** What is used of jest itself, which is not imported: whoever runs jest has its globals. */
interface Jest {
  readonly describe: (name: string, body: () => void) => void
  readonly test: (name: string, body: () => void) => void
  readonly expect: {
    readonly extend: (matchers: object) => void
    readonly getState: () => { readonly testPath?: string | undefined }
  }
}

const globals = (): Partial<Jest> => globalThis as Partial<Jest>

/** Adds matchers to jest's `expect`, where there is one. */
export const extendExpect = (matchers: object): void => globals().expect?.extend(matchers)

/** jest's `describe` and `test`. */
export const suites = (): Pick<Jest, 'describe' | 'test'> => {
  const { describe, test } = globals()
  if (describe === undefined || test === undefined)
    throw new Error('describeScenarios needs the globals of jest: run it in a test file, with injectGlobals')
  return { describe, test }
}

/** The folder that paths start from: the running test file's; elsewhere the working folder. */
export const homeFolder = (): string => {
  const file = globals().expect?.getState().testPath
  return file === undefined ? process.cwd() : dirname(file)
}

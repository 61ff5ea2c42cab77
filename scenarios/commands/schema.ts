import { scenarioSchema } from '../schema.js'
import { type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'

/** `schema`: prints the JSON Schema of scenario files, by which editors complete and check them. */
export const schema = (command: ConsoleOptions): ExitStatus => {
  const console = newConsole(command)
  console.write(JSON.stringify(scenarioSchema(), null, command.json === true ? undefined : 2))
  console.flush()
  return ExitStatus.passed
}

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { stringify } from 'yaml'
import { type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'

const SUFFIX = '.scenario.yaml'

/** `echo-server` as a title: `Echo server`. */
const titleOf = (name: string): string => {
  const words = basename(name)
    .replaceAll(/[-_\s]+/g, ' ')
    .trim()
  return words === '' ? 'A scenario' : words.charAt(0).toUpperCase() + words.slice(1)
}

/** A scenario that passes, with one of each thing that scenarios are made of. */
const template = (title: string): string => `scenario: ${stringify(title, { lineWidth: 0 }).trim()}
about: A client sends a word to a server, and the server sends it back.
given:
  ports:
    # Rights that exist before the first step; in each task, $service is its name for this port.
    service: {receiver: server, send: [client]}
tasks:
  server:
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $service}
      bind: request
      expect: {msg: {id: 1, body: [{data: "hello"}]}}
    - mach_msg:
        option: MACH_SEND_MSG
        msg: {remote: $request.remote, remote_type: MACH_MSG_TYPE_MOVE_SEND_ONCE, id: 2, body: $request.body}
  client:
    - mach_reply_port: {}
      bind: reply
    - mach_msg:
        option: MACH_SEND_MSG | MACH_RCV_MSG
        msg: {remote: $service, local: $reply, id: 1, body: [{type: MACH_MSG_TYPE_CHAR, data: "hello"}]}
        rcv_name: $reply
      expect: {msg: {id: 2, body: [{data: "hello"}]}}
expect:
  threads: {server.main: finished, client.main: finished}
  counts: {messages_received: 2}
`

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && error.code === 'EEXIST' ? 'it is there already' : error.message
}

/** `new NAME`: writes NAME.scenario.yaml to start from; what is there is never written over. */
export const create = (name: string, command: ConsoleOptions): ExitStatus => {
  const console = newConsole(command)
  const stem = name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name
  const file = `${stem}${SUFFIX}`
  try {
    writeFileSync(file, template(titleOf(stem)), { flag: 'wx' })
  } catch (error) {
    console.say(`${file}: ${reasonOf(error)}`)
    return ExitStatus.badInput
  }
  if (command.json === true) console.write(JSON.stringify({ file }))
  else console.write(`${file} is there to start from: machlab run ${file}`)
  console.flush()
  return ExitStatus.passed
}

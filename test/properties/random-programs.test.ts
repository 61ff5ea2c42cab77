import * as fc from 'fast-check'
import { MSG_RETURNS } from '../../tasks/mach.js'
import { CALLS, smallWorlds } from './programs.js'
import { proveCalls } from './proving.js'
import { run } from './running.js'

/** Milliseconds: many times what it takes, for machines with much else to do. */
const PATIENCE = 120_000

describe('random programs in small worlds', () => {
  it(
    'break no invariant, leave nothing behind and run the same again',
    () => {
      const proof = proveCalls(10_000, Date.now() % 0x40000000)
      // A text here is the world that broke, and the seed that repeats it: npm run prove -- --seed N
      expect(proof.broken).toBeNull()
      expect(proof.calls).toBeGreaterThanOrEqual(10_000)
    },
    PATIENCE
  )
})

describe('the programs drawn', () => {
  const answered = new Set<string>()

  // Three hundred worlds, always the same ones.
  beforeAll(() => {
    const log = (line: string): void => {
      const [, call, answer = ''] = /^\S+ (\S+)(?: by message)? answers (.*)$/.exec(line) ?? []
      const [, refused, code = 'KERN_SUCCESS'] = /"left":"(\w+)"|^\["?([-\w]+)/.exec(answer) ?? []
      if (call !== undefined) answered.add(`${call} ${refused ?? code}`)
    }
    for (const plan of fc.sample(smallWorlds, { numRuns: 300, seed: 1 })) run(plan, { log })
  }, PATIENCE)

  it('make every call, and each succeeds at times', () => {
    const successes = ['KERN_SUCCESS', 'MACH_MSG_SUCCESS', '0']
    const unmade = CALLS.filter((call) => !successes.some((code) => answered.has(`${call} ${code}`)))
    expect(unmade).toEqual(['sleep', 'compute'])
  })

  it('get every answer from mach_msg but those that want luck, or that there is no way to', () => {
    const hardToGet = [
      'MACH_SEND_IN_PROGRESS',
      'MACH_SEND_INVALID_DATA',
      'MACH_SEND_NOTIFY_IN_PROGRESS',
      'MACH_SEND_NO_BUFFER',
      'MACH_SEND_NO_NOTIFY',
      'MACH_RCV_IN_PROGRESS',
      'MACH_RCV_PORT_CHANGED',
      'MACH_RCV_INVALID_DATA',
      'MACH_RCV_HEADER_ERROR',
      'MACH_RCV_BODY_ERROR'
    ]
    const missing = Object.keys(MSG_RETURNS).filter((code) => !answered.has(`mach_msg ${code}`))
    expect(missing.filter((code) => !hardToGet.includes(code))).toEqual([])
  })
})

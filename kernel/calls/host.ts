import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_TYPE_PORT_SEND } from '../../ports/abi.js'
import type { RightInHand } from '../../ports/copyin.js'
import { fail, type Outcome } from '../../ports/kern-return.js'
import { makeSend } from '../../ports/port.js'
import type { Kernel } from '../kernel.js'

const HOST_BASIC_INFO_FLAVOR = 1

/** host_basic_info: the number of processors and the bytes of memory. */
export const host_info = (
  kernel: Kernel,
  _host: Kernel,
  { flavor, count }: { flavor: number; count: number }
): Outcome<'KERN_INVALID_ARGUMENT', { info: Record<string, number> }> => {
  if (flavor !== HOST_BASIC_INFO_FLAVOR || count < 5) return fail('KERN_INVALID_ARGUMENT')
  const processors = kernel.processors.length
  return E.right({
    info: {
      max_cpus: processors,
      avail_cpus: processors,
      memory_size: kernel.ipc.memoryLimit,
      cpu_type: 0,
      cpu_subtype: 0
    }
  })
}

/** Send rights to the processors' ports. */
export const host_processors = (kernel: Kernel): Outcome<never, { processor_list: RightInHand[] }> =>
  E.right({
    processor_list: kernel.processors.map(({ port }) => ({
      port: makeSend(kernel.ipc, port),
      type: MACH_MSG_TYPE_PORT_SEND
    }))
  })

/** Virtual time since the first step, in seconds and microseconds. */
export const host_get_time = (kernel: Kernel): Outcome<never, { time: Record<string, number> }> => {
  const { now } = kernel.world
  return E.right({
    time: { seconds: Math.floor(now / 1e9), microseconds: Math.floor((now % 1e9) / 1e3) }
  })
}

import {
  createTask,
  createThread,
  createWorld,
  giveReceive,
  giveSend,
  type Kernel,
  type Listener,
  runWorld,
  type World
} from '../kernel/index.js'
import {
  address,
  MACH_MSG_OPTION_NONE,
  MACH_MSG_TIMEOUT_NONE,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_PORT_NULL,
  mach_msg,
  mach_msg_receive,
  mach_msg_rpc,
  type Name,
  newMessage,
  type Program
} from '../tasks/mach.js'
import type { Work } from './rounds.js'

const BODY = 64

/** Counts what programs did, so that nothing can be lost or optimised away. */
interface Tally {
  done: number
}

function* server(port: Name, tally: Tally): Program {
  const msg = newMessage(BODY)
  yield* mach_msg_receive(msg, port)
  for (;;) {
    msg.body[0] = (msg.body[0] as number) + 1
    tally.done++
    address(msg, msg.remote, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, 0)
    yield* mach_msg_rpc(msg, port)
  }
}

function* client(port: Name, reply: Name, calls: number): Program {
  const msg = newMessage(BODY)
  for (let i = 0; i < calls; i++) {
    address(msg, port, MACH_MSG_TYPE_COPY_SEND, reply, MACH_MSG_TYPE_MAKE_SEND_ONCE)
    yield* mach_msg_rpc(msg, reply)
  }
  if (msg.body[0] !== (calls & 0xff)) throw new Error('a call on the kernel came back wrong')
}

/** A world of one host with memory for any number of tasks. */
export const spaciousWorld = (listener: Listener | null = null): { world: World; kernel: Kernel } => {
  const world = createWorld({ hosts: { local: { memory: Number.MAX_SAFE_INTEGER } }, listener })
  const kernel = world.hosts.get('local')
  if (kernel === undefined) throw new Error('the world has no host')
  return { world, kernel }
}

const working = (world: World, tally: Tally): Work => {
  return () => {
    runWorld(world, Number.POSITIVE_INFINITY)
    return tally.done
  }
}

/** Null calls on the emulator: 64 bytes each way, combined mach_msg on both sides, through the public stubs. */
export const callsOnKernel = (pairs: number, calls: number, listener: Listener | null = null): Work => {
  const { world, kernel } = spaciousWorld(listener)
  const tally = { done: 0 }
  for (let i = 0; i < pairs; i++) {
    const serving = createTask(kernel, { name: 'server' })
    const calling = createTask(kernel, { name: 'client' })
    const service = giveReceive(kernel, serving)
    const right = giveSend(kernel, calling, service.port)
    const reply = giveReceive(kernel, calling)
    createThread(kernel, serving, { name: 'main', program: () => server(service.name, tally) })
    createThread(kernel, calling, { name: 'main', program: () => client(right, reply.name, calls) })
  }
  return working(world, tally)
}

/** Traps on the emulator that do nothing: mach_msg asked neither to send nor to receive. */
export const trapsOnKernel = (traps: number): Work => {
  const { world, kernel } = spaciousWorld()
  const tally = { done: 0 }
  function* program(): Program {
    const msg = newMessage()
    for (; tally.done < traps; tally.done++)
      yield* mach_msg(msg, MACH_MSG_OPTION_NONE, 0, 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL)
  }
  createThread(kernel, createTask(kernel, { name: 'task' }), { name: 'main', program })
  return working(world, tally)
}

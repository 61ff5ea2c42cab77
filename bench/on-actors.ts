import { type ActorRef, assign, createActor, sendTo, setup, type Snapshot } from 'xstate'
import type { Work } from './rounds.js'

/** What either actor is sent; the body is copied on its way, as a message's is. */
type Post =
  | { readonly type: 'start' }
  | { readonly type: 'request'; readonly from: Actor; readonly body: Uint8Array }
  | { readonly type: 'reply'; readonly body: Uint8Array }
type Actor = ActorRef<Snapshot<unknown>, Post>

const BODY = 64

const serverMachine = setup({ types: {} as { context: { memory: Uint8Array }; events: Post } }).createMachine(
  {
    context: () => ({ memory: new Uint8Array(BODY) }),
    on: {
      request: {
        actions: [
          ({ context: { memory }, event }) => {
            memory.set(event.body)
            memory[0] = (memory[0] as number) + 1
          },
          sendTo(
            ({ event }) => event.from,
            ({ context }): Post => ({ type: 'reply', body: context.memory.slice() })
          )
        ]
      }
    }
  }
)

interface Calling {
  readonly server: Actor
  readonly calls: number
  readonly made: number
  readonly memory: Uint8Array
}

const clientMachine = setup({
  types: {} as { context: Calling; input: { server: Actor; calls: number }; events: Post }
}).createMachine({
  context: ({ input }) => ({ ...input, made: 0, memory: new Uint8Array(BODY) }),
  initial: 'idle',
  states: {
    idle: { on: { start: 'calling' } },
    calling: {
      entry: sendTo(
        ({ context }) => context.server,
        ({ context, self }): Post => ({ type: 'request', from: self, body: context.memory.slice() })
      ),
      on: {
        reply: {
          actions: [
            ({ context, event }) => context.memory.set(event.body),
            assign({ made: ({ context }) => context.made + 1 })
          ],
          target: 'answered'
        }
      }
    },
    answered: {
      always: [
        { guard: ({ context }) => context.made < context.calls, target: 'calling' },
        { target: 'done' }
      ]
    },
    done: { type: 'final' }
  }
})

/** The same exchange between two live xstate actors: 64 bytes each way, copied, by `sendTo`. */
export const callsOnActors = (calls: number): Work => {
  const server = createActor(serverMachine).start()
  const client = createActor(clientMachine, { input: { server, calls } }).start()
  return () => {
    client.send({ type: 'start' })
    const { made, memory } = client.getSnapshot().context
    if (memory[0] !== (calls & 0xff)) throw new Error('a call between actors came back wrong')
    return made
  }
}

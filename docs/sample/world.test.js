const {
  address,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_PORT_NULL,
  mach_msg_receive,
  mach_msg_rpc,
  mach_msg_send,
  mach_reply_port,
  newMessage
} = require('machlab')
const { outputs, world } = require('machlab/jest')

function* server({ service }) {
  const request = newMessage()
  yield* mach_msg_receive(request, service)
  const reply = address(newMessage(), request.remote, MACH_MSG_TYPE_MOVE_SEND_ONCE, MACH_PORT_NULL, 0)
  reply.id = request.id + 100
  yield* mach_msg_send(reply)
}

function* client({ service }) {
  const { name } = outputs(yield* mach_reply_port())
  const call = address(newMessage(), service, MACH_MSG_TYPE_COPY_SEND, name, MACH_MSG_TYPE_MAKE_SEND_ONCE)
  call.id = 100
  yield* mach_msg_rpc(call, name)
  expect(call.id).toBe(200)
}

test('a call is answered, and the client keeps its right to call again', () => {
  const run = world()
    .host()
    .port('service', { receiver: 'server', send: ['client'] })
    .task('server', server)
    .task('client', client)
    .run()

  expect(run).toPass()
  expect(run).toKeepInvariants()
  expect(run).toHaveDelivered({ id: 200, from: 'server', to: 'client' })
  expect(run).toHaveEvents([{ event: 'message.receive', port: 'service' }, { event: 'thread.finish', task: 'client' }])
  expect(run).toHoldRight('client', 'send', { port: 'service', refs: 1 })
})

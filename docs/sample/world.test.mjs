import { mach_msg_receive, newMessage } from 'machlab'
import { runFile, world } from 'machlab/jest'

const waitsAt = (port) =>
  function* (names) {
    yield* mach_msg_receive(newMessage(), names[port])
  }

test('two that wait for each other wait for ever', () => {
  const run = world()
    .host('local', { processors: 2 })
    .port('left_box', { receiver: 'left', send: ['right'] })
    .port('right_box', { receiver: 'right', send: ['left'] })
    .task('left', waitsAt('left_box'))
    .task('right', waitsAt('right_box'))
    .run()

  expect(run).toDeadlock()
  expect(run.deadlock.cycle).toEqual(['left.main', 'right.main'])
  expect(run).not.toHaveFinished('left.main')
})

test('a scenario file gives a run of the same kind', () => {
  expect(runFile('scenarios/two-receivers.scenario.yaml')).toDeadlock()
  expect(runFile('scenarios/call-and-reply.scenario.yaml')).toHaveCounted({ messages_sent: 2 })
})

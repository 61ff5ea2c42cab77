import type { TraceEvent } from '../../kernel/index.js'
import { newDiagram } from '../../scenarios/diagram.js'
import { coloured, type Palette, plain } from '../../scenarios/terminal/palette.js'
import { runScenario } from '../../scenarios/runner.js'
import { read } from '../fixtures/sources.js'
import { scenarioOf } from '../fixtures/scenario.js'

interface Drawing {
  readonly width?: number
  readonly palette?: Palette
}

/** What is drawn of a scenario's run. */
const draw = (text: string, { width = 80, palette = plain }: Drawing = {}): string[] => {
  const scenario = scenarioOf(text)
  const lines: string[] = []
  const threads = [...scenario.tasks].flatMap(([task, decl]) =>
    [...decl.threads.keys()].map((name) => `${task}.${name}`)
  )
  runScenario(scenario, {
    watch: ({ portName }) => {
      const diagram = newDiagram({ width, palette, threads, portName, write: (line) => lines.push(line) })
      return diagram.listen
    }
  })
  return lines
}

const queued = `
given: {ports: {box: {receiver: reader, send: [writer]}}}
tasks:
  writer: [{mach_msg: {option: MACH_SEND_MSG, msg: {remote: $box, id: 7, body: [{type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [$notify]}]}}}]
  reader:
    - wait_for: {thread: writer.main, state: finished}
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $box}
    - mach_port_type: {name: 0x5500}
      expect: KERN_INVALID_NAME
`

/** A picture without its column of times. */
const untimed = (lines: readonly string[]): string[] => lines.map((line) => line.slice(10).trimEnd())

describe('the picture of a run', () => {
  it('shows who sends what to whom, what is handed off, and what the kernel sends', () => {
    const picture = untimed(draw(read('scenarios/library/demonstration.scenario.yaml'), { width: 100 }))
    expect(
      picture.filter((line) => /[◀▶]/.test(line)).map((line) => line.replaceAll(/[═─]+/g, '…').trim())
    ).toEqual(['┃◀… 100 +send-once …╡', '╞… 200 …▶┃', '├… no_senders ▶┃'])
  })

  it('shows a message that waits in a queue twice: how it gets in, and how it gets out', () => {
    const picture = untimed(draw(queued))
    expect(picture[0]?.trim()).toMatch(/^writer\.main +reader\.main$/)
    expect(picture.find((line) => line.includes('▷'))).toContain('7 +send-once into box')
    expect(picture.find((line) => line.includes('▶'))).toMatch(/├╌+ 7 \+send-once ╌+▶/)
  })

  it('shows calls, and what they answer where that is no success', () => {
    expect(untimed(draw(queued)).find((line) => line.includes('×'))).toContain(
      'mach_port_type KERN_INVALID_NAME'
    )
  })

  it('keeps to its width', () => {
    const wide = draw(read('scenarios/library/demonstration.scenario.yaml'), { width: 70 })
    expect(Math.max(...wide.map((line) => line.length))).toBeLessThanOrEqual(70)
  })

  it('becomes a list where the lanes would have no room', () => {
    const tasks = Array.from({ length: 12 }, (_, i) => `  t${i}: [mach_task_self]`).join('\n')
    const picture = draw(`tasks:\n${tasks}`)
    expect(picture[0]).toMatch(/0 ns +t0\.main +mach_task_self/)
  })

  it('is the same in colour, but for the colours', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
    const picture = draw(queued, { palette: coloured })
    expect(picture.join('\n')).toMatch(escapes)
    expect(picture.map((line) => line.replaceAll(escapes, ''))).toEqual(draw(queued))
  })

  it('lets no text of a scenario steer the terminal', () => {
    const lines: string[] = []
    const { listen, close } = newDiagram({
      width: 80,
      palette: plain,
      threads: ['a.main'],
      portName: () => null,
      write: (line) => lines.push(line)
    })
    const note: Partial<TraceEvent> = {
      event: 'note',
      time: 0,
      seq: 1,
      host: 'local',
      thread: 'a.main',
      text: '\u001b[2J!'
    }
    listen(note as TraceEvent)
    close()
    expect(lines.join('\n')).not.toContain('\u001b')
    expect(lines.join('\n')).toContain('▯[2J!')
  })
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { type Conformance, conform, type ConformOptions } from '../../scenarios/conform.js'

const SAMPLE = 'test/conformance'
const MESSAGES = join(SAMPLE, 'messages.jsonl')

interface Run {
  readonly result: E.Either<readonly string[], Conformance>
  readonly lines: readonly string[]
}

const run = (path: string, options: Omit<ConformOptions, 'write'> = {}): Run => {
  const lines: string[] = []
  return { result: conform([path], { ...options, write: (line) => lines.push(line) }), lines }
}

const summaryOf = ({ result }: Run): unknown => (E.isRight(result) ? result.right.summary : result.left)

/** The recording of one call and its reply, as the real kernel gave it but for what `change` changes. */
const allocation = (change: (line: string) => string = (line) => line): string =>
  change(
    JSON.stringify({
      id: 'sample/allocate',
      init: { task_self: 1, reply: 2 },
      end: 'ok',
      ops: [
        { op: 'mach_port_allocate', args: { right: 1 }, ret: 'KERN_SUCCESS', out: { name: 3 } },
        { op: 'mach_port_type', args: { name: 3 }, ret: 'KERN_SUCCESS', out: { ptype: 131072 } },
        { op: 'mach_port_deallocate', args: { name: 77 }, ret: 'KERN_INVALID_NAME' }
      ]
    })
  )

describe('conform', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'machlab-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const written = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  it('finds every reply of a sample of recordings equal', () => {
    const { result, lines } = run(SAMPLE)
    expect(lines.slice(0, -1)).toEqual([])
    expect(result).toMatchObject(E.right({ summary: { differ: 0 }, faults: 0 }))
  })

  it('sets aside a sequence that stopped the recorded kernel', () => {
    expect(readFileSync(MESSAGES, 'utf8')).toContain('"end":"kernel stopped"')
    expect(run(MESSAGES, { only: 'body/oolportptr/0' }).lines).toEqual([
      '0 replies equal, 0 differ, 0 set aside'
    ])
  })

  it('reports an altered reply, and counts those after it as differing', () => {
    const path = written(
      'a.jsonl',
      allocation((line) => line.replace('131072', '65536'))
    )
    const { lines } = run(path)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(`sample/allocate (${path}:1), reply 2 of 3`)
    expect(lines[0]).toMatch(/out\.ptype +65536 +131072/)
    expect(lines[1]).toBe('1 replies equal, 2 differ, 0 set aside')
  })

  it('reports an altered first name as a difference from the first reply on', () => {
    const path = written(
      'a.jsonl',
      allocation((line) => line.replace('"reply":2', '"reply":4'))
    )
    expect(summaryOf(run(path))).toMatchObject({ equal: 0, differ: 3 })
  })

  it('sets aside the sequences that a file of exceptions names', () => {
    const except = written('except', '# known\nsample/allocate\tthe reason\n')
    const path = written(
      'a.jsonl',
      allocation((line) => line.replace('131072', '65536'))
    )
    expect(summaryOf(run(path, { except }))).toEqual({
      sequences: 1,
      replies: 3,
      equal: 0,
      differ: 0,
      set_aside: 3
    })
  })

  it('reads compressed recordings, and closes with one JSON object', () => {
    const path = written('a.jsonl.gz', gzipSync(allocation()))
    expect(run(path, { json: true }).lines).toEqual([
      '{"summary":{"sequences":1,"replies":3,"equal":3,"differ":0,"set_aside":0}}'
    ])
  })

  it('follows one sequence op by op', () => {
    const { lines } = run(written('a.jsonl', allocation()), { only: 'sample/allocate' })
    expect(lines[0]).toBe('= mach_port_allocate {"right":1}\n    {"ret":"KERN_SUCCESS","out":{"name":3}}')
    expect(lines).toHaveLength(4)
  })

  it.each([
    ['not JSON', () => '{', ':1: not JSON'],
    [
      'a field of the wrong type',
      (line: string) => line.replace('"right":1', '"right":"one"'),
      'ops.0.args.right'
    ],
    [
      'a reply without its code',
      (line: string) => line.replace('"ret":"KERN_INVALID_NAME"', '"x":1'),
      'ops.2.ret'
    ],
    ['no sequence', () => '[]', ':1: ']
  ])('says where a recording is wrong: %s', (_, change, place) => {
    const path = written('bad.jsonl', allocation(change))
    const { result, lines } = run(path)
    expect(lines).toEqual([])
    expect(result).toEqual(E.left([expect.stringContaining(place)]))
    expect(result).toEqual(E.left([expect.stringContaining(path)]))
  })

  it('says that a folder holds no recording', () => {
    expect(run(folder).result).toEqual(E.left([`${folder}: no .jsonl or .jsonl.gz file in it`]))
  })
})

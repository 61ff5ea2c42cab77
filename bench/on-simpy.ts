import { spawnSync } from 'node:child_process'

const PROGRAM = 'bench/rpc_simpy.py'

const python = (interpreter: string, ...words: readonly string[]) =>
  spawnSync(interpreter, words, { encoding: 'utf8' })

/** An interpreter that has SimPy 3 or later: the one on the path, or the system's; null where neither has. */
export const pythonWithSimpy = (): string | null =>
  ['python3', '/usr/bin/python3'].find(
    (interpreter) => python(interpreter, '-c', 'import simpy; simpy.Environment').status === 0
  ) ?? null

/** The same exchange in SimPy, in a process of its own; nanoseconds a call. */
export const timeSimpy = (interpreter: string, calls: number): number => {
  const { stdout, stderr, status } = python(interpreter, PROGRAM, `${calls}`)
  if (status !== 0) throw new Error(`${PROGRAM} failed: ${stderr}`)
  return Number(stdout)
}

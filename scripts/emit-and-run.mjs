// Compiles the developers' programs to build/ and runs the one named: `node scripts/emit-and-run.mjs bench/run.ts …`.
// A type error elsewhere is shown and does not stop it: a generated file may be what is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const [source = '', ...rest] = process.argv.slice(2)
const program = `build/${source.replace(/\.ts$/, '.js')}`
rmSync(program, { force: true })

const node = (output, ...words) =>
  spawnSync(process.execPath, words, { stdio: ['inherit', output, 'inherit'] }).status ?? 1
// What the program prints may be read by another: standard output is the program's alone.
node(process.stderr.fd, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.dev.json')
process.exitCode = existsSync(program) ? node('inherit', program, ...rest) : 1

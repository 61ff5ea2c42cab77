// Builds dist/: ES modules with the command line, and CommonJS for those who `require`. Does nothing if dist/ is current.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folders = ['ports', 'tasks', 'kernel', 'scenarios', 'jest']
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.esm.json', 'tsconfig.cjs.json', 'index.ts']
const stamp = 'dist/.sources'
const command = 'dist/cjs/scenarios/cli.js'

/** One hash for all that the build is made from: file times would miss a deleted file. */
const hashOfSources = () => {
  const hash = createHash('sha256')
  const inFolders = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name))
      .sort()
  )
  for (const file of [...settings, ...inFolders]) hash.update(`${file}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

const compile = (project) => {
  const tsc = 'node_modules/typescript/bin/tsc'
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const hash = hashOfSources()
const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
if (!current) {
  rmSync('dist', { recursive: true, force: true })
  compile('tsconfig.esm.json')
  compile('tsconfig.cjs.json')
  mkdirSync('dist/cjs', { recursive: true })
  writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n')
  if (existsSync(command)) chmodSync(command, 0o755)
  writeFileSync(stamp, hash)
}

// `npx machlab` runs this checkout's own build, as it runs an installed package's.
const link = 'node_modules/.bin/machlab'
rmSync(link, { force: true })
symlinkSync(`../../${command}`, link)

// Installs what the lock file names, unless it is there already. Plain Node: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The packages a lock file names, by their place in node_modules; none if there is no such file. */
const packagesOf = (lockFile) => {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const wanted = packagesOf('package-lock.json')
const installed = packagesOf('node_modules/.package-lock.json') // npm's own note of what it has put there

const missing = Object.keys(wanted).filter(
  (place) => place !== '' && !wanted[place].optional && installed[place]?.version !== wanted[place].version
)
if (missing.length > 0) {
  const { status } = spawnSync('npm', ['ci', '--no-fund', '--no-audit'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32'
  })
  process.exitCode = status ?? 1
}

import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import picomatch from 'picomatch'
import { findFiles } from '../scenarios/commands/input.js'

/** Files found, or why there are none. */
export type Found = { readonly files: readonly string[] } | { readonly files: null; readonly reason: string }

/** The scenario files that a path, or a pattern as in jest's testMatch, stands for; in order of their names. */
export const scenarioFiles = (pattern: string, home: string): Found => {
  const path = resolve(home, pattern)
  const { base, glob, isGlob } = picomatch.scan(pattern)
  const isLiteral = !isGlob || existsSync(path)
  const folder = resolve(home, base)

  const start = isLiteral ? path : folder
  if (!existsSync(start)) return { files: null, reason: `${pattern}: there is no such file or folder` }
  const found = findFiles([start])
  if (E.isLeft(found)) return { files: null, reason: found.left.join('\n') }
  if (isLiteral) return { files: found.right }

  const isMeant = picomatch(glob)
  const files = found.right.filter((file) => isMeant(relative(folder, file)))
  return files.length > 0
    ? { files }
    : { files: null, reason: `${pattern}: no scenario file is of this form` }
}

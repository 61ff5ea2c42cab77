import * as E from 'fp-ts/lib/Either.js'
import {
  MACH_MSG_IPC_KERNEL,
  MACH_MSG_IPC_SPACE,
  MACH_MSG_MASK,
  MACH_MSG_SUCCESS,
  MACH_MSG_VM_KERNEL,
  MACH_MSG_VM_SPACE
} from '../ports/kern-return.js'
import { kernelCodes } from './codes/kernel.js'
import { mach25Codes } from './codes/mach-2.5.js'
import type { Meaning } from './codes/meaning.js'
import { messageCodes } from './codes/messages.js'
import { netnameCodes } from './codes/netname.js'
import { CODES, type CodeName } from './constants.js'
import { nearest } from './errors.js'

/** A return code with all there is to say of it. */
export interface Code extends Meaning {
  readonly name: string
  readonly number: number
}

const MEANINGS: Readonly<Record<CodeName, Meaning>> = {
  ...messageCodes,
  ...kernelCodes,
  ...netnameCodes,
  ...mach25Codes
}

/** Every return code by its name. */
const EXPLAINED: ReadonlyMap<string, Code> = new Map(
  Object.entries(MEANINGS).map(([name, meaning]) => [
    name,
    { name, number: CODES.get(name) ?? 0, ...meaning }
  ])
)

/** A bit beside MACH_RCV_HEADER_ERROR, MACH_RCV_BODY_ERROR or a send's code that gave the message back. */
export interface Shortage {
  readonly name: string
  readonly bit: number
  readonly means: string
}

const SHORTAGES: readonly Shortage[] = [
  { name: 'MACH_MSG_IPC_SPACE', bit: MACH_MSG_IPC_SPACE, means: 'The task has no room for a name.' },
  { name: 'MACH_MSG_VM_SPACE', bit: MACH_MSG_VM_SPACE, means: 'The task has no room for the memory.' },
  { name: 'MACH_MSG_IPC_KERNEL', bit: MACH_MSG_IPC_KERNEL, means: 'The kernel has no room for a name.' },
  { name: 'MACH_MSG_VM_KERNEL', bit: MACH_MSG_VM_KERNEL, means: 'The kernel has no room for the memory.' }
]

/** What somebody asked about: every code of that name or number, and the shortages told with it. */
export interface Explained {
  readonly codes: readonly Code[]
  readonly shortages: readonly Shortage[]
}

const NUMBER = /^-?(?:0x[0-9a-f]+|\d+)$/i

/** A number as a return code has it, in 32 bits with a sign; null where it has no room there. */
const numberOf = (text: string): number | null => {
  if (!NUMBER.test(text)) return null
  const size = Number(text.replace('-', ''))
  const number = text.startsWith('-') ? -size : size
  if (number < -(2 ** 31) || number >= 2 ** 32) return null
  return number | 0
}

const shortagesIn = (bits: number): readonly Shortage[] => SHORTAGES.filter(({ bit }) => (bits & bit) !== 0)

const isOfMachMsg = ({ name }: Code): boolean => Object.hasOwn(messageCodes, name)

const numbered = (number: number): Explained | null => {
  const codes = [...EXPLAINED.values()].filter((code) => code.number === number)
  if (codes.length > 0) return { codes, shortages: [] }
  const plain = number & ~MACH_MSG_MASK
  const shortages = shortagesIn(number)
  if (shortages.length === 0) return null
  if (plain === MACH_MSG_SUCCESS) return { codes: [], shortages }
  const rest = [...EXPLAINED.values()].filter((code) => code.number === plain && isOfMachMsg(code))
  return rest.length === 0 ? null : { codes: rest, shortages }
}

const named = (name: string): Explained | null => {
  const code = EXPLAINED.get(name)
  if (code !== undefined) return { codes: [code], shortages: [] }
  const shortage = SHORTAGES.find((each) => each.name === name)
  return shortage === undefined ? null : { codes: [], shortages: [shortage] }
}

const NAMES = [...EXPLAINED.keys(), ...SHORTAGES.map(({ name }) => name)]

/**
 * What a return code means: a name, a number, or several with bars between them. Left: the part that is no
 * code, and the name most like it.
 */
export const explain = (words: string): E.Either<{ wrong: string; meant: string | undefined }, Explained> => {
  const found: Explained[] = []
  for (const part of words.split('|').map((word) => word.trim())) {
    const number = numberOf(part)
    const one = number === null ? named(part.toUpperCase()) : numbered(number)
    if (one === null) return E.left({ wrong: part, meant: nearest(part, NAMES) })
    found.push(one)
  }
  return E.right({
    codes: found.flatMap(({ codes }) => codes),
    shortages: found.flatMap(({ shortages }) => shortages)
  })
}

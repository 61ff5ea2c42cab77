import { impossible } from '../../ports/assert.js'
import type { AddressSpace, OutOfLine, OutOfLineStore } from '../../ports/out-of-line.js'

/**
 * A task's memory as far as this version has it: regions that messages brought or a program placed.
 * No protection, sharing or paging; bytes are copied. fidelity: memory.
 */

const PAGE = 4096

interface Region {
  readonly address: number
  readonly bytes: Uint8Array
}

/** Regions in the order of their addresses, whole pages each; null until there is one. */
interface Regions extends AddressSpace {
  regions: Region[] | null
}

/** A task's memory with nothing in it. */
export const newRegions = (): AddressSpace => {
  const made: Regions = { kind: 'address space', regions: null }
  return made
}

const isRegions = (memory: AddressSpace): memory is Regions => 'regions' in memory

const regionsOf = (memory: AddressSpace): Regions =>
  isRegions(memory) ? memory : impossible('memory that is not of this kernel')

const pages = (size: number): number => Math.ceil(size / PAGE) * PAGE

/** Stores bytes in a fresh region, the lowest that fits, and answers its address. */
export const place = (memory: AddressSpace, bytes: Uint8Array): number => {
  const own = regionsOf(memory)
  const list = own.regions ?? []
  let address = PAGE
  let at = 0
  for (const region of list) {
    if (region.address - address >= pages(bytes.length)) break
    address = region.address + pages(region.bytes.length)
    at += 1
  }
  own.regions = list.toSpliced(at, 0, { address, bytes })
  return address
}

/** Loads bytes, or null where no one region holds them all. */
export const load = (memory: AddressSpace, address: number, size: number): Uint8Array | null => {
  const region = regionsOf(memory).regions?.find(
    (each) => address >= each.address && address + size <= each.address + each.bytes.length
  )
  return region?.bytes.slice(address - region.address, address - region.address + size) ?? null
}

const remove = (memory: AddressSpace, address: number): void => {
  const own = regionsOf(memory)
  const stays = (region: Region): boolean =>
    address < region.address || address >= region.address + pages(region.bytes.length)
  own.regions = own.regions?.filter(stays) ?? null
}

interface Bytes extends OutOfLine {
  readonly bytes: Uint8Array
}

const held = (bytes: Uint8Array): Bytes => ({ size: bytes.length, bytes })

const bytesOf = (memory: OutOfLine): Uint8Array =>
  'bytes' in memory && memory.bytes instanceof Uint8Array
    ? memory.bytes
    : impossible('out-of-line memory that is not of this kernel')

/** Out-of-line memory as plain bytes. */
export const byteStore: OutOfLineStore = {
  make: held,
  read: bytesOf,
  destroy: () => undefined,
  copyin: (from, address, size, deallocate) => {
    const bytes = load(from, address, size)
    if (bytes !== null && deallocate) remove(from, address)
    return bytes === null ? null : held(bytes)
  },
  copyout: (to, memory) => place(to, bytesOf(memory))
}

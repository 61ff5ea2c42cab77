import type { AddressSpace, OutOfLine, OutOfLineStore } from '../../ports/out-of-line.js'

/**
 * A task's memory as far as this version has it: regions that messages brought or a program placed.
 * No protection, sharing or paging; bytes are copied. fidelity: memory.
 */

const PAGE = 4096

interface Bytes extends OutOfLine {
  readonly bytes: Uint8Array
}

const bytesOf = (memory: OutOfLine): Uint8Array =>
  'bytes' in memory && memory.bytes instanceof Uint8Array ? memory.bytes : new Uint8Array(memory.size)

const held = (bytes: Uint8Array): Bytes => ({ size: bytes.length, bytes })

/** Out-of-line memory as plain bytes. */
export const byteStore: OutOfLineStore = {
  make: held,
  read: bytesOf,
  destroy: () => undefined
}

interface Region {
  readonly address: number
  readonly bytes: Uint8Array
}

const pages = (size: number): number => Math.ceil(size / PAGE) * PAGE

/** Regions in the order of their addresses, whole pages each. */
export interface Regions extends AddressSpace {
  /** Stores bytes in a fresh region and answers its address. */
  place(bytes: Uint8Array): number
  /** Loads bytes, or null where no one region holds them all. */
  load(address: number, size: number): Uint8Array | null
}

/** A task's memory with nothing in it. */
export const newRegions = (): Regions => {
  let regions: Region[] | null = null

  const place = (bytes: Uint8Array): number => {
    const list = regions ?? []
    let address = PAGE
    let at = 0
    for (const region of list) {
      if (region.address - address >= pages(bytes.length)) break
      address = region.address + pages(region.bytes.length)
      at += 1
    }
    regions = list.toSpliced(at, 0, { address, bytes })
    return address
  }

  const load = (address: number, size: number): Uint8Array | null => {
    const region = regions?.find((r) => address >= r.address && address + size <= r.address + r.bytes.length)
    return region === undefined
      ? null
      : region.bytes.slice(address - region.address, address - region.address + size)
  }

  const remove = (address: number): void => {
    regions =
      regions?.filter((r) => address < r.address || address >= r.address + pages(r.bytes.length)) ?? null
  }

  return {
    place,
    load,
    copyin: (address, size, deallocate) => {
      const bytes = load(address, size)
      if (bytes !== null && deallocate) remove(address)
      return bytes === null ? null : held(bytes)
    },
    copyout: (memory) => place(bytesOf(memory))
  }
}

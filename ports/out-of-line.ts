/** Out-of-line memory on its way: a handle that only the kernel's memory can read. */
export interface OutOfLine {
  readonly size: number
}

/** A task's memory: another handle of the kernel's. */
export interface AddressSpace {
  readonly kind: 'address space'
}

/** What message copying asks of the kernel's memory; `kernel/vm` answers. */
export interface OutOfLineStore {
  /** Takes `size` bytes at `address` out of a task, or null where they are not readable. */
  copyin(from: AddressSpace, address: number, size: number, deallocate: boolean): OutOfLine | null
  /** Gives memory to a task and answers its address, or null where there is no room. */
  copyout(to: AddressSpace, memory: OutOfLine): number | null
  /** Memory of the kernel's own: made, read and dropped without a task. */
  make(bytes: Uint8Array): OutOfLine
  read(memory: OutOfLine): Uint8Array
  destroy(memory: OutOfLine): void
}

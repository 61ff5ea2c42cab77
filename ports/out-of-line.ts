/** Out-of-line memory on its way: a handle that only the kernel's memory can read. */
export interface OutOfLine {
  readonly size: number
}

/** What message copying asks of the kernel's memory, on behalf of one task. */
export interface AddressSpace {
  /** Takes `size` bytes at `address` out of the task, or null where they are not readable. */
  copyin(address: number, size: number, deallocate: boolean): OutOfLine | null
  /** Gives memory to the task and answers its address, or null where there is no room. */
  copyout(memory: OutOfLine): number | null
}

/** The kernel's own view of out-of-line memory: to make, read and drop it without a task. */
export interface OutOfLineStore {
  make(bytes: Uint8Array): OutOfLine
  read(memory: OutOfLine): Uint8Array
  destroy(memory: OutOfLine): void
}

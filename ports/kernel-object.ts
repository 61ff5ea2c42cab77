/** What a port stands for when the kernel holds its receive right. */
export interface KernelObject {
  readonly kind: 'task' | 'thread' | 'host' | 'processor'
  /** The task, thread or host; null once it is being terminated, so that calls find no object. */
  target: object | null
}

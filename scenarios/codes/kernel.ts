import type { KernReturnName } from '../../ports/kern-return.js'
import { code, type Meaning, NEVER_HERE } from './meaning.js'

const OF_GNU = "GNU Mach's; no call of this version answers it."
const OF_MIG = 'From a MIG stub of a server or client; no stub of this version answers it.'

/** The codes of kernel calls, and of the stubs that MIG makes. */
export const kernelCodes: Readonly<Record<KernReturnName, Meaning>> = {
  KERN_SUCCESS: code('The call did what it was asked.', 'Steps expect it where they name no other code.'),
  KERN_INVALID_ADDRESS: code('The address is not one of the task.', NEVER_HERE),
  KERN_PROTECTION_FAILURE: code('The memory may not be used so.', NEVER_HERE),
  KERN_NO_SPACE: code(
    'There is no room.',
    'The task has as many names as it may (1,048,576); for memory, no gap is large enough.'
  ),
  KERN_INVALID_ARGUMENT: code(
    'An argument is not what the call can work with.',
    'The port named is of another kind, or a selector, flavor, option or priority does not exist; in Mach 2.5 also for every bad name.'
  ),
  KERN_FAILURE: code(
    'The call cannot be done in this state.',
    'A thread or task is resumed that is not suspended, or terminated while it is going.'
  ),
  KERN_RESOURCE_SHORTAGE: code(
    'The kernel lacks memory or names.',
    "The host's `memory` is used up; in Mach 2.5, the task has as many names as it may."
  ),
  KERN_NOT_RECEIVER: code(
    'The task does not hold the receive right.',
    'A call of Mach 2.5 on a port that the task can only send to.'
  ),
  KERN_NO_ACCESS: code('The operation is not permitted.', 'No call of this version answers it.'),
  KERN_MEMORY_FAILURE: code('The object behind the memory is gone.', NEVER_HERE),
  KERN_MEMORY_ERROR: code('The pager behind the memory said that data cannot be had.', NEVER_HERE),
  KERN_NOT_IN_SET: code('The port is in no set.', 'A port is to be taken out of the set that it is not in.'),
  KERN_NAME_EXISTS: code(
    'The name denotes something already.',
    "A right is to get a name of the caller's choice, and the name is in use."
  ),
  KERN_ABORTED: code(
    'The call was interrupted.',
    'Inside the kernel alone: thread_abort ended a wait in thread_switch, which answers success.'
  ),
  KERN_INVALID_NAME: code(
    'The name denotes nothing.',
    'The task has no right under the name given, or has it no more.'
  ),
  KERN_INVALID_TASK: code(
    'The port is not that of a task that lives.',
    "A call on a name space is made on a port that is not a task's. (A dead one answers MACH_SEND_INVALID_DEST.)"
  ),
  KERN_INVALID_RIGHT: code(
    'The name denotes another kind of right than the call needs.',
    'Such as: a send right where only a receive right will do, or user references of a right that the name has not.'
  ),
  KERN_INVALID_VALUE: code(
    'A number is out of range.',
    'A kind of right, a disposition, a queue limit or a count cannot be that; or a new name is MACH_PORT_NULL or MACH_PORT_DEAD.'
  ),
  KERN_UREFS_OVERFLOW: code(
    'The name would have too many user references.',
    'A send right can have 65534 of them, a dead name 65535.'
  ),
  KERN_INVALID_CAPABILITY: code(
    'The right given is null or dead.',
    'A right that another task is to get, or that a notification is to use, is none that lives.'
  ),
  KERN_RIGHT_EXISTS: code(
    'The task knows the port under another name.',
    'A send or receive right is put into a task that holds rights to the same port: all of them share one name.'
  ),
  KERN_INVALID_HOST: code(
    'The port is not that of a host.',
    'No call of this version answers it: here it is KERN_INVALID_ARGUMENT.'
  ),
  KERN_MEMORY_PRESENT: code('The memory object has the page already.', NEVER_HERE),
  KERN_WRITE_PROTECTION_FAILURE: code('The memory may not be written.', OF_GNU),
  KERN_TERMINATED: code('The object has been terminated.', OF_GNU),
  KERN_TIMEDOUT: code('The time is up.', OF_GNU),
  KERN_INTERRUPTED: code('The call was interrupted.', OF_GNU),
  MIG_TYPE_ERROR: code(
    'The reply is not laid out as its definition says.',
    'From a client stub: whoever answered in place of the kernel wrote another reply.'
  ),
  MIG_REPLY_MISMATCH: code(
    'The reply has the wrong id.',
    'From a client stub: a message came whose id is not that of the request plus 100.'
  ),
  MIG_REMOTE_ERROR: code('The server noted an error of its own.', OF_MIG),
  MIG_BAD_ID: code(
    'Nobody knows the id of the request.',
    'The message sent to a kernel port asks for no routine; or the kernel has no such routine, as `cmu` has no protected payloads.'
  ),
  MIG_BAD_ARGUMENTS: code(
    'The request is not laid out as its definition says.',
    'A message to a kernel port has other items, types, sizes or another complex bit than the routine wants.'
  ),
  MIG_NO_REPLY: code(
    'The server will answer later, or not at all.',
    'What a server tells its stub, so that no reply is sent; no caller sees it.'
  ),
  MIG_EXCEPTION: code('The server raised an exception.', OF_MIG),
  MIG_ARRAY_TOO_LARGE: code('An array does not fit where it was to go.', OF_MIG),
  MIG_SERVER_DIED: code(
    'The server went away without an answer.',
    'From a client stub: in place of a reply came the notification that its send-once right was destroyed unused.'
  ),
  MIG_DESTROY_REQUEST: code(
    'The server did not use the request.',
    "What a server tells its stub, so that the request's rights are destroyed; no caller sees it."
  )
}

import { an, type Chapter, maybe, ON_TASK, TASK } from './chapter.js'

const RANGE = { address: an('address'), size: an('size') }

const OUTSIDE = 'the address is outside the task'
const NO_ROOM = 'no gap is large enough, or there is something at the address'
const HOLE = 'part of it is not there'
const PAGES = "address and size are not whole pages, or the port named is not a task's"

/** Virtual memory. */
export const memory = {
  title: 'Virtual memory',
  success: 'KERN_SUCCESS',
  built: false,
  calls: {
    vm_allocate: {
      about: 'Makes zero-filled memory.',
      args: {
        ...TASK,
        address: maybe('address', 0),
        size: an('size'),
        anywhere: maybe('bool', true)
      },
      outputs: { address: 'number' },
      codes: { ...ON_TASK, KERN_INVALID_ADDRESS: OUTSIDE, KERN_NO_SPACE: NO_ROOM }
    },
    vm_deallocate: { about: 'Takes memory away.', args: { ...TASK, ...RANGE }, outputs: {}, codes: ON_TASK },
    vm_protect: {
      about: 'Sets what may be done with memory: read 1, write 2, execute 4.',
      args: { ...TASK, ...RANGE, set_maximum: an('bool'), new_protection: an('protection') },
      outputs: {},
      codes: {
        ...ON_TASK,
        KERN_INVALID_ARGUMENT: "there is no such protection, or the port named is not a task's",
        KERN_PROTECTION_FAILURE: 'the maximum protection forbids it'
      }
    },
    vm_inherit: {
      about: 'Sets what a new task gets of memory: shared 0, a copy 1, nothing 2.',
      args: { ...TASK, ...RANGE, new_inheritance: an('number') },
      outputs: {},
      codes: {
        ...ON_TASK,
        KERN_INVALID_ARGUMENT: "there is no such inheritance, or the port named is not a task's"
      }
    },
    vm_read: {
      about: 'Copies memory of a task into new memory of the caller.',
      args: { ...TASK, ...RANGE },
      outputs: { address: 'number', size: 'size' },
      codes: { ...ON_TASK, KERN_INVALID_ADDRESS: HOLE, KERN_PROTECTION_FAILURE: 'it may not be read' }
    },
    vm_write: {
      about: 'Writes whole pages into the memory of a task.',
      args: { ...TASK, address: an('address'), data: an('data') },
      outputs: {},
      codes: {
        ...ON_TASK,
        KERN_INVALID_ARGUMENT: PAGES,
        KERN_INVALID_ADDRESS: HOLE,
        KERN_PROTECTION_FAILURE: 'it may not be written'
      }
    },
    vm_copy: {
      about: 'Copies memory within a task.',
      args: {
        ...TASK,
        source_address: an('address'),
        size: an('size'),
        dest_address: an('address')
      },
      outputs: {},
      codes: {
        ...ON_TASK,
        KERN_INVALID_ARGUMENT: PAGES,
        KERN_INVALID_ADDRESS: HOLE,
        KERN_PROTECTION_FAILURE: 'it may not be read, or not be written'
      }
    },
    vm_map: {
      about: 'Maps a memory object, or zero-filled memory.',
      args: {
        ...TASK,
        address: maybe('address', 0),
        size: an('size'),
        mask: maybe('number', 0),
        anywhere: maybe('bool', true),
        memory_object: maybe('name', 'MACH_PORT_NULL'),
        offset: maybe('address', 0),
        copy: maybe('bool', false),
        cur_protection: maybe('protection', 'VM_PROT_DEFAULT'),
        max_protection: maybe('protection', 'VM_PROT_ALL'),
        inheritance: maybe('number', 'VM_INHERIT_COPY')
      },
      outputs: { address: 'number' },
      codes: {
        ...ON_TASK,
        KERN_INVALID_ARGUMENT:
          "a protection or inheritance is none, the object cannot be mapped, or the port named is not a task's",
        KERN_INVALID_ADDRESS: OUTSIDE,
        KERN_NO_SPACE: `${NO_ROOM}, or the address does not fit the mask`
      }
    },
    vm_region: {
      about: 'Describes the first region at or after an address.',
      args: { ...TASK, address: an('address') },
      outputs: {
        address: 'number',
        size: 'size',
        protection: 'number',
        max_protection: 'number',
        inheritance: 'number',
        shared: 'bool',
        object_name: 'name',
        offset: 'number'
      },
      codes: { ...ON_TASK, KERN_NO_SPACE: 'nothing lies at or after the address' }
    },
    vm_statistics: {
      about: 'Answers how memory is used.',
      args: TASK,
      outputs: { stats: 'info' },
      codes: ON_TASK
    }
  }
} satisfies Chapter

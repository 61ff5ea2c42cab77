import { an, type Argument, type Chapter, type ChapterCall, maybe, type OutputKind } from './chapter.js'

const PART = { offset: an('address'), size: an('size') }
const OBJECT = { memory_object: an('name'), memory_control: an('name') }
const REPLY = { reply_to: maybe('name', 'MACH_PORT_NULL'), reply_to_type: maybe('disposition') }

const pager = (
  about: string,
  args: Readonly<Record<string, Argument>>,
  outputs: Readonly<Record<string, OutputKind>> = {}
): ChapterCall => ({ about, args, outputs, codes: {} })

/** The two sides of the pagers' protocol: what a pager sends the kernel, and the kernel a pager. */
export const memoryObjects = {
  title: 'Memory objects',
  success: 'KERN_SUCCESS',
  built: false,
  calls: {
    memory_object_ready: pager('Tells the kernel that an object can be used.', {
      memory_control: an('name'),
      may_cache_object: an('bool'),
      copy_strategy: an('number')
    }),
    memory_object_set_attributes: pager('Sets the attributes of an object.', {
      memory_control: an('name'),
      object_ready: an('bool'),
      may_cache_object: an('bool'),
      copy_strategy: an('number')
    }),
    memory_object_change_attributes: pager('Changes the attributes of an object.', {
      memory_control: an('name'),
      may_cache_object: an('bool'),
      copy_strategy: an('number'),
      ...REPLY
    }),
    memory_object_get_attributes: pager(
      'Answers the attributes of an object.',
      { memory_control: an('name') },
      { object_ready: 'bool', may_cache_object: 'bool', copy_strategy: 'number' }
    ),
    memory_object_data_provided: pager('Gives the kernel data of an object.', {
      memory_control: an('name'),
      offset: an('address'),
      data: an('data'),
      lock_value: maybe('protection', 0)
    }),
    memory_object_data_supply: pager('Gives the kernel data of an object, and can have it confirmed.', {
      memory_control: an('name'),
      offset: an('address'),
      data: an('data'),
      lock_value: maybe('protection', 0),
      precious: maybe('bool', false),
      ...REPLY
    }),
    memory_object_data_unavailable: pager('Tells the kernel that an object has no data here.', {
      memory_control: an('name'),
      ...PART
    }),
    memory_object_data_error: pager('Tells the kernel that data cannot be had.', {
      memory_control: an('name'),
      ...PART,
      error_value: an('number')
    }),
    memory_object_lock_request: pager('Has the kernel return, drop or lock data.', {
      memory_control: an('name'),
      ...PART,
      should_return: maybe('number', 0),
      should_flush: maybe('bool', false),
      lock_value: maybe('protection', 0),
      ...REPLY
    }),
    memory_object_destroy: pager('Has the kernel forget an object.', {
      memory_control: an('name'),
      reason: maybe('number', 0)
    }),
    memory_object_init: pager('Tells a pager that its object is mapped.', {
      ...OBJECT,
      memory_object_name: an('name'),
      memory_object_page_size: an('size')
    }),
    memory_object_terminate: pager('Tells a pager that its object is no longer mapped.', {
      ...OBJECT,
      memory_object_name: an('name')
    }),
    memory_object_copy: pager('Tells a pager that its object was copied.', {
      old_memory_object: an('name'),
      old_memory_control: an('name'),
      offset: an('address'),
      length: an('size'),
      new_memory_object: an('name')
    }),
    memory_object_data_request: pager('Asks a pager for data.', {
      ...OBJECT,
      offset: an('address'),
      length: an('size'),
      desired_access: an('protection')
    }),
    memory_object_data_unlock: pager('Asks a pager to unlock data.', {
      ...OBJECT,
      offset: an('address'),
      length: an('size'),
      desired_access: an('protection')
    }),
    memory_object_data_write: pager('Gives a pager data to keep.', {
      ...OBJECT,
      offset: an('address'),
      data: an('data')
    }),
    memory_object_data_return: pager('Gives a pager data back.', {
      ...OBJECT,
      offset: an('address'),
      data: an('data'),
      dirty: an('bool'),
      kernel_copy: an('bool')
    }),
    memory_object_data_initialize: pager('Gives the default pager its first data of an object.', {
      ...OBJECT,
      offset: an('address'),
      data: an('data')
    }),
    memory_object_create: pager('Hands a kernel object to the default pager.', {
      old_memory_object: an('name'),
      new_memory_object: an('name'),
      new_object_size: an('size'),
      new_control_port: an('name'),
      new_name: an('name'),
      new_page_size: an('size')
    }),
    memory_object_lock_completed: pager('Tells a pager that a lock request is done.', {
      ...OBJECT,
      offset: an('address'),
      length: an('size')
    }),
    memory_object_supply_completed: pager('Tells a pager that its data were taken.', {
      ...OBJECT,
      offset: an('address'),
      length: an('size'),
      result: an('number'),
      error_offset: an('address')
    }),
    memory_object_change_completed: pager('Tells a pager that attributes were changed.', {
      memory_object: an('name'),
      may_cache_object: an('bool'),
      copy_strategy: an('number')
    })
  }
} satisfies Chapter

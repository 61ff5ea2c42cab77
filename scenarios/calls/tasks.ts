import {
  an,
  type Chapter,
  type Codes,
  maybe,
  OF_CALLER,
  ON_TASK,
  ON_THREAD,
  TASK,
  THREAD
} from './chapter.js'

const NO_SUCH = 'there is no such special port'
const NO_FLAVOR = 'the flavor is not the basic one'
const NO_MEMORY = { KERN_RESOURCE_SHORTAGE: "the host's memory is used up" } satisfies Codes
const NO_PRIORITY = 'the priority is not from 0 to 31'

/** Tasks, and their special ports. */
export const tasks = {
  title: 'Tasks',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    task_create: {
      about: 'Makes a task, with the threads given, that inherits memory, special and registered ports.',
      args: {
        parent_task: maybe('name', '$task_self'),
        inherit_memory: maybe('bool', false),
        name: maybe('actor', 'task'),
        threads: maybe('threads')
      },
      outputs: { child_task: 'name' },
      codes: { ...ON_TASK, ...NO_MEMORY }
    },
    task_terminate: {
      about: 'Ends a task: its threads, its rights and its memory.',
      args: TASK,
      outputs: {},
      codes: { ...ON_TASK, KERN_FAILURE: 'the task is being terminated' }
    },
    task_suspend: {
      about: 'Stops all threads of a task; suspensions are counted.',
      args: TASK,
      outputs: {},
      codes: ON_TASK
    },
    task_resume: {
      about: 'Takes one suspension of a task back.',
      args: TASK,
      outputs: {},
      codes: { ...ON_TASK, KERN_FAILURE: 'the task is not suspended' }
    },
    task_get_special_port: {
      about:
        'Answers a send right to a special port: 1 kernel, 2 notify (`kernel: cmu`), 3 exception, 4 bootstrap.',
      args: { ...TASK, which_port: an('number') },
      outputs: { special_port: 'name' },
      codes: { ...ON_TASK, KERN_INVALID_ARGUMENT: `${NO_SUCH}, or the port named is not a task's` }
    },
    task_set_special_port: {
      about: 'Sets a special port: 1 kernel, 3 exception, 4 bootstrap.',
      args: { ...TASK, which_port: an('number'), special_port: an('name') },
      outputs: {},
      codes: {
        ...ON_TASK,
        ...OF_CALLER,
        KERN_INVALID_ARGUMENT: `${NO_SUCH}, or the port named is not a task's`
      }
    },
    task_threads: {
      about: 'Answers send rights to the threads of a task.',
      args: TASK,
      outputs: { thread_list: 'names' },
      codes: ON_TASK
    },
    task_info: {
      about: 'Answers what the kernel knows of a task.',
      args: { ...TASK, flavor: maybe('number') },
      outputs: { info: 'info' },
      codes: { ...ON_TASK, KERN_INVALID_ARGUMENT: `${NO_FLAVOR}, or the port named is not a task's` }
    }
  }
} satisfies Chapter

/** Threads, and who runs. */
export const threads = {
  title: 'Threads and scheduling',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    thread_create: {
      about: 'Makes a thread in a task; it is suspended until somebody resumes it.',
      args: {
        parent_task: maybe('name', '$task_self'),
        name: maybe('actor', 'thread'),
        steps: maybe('steps')
      },
      outputs: { child_thread: 'name' },
      codes: { ...ON_TASK, ...NO_MEMORY }
    },
    thread_terminate: {
      about: 'Ends a thread.',
      args: THREAD,
      outputs: {},
      codes: { ...ON_THREAD, KERN_FAILURE: 'the thread is being terminated' }
    },
    thread_suspend: {
      about: 'Stops a thread; suspensions are counted.',
      args: THREAD,
      outputs: {},
      codes: ON_THREAD
    },
    thread_resume: {
      about: 'Takes one suspension of a thread back.',
      args: THREAD,
      outputs: {},
      codes: { ...ON_THREAD, KERN_FAILURE: 'the thread is not suspended' }
    },
    thread_abort: {
      about: 'Interrupts what a thread waits for.',
      args: THREAD,
      outputs: {},
      codes: {
        ...ON_THREAD,
        KERN_INVALID_ARGUMENT: "the thread is the caller, or the port named is not a thread's"
      }
    },
    thread_depress_abort: {
      about: 'Ends the depression of a thread that lowered its priority.',
      args: THREAD,
      outputs: {},
      codes: ON_THREAD
    },
    thread_get_special_port: {
      about: 'Answers a send right to a special port: 1 kernel, 3 exception.',
      args: { ...THREAD, which_port: an('number') },
      outputs: { special_port: 'name' },
      codes: { ...ON_THREAD, KERN_INVALID_ARGUMENT: `${NO_SUCH}, or the port named is not a thread's` }
    },
    thread_set_special_port: {
      about: 'Sets a special port: 1 kernel, 3 exception.',
      args: { ...THREAD, which_port: an('number'), special_port: an('name') },
      outputs: {},
      codes: {
        ...ON_THREAD,
        ...OF_CALLER,
        KERN_INVALID_ARGUMENT: `${NO_SUCH}, or the port named is not a thread's`
      }
    },
    thread_switch: {
      about: 'Lets another thread run: yields, lowers its own priority for a time, or waits.',
      args: {
        new_thread: maybe('name', 'MACH_PORT_NULL'),
        option: maybe('options', 'SWITCH_OPTION_NONE'),
        time: maybe('time', 0)
      },
      outputs: {},
      codes: { KERN_INVALID_ARGUMENT: 'there is no such option' }
    },
    thread_priority: {
      about: 'Sets the priority of a thread, 0 the best and 31 the worst.',
      args: { ...THREAD, priority: an('number'), set_max: maybe('bool', false) },
      outputs: {},
      codes: {
        ...ON_THREAD,
        KERN_INVALID_ARGUMENT: `${NO_PRIORITY}, or the port named is not a thread's`,
        KERN_FAILURE: 'the priority is better than the best that the thread may have'
      }
    },
    thread_max_priority: {
      about: 'Sets the best priority that a thread may have.',
      args: { ...THREAD, priority: an('number') },
      outputs: {},
      codes: { ...ON_THREAD, KERN_INVALID_ARGUMENT: `${NO_PRIORITY}, or the port named is not a thread's` }
    },
    thread_info: {
      about: 'Answers what the kernel knows of a thread.',
      args: { ...THREAD, flavor: maybe('number') },
      outputs: { info: 'info' },
      codes: { ...ON_THREAD, KERN_INVALID_ARGUMENT: `${NO_FLAVOR}, or the port named is not a thread's` }
    },
    swtch: {
      about: 'Yields, and answers whether anything else can run.',
      args: {},
      outputs: { runnable: 'bool' },
      codes: {}
    },
    swtch_pri: {
      about: 'Yields at the worst priority, and answers whether anything else can run.',
      args: { priority: maybe('number', 0) },
      outputs: { runnable: 'bool' },
      codes: {}
    }
  }
} satisfies Chapter

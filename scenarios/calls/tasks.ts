import { an, maybe, TASK, THREAD, type Chapter } from './chapter.js'

/** Tasks, and their special ports. */
export const tasks: Chapter = {
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
      outputs: { child_task: 'name' }
    },
    task_terminate: {
      about: 'Ends a task: its threads, its rights and its memory.',
      args: TASK,
      outputs: {}
    },
    task_suspend: {
      about: 'Stops all threads of a task; suspensions are counted.',
      args: TASK,
      outputs: {}
    },
    task_resume: {
      about: 'Takes one suspension of a task back.',
      args: TASK,
      outputs: {}
    },
    task_get_special_port: {
      about: 'Answers a send right to a special port: 1 kernel, 3 exception, 4 bootstrap.',
      args: { ...TASK, which_port: an('number') },
      outputs: { special_port: 'name' }
    },
    task_set_special_port: {
      about: 'Sets a special port: 1 kernel, 3 exception, 4 bootstrap.',
      args: { ...TASK, which_port: an('number'), special_port: an('name') },
      outputs: {}
    },
    task_threads: {
      about: 'Answers send rights to the threads of a task.',
      args: TASK,
      outputs: { thread_list: 'names' }
    },
    task_info: {
      about: 'Answers what the kernel knows of a task.',
      args: { ...TASK, flavor: maybe('number') },
      outputs: { info: 'info' }
    }
  }
}

/** Threads, and who runs. */
export const threads: Chapter = {
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
      outputs: { child_thread: 'name' }
    },
    thread_terminate: {
      about: 'Ends a thread.',
      args: THREAD,
      outputs: {}
    },
    thread_suspend: {
      about: 'Stops a thread; suspensions are counted.',
      args: THREAD,
      outputs: {}
    },
    thread_resume: {
      about: 'Takes one suspension of a thread back.',
      args: THREAD,
      outputs: {}
    },
    thread_abort: {
      about: 'Interrupts what a thread waits for.',
      args: THREAD,
      outputs: {}
    },
    thread_depress_abort: {
      about: 'Ends the depression of a thread that lowered its priority.',
      args: THREAD,
      outputs: {}
    },
    thread_get_special_port: {
      about: 'Answers a send right to a special port: 1 kernel, 3 exception.',
      args: { ...THREAD, which_port: an('number') },
      outputs: { special_port: 'name' }
    },
    thread_set_special_port: {
      about: 'Sets a special port: 1 kernel, 3 exception.',
      args: { ...THREAD, which_port: an('number'), special_port: an('name') },
      outputs: {}
    },
    thread_switch: {
      about: 'Lets another thread run: yields, lowers its own priority for a time, or waits.',
      args: {
        new_thread: maybe('name', 'MACH_PORT_NULL'),
        option: maybe('options', 'SWITCH_OPTION_NONE'),
        time: maybe('time', 0)
      },
      outputs: {}
    },
    thread_priority: {
      about: 'Sets the priority of a thread, 0 the best and 31 the worst.',
      args: { ...THREAD, priority: an('number'), set_max: maybe('bool', false) },
      outputs: {}
    },
    thread_max_priority: {
      about: 'Sets the best priority that a thread may have.',
      args: { ...THREAD, priority: an('number') },
      outputs: {}
    },
    thread_info: {
      about: 'Answers what the kernel knows of a thread.',
      args: { ...THREAD, flavor: maybe('number') },
      outputs: { info: 'info' }
    },
    swtch: {
      about: 'Yields, and answers whether anything else can run.',
      args: {},
      outputs: { runnable: 'bool' }
    },
    swtch_pri: {
      about: 'Yields at the worst priority, and answers whether anything else can run.',
      args: { priority: maybe('number', 0) },
      outputs: { runnable: 'bool' }
    }
  }
}

import { HOST, maybe, type Chapter } from './chapter.js'

/** What a host says of itself. */
export const hosts: Chapter = {
  title: 'Hosts',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    host_info: {
      about: 'Answers what the kernel knows of its host.',
      args: { ...HOST, flavor: maybe('number') },
      outputs: { info: 'info' }
    },
    host_processors: {
      about: 'Answers send rights to the processors of a host.',
      args: HOST,
      outputs: { processor_list: 'names' }
    },
    host_get_time: {
      about: 'Answers the virtual time of a host.',
      args: HOST,
      outputs: { time: 'info' }
    }
  }
}

"""Null calls between two SimPy processes: a message is 64 bytes put into a Store and got from it.

Usage: rpc_simpy.py CALLS; prints nanoseconds a call.
"""

import sys
import time

import simpy


def server(env, requests, replies):
    memory = bytearray(64)
    while True:
        memory[:] = yield requests.get()
        memory[0] = (memory[0] + 1) % 256
        yield replies.put(bytes(memory))


def client(env, requests, replies, calls):
    memory = bytearray(64)
    for _ in range(calls):
        yield requests.put(bytes(memory))
        memory[:] = yield replies.get()
    assert memory[0] == calls % 256, "a call came back wrong"


def nanoseconds_a_call(calls):
    env = simpy.Environment()
    requests = simpy.Store(env, capacity=5)
    replies = simpy.Store(env, capacity=5)
    env.process(server(env, requests, replies))
    env.process(client(env, requests, replies, calls))
    start = time.perf_counter_ns()
    env.run()
    return (time.perf_counter_ns() - start) / calls


if __name__ == "__main__":
    nanoseconds_a_call(1000)
    print(nanoseconds_a_call(int(sys.argv[1])))

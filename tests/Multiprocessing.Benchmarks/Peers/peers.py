"""Python's side of the comparisons: answers each line "work argument ..." with a line of numbers, mostly seconds.

The works are those of the folder Works/, done as Python's users do them. Pools that a work wants warm are kept between
questions. Nothing beside the standard library is needed; works whose names begin with "loky" need joblib.
"""

import array
import dataclasses
import functools
import multiprocessing
import multiprocessing.shared_memory
import sys
import time

WORKERS = 2


def seconds(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


# What workers do.


def add_one(n):
    return n + 1


def identity(value):
    return value


def compute(steps):
    x = 1
    for _ in range(steps):
        x = (x * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
    return x


def ends(values):
    return values[0] + values[-1]


def keep(length):
    global kept
    kept = array.array("d", range(length))


def give_kept():
    return kept


def copy_shared(name, size):
    global target
    if "target" not in globals():
        target = bytearray(size)
    memory = multiprocessing.shared_memory.SharedMemory(name)
    target[:] = memory.buf[:size]
    memory.close()


@dataclasses.dataclass
class Record:
    id: int
    name: str
    city: str
    score: float
    active: bool
    created: int
    tags: list
    numbers: list
    parent: int
    comment: str
    ratio: float
    history: list


@functools.cache
def records(count):
    return [
        Record(
            i,
            f"name {i}",
            f"city {i % 100}",
            i * 0.5,
            i % 2 == 0,
            1_600_000_000 + i,
            [f"tag {i % 7}", f"tag {i % 11}", f"tag {i % 13}"],
            [i, i + 1, i + 2, i + 3],
            i // 2,
            f"a comment on record {i} of {count}",
            i / count,
            [i * 0.25, i * 0.125],
        )
        for i in range(count)
    ]


# Warm pools.


@functools.cache
def pool(workers=WORKERS):
    """A pool with the start method that is Linux's own in this Python, after a few calls."""
    made = multiprocessing.get_context("fork").Pool(workers)
    made.map(add_one, range(1000), chunksize=1)
    return made


def loky_executor(workers=WORKERS):
    from joblib.externals.loky import get_reusable_executor

    return get_reusable_executor(max_workers=workers)


def importable():
    """This module as loky's workers import it: a main program's functions would travel by value, with every item."""
    import peers

    return peers


# Works.


def work_map(items, chunk_size, times=1):
    items = int(items)
    chunk = None if chunk_size == "default" else int(chunk_size)
    return [
        seconds(lambda: pool().map(add_one, range(items), chunksize=chunk))
        for _ in range(int(times))
    ]


def work_apply(calls):
    return [seconds(pool().apply, add_one, (1,)) for _ in range(int(calls))]


def start_pool(method, workers=WORKERS):
    with multiprocessing.get_context(method).Pool(workers) as made:
        made.apply(add_one, (1,))


def work_start(method):
    """A pool from constructor to first result and disposed: the first of this process, then a second one."""
    return [seconds(start_pool, method), seconds(start_pool, method)]


def work_transfer(direction, size, times):
    length = int(size) // 8
    with multiprocessing.get_context("fork").Pool(1) as made:
        for i in range(5):
            made.apply(add_one, (i,))
        if direction == "item":
            values = array.array("d", range(length))
            return [seconds(made.map, ends, [values]) for _ in range(int(times))]
        made.apply(keep, (length,))
        return [seconds(lambda: ends(made.apply(give_kept))) for _ in range(int(times))]


def work_shared(size, times):
    size = int(size)
    memory = multiprocessing.shared_memory.SharedMemory(create=True, size=size)
    memory.buf[:] = b"\1" * len(memory.buf)
    try:
        pool(1).apply(add_one, (1,))
        return [seconds(pool(1).apply, copy_shared, (memory.name, size)) for _ in range(int(times))]
    finally:
        memory.close()
        memory.unlink()


def work_records(count):
    return [seconds(pool().map, identity, records(int(count)))]


def work_compute(workers, *steps):
    """The same steps by bare processes that share them evenly, then by a pool's map."""
    workers = int(workers)
    steps = [int(s) for s in steps]
    context = multiprocessing.get_context("fork")
    ready, go = context.Barrier(workers + 1), context.Barrier(workers + 1)
    bare = [
        context.Process(target=bare_process, args=(ready, go, sum(steps) // workers))
        for _ in range(workers)
    ]
    for process in bare:
        process.start()
    ready.wait()
    start = time.perf_counter()
    go.wait()
    for process in bare:
        process.join()
    ceiling = time.perf_counter() - start
    return [ceiling, seconds(pool(workers).map, compute, steps)]


def bare_process(ready, go, steps):
    ready.wait()
    go.wait()
    compute(steps)


def work_memory(method):
    """Of each idle worker its proportional set size and its private memory, in bytes."""
    with multiprocessing.get_context(method).Pool(WORKERS) as made:
        made.map(add_one, range(100), chunksize=1)
        time.sleep(0.2)
        return [size for process in made._pool for size in memory_sizes(process.pid)]


def memory_sizes(process):
    sizes = {}
    with open(f"/proc/{process}/smaps_rollup", encoding="ascii") as lines:
        for line in lines:
            name, size, *_ = line.split()
            sizes[name] = int(size) * 1024 if size.isdigit() else 0
    return sizes["Pss:"], sizes["Private_Clean:"] + sizes["Private_Dirty:"]


@functools.cache
def payload(size):
    return bytes(size)


def work_payload(size, times):
    values = [payload(int(size))]
    return [seconds(pool(1).map, len, values) for _ in range(int(times))]


def work_workers(method, workers, items, steps):
    """A pool of that size until the first result and disposed, then how long its map of busy items takes."""
    workers = int(workers)
    start = seconds(start_pool, method, workers)
    with multiprocessing.get_context(method).Pool(workers) as made:
        made.map(compute, [1] * (workers * 4), chunksize=1)
        return [start, seconds(made.map, compute, [int(steps)] * int(items))]


def work_loky_map(items, chunk_size):
    executor = loky_executor()
    function, values, chunk = importable().add_one, range(int(items)), int(chunk_size)
    return [seconds(lambda: list(executor.map(function, values, chunksize=chunk)))]


def work_loky_auto(items):
    from joblib import Parallel, delayed

    function = delayed(importable().add_one)
    return [seconds(lambda: Parallel(n_jobs=WORKERS)(function(i) for i in range(int(items))))]


def work_loky_apply(calls):
    executor = loky_executor()
    function = importable().add_one
    return [seconds(lambda: executor.submit(function, 1).result()) for _ in range(int(calls))]


def work_loky_start():
    """A first executor, then another; then one call to the one that is there."""
    from joblib.externals import loky  # loading it is no part of the start

    function = importable().add_one

    def use():
        loky.get_reusable_executor(max_workers=WORKERS).submit(function, 1).result()

    def start():
        use()
        loky.get_reusable_executor(max_workers=WORKERS).shutdown(wait=True)

    cold, second = seconds(start), seconds(start)
    use()
    return [cold, second, seconds(use)]


def work_loky_transfer(direction, size, times):
    length = int(size) // 8
    executor, functions = loky_executor(1), importable()
    executor.submit(functions.add_one, 1).result()
    if direction == "item":
        values = array.array("d", range(length))
        return [
            seconds(lambda: executor.submit(functions.ends, values).result())
            for _ in range(int(times))
        ]
    executor.submit(functions.keep, length).result()
    return [
        seconds(lambda: ends(executor.submit(functions.give_kept).result()))
        for _ in range(int(times))
    ]


def main():
    for line in sys.stdin:
        name, *arguments = line.split()
        print(*globals()[f"work_{name}"](*arguments), flush=True)


if __name__ == "__main__":
    main()

"""The searches of benchFlat with faiss' IndexFlatIP: python flat.py THREADS ROWS DIMS QUERIES, JSON on stdout."""

import json
import sys
import time

import faiss
import numpy as np


def unit_rows(random, rows, dims):
    x = random.uniform(-1, 1, (rows, dims)).astype("float32")
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def timed(work):
    """Seconds that passed and that this process worked, all threads together."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main(threads, rows, dims, queries, k=100, singles=40):
    faiss.omp_set_num_threads(threads)
    random = np.random.default_rng(0)
    index = faiss.IndexFlatIP(dims)
    for _ in range(0, rows, 10_000):
        index.add(unit_rows(random, min(10_000, rows - index.ntotal), dims))
    asked = unit_rows(random, queries, dims)
    index.search(asked[:64], k)
    wall, cpu = timed(lambda: index.search(asked, k))
    index.search(asked[:1], k)
    single_wall, single_cpu = timed(lambda: [index.search(asked[i : i + 1], k) for i in range(singles)])
    gigaflops = 2e-9 * queries * rows * dims
    figures = {
        "gigaflopsPerSecond": gigaflops / wall,
        "gigaflopsPerCpuSecond": gigaflops / cpu,
        "singleQueriesPerSecond": singles / single_wall,
        "singleQueriesPerCpuSecond": singles / single_cpu,
    }
    print(json.dumps({"library": f"faiss {faiss.__version__}, IndexFlatIP", "figures": figures}))


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:]))

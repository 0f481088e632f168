"""Many articles, through a pool of processes, into an output that any kind of stop leaves whole or mendable.

Three kinds of process, and only this one touches the disk's output:

    reader process  ->  this process: ids, duplicates, order, output, journal  <->  worker processes

`run.Batch` is the run; `claimx batch` is its command.
"""

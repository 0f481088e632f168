"""Many articles, over the machines of a Ray cluster, into the rows that `claimx.batch` gives on one machine.

A Ray Data job of three stages, each of which Ray runs again where a machine or a process is lost:

    reading: shares of the inputs into parts  ->  register: ids, duplicates  ->  writing: part by part

The register is the only one that works in order, and remembers its answers, so that a part which is made
again is the same. A part is written whole, and its receipt after it: what has a receipt is not done again.
`run.ClusterBatch` is the run.
"""

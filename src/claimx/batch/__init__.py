"""Many articles into one output, on the cores of one machine or on the machines of a Ray cluster.

    inputs  ->  shards of articles  ->  parts, each written whole by one atomic step  ->  output

`inputs` cuts the input files into shards, in a process of its own. `workers` reads the articles of a shard
with the model, in several processes. `parts` stores what was read, and decides what goes into the output. A
part that exists is done, and is not read again when a run is resumed. `run` drives this on one machine,
`cluster` with Ray Data.
"""

"""How well a model reads: its results against articles annotated by hand.

`read_gold` streams the articles of a folder, `read_both` puts beside each what a model reads in it, an
`Evaluation` takes the two and gives the figures of every layer, and `floors` says which of them have
fallen too low.
"""

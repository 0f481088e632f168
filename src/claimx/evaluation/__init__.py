"""Evaluation of a model on articles annotated by hand.

`read_gold` streams the articles of a folder, `read_both` adds what a model reads in each, `Evaluation` scores
both layer by layer, and `check_floors` reports the scores below their floors.
"""

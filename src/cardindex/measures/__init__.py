"""Measures of a network of claims, and their ranges over strikes.

``fold`` makes simple networks of claims; ``centrality``, ``structure`` and ``communities`` measure
them; ``ranges`` ranks entities over strikes, ``time`` by year, ``compare`` by speaker; ``money``
adds up flows. Without families of its own a measure takes those that carry people, means and
orders, and says what it leaves out.
"""

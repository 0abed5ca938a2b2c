"""What can be measured of a network of claims, and what each measure hangs on.

``fold`` makes simple networks of claims; ``centrality``, ``structure`` and ``communities`` measure
them; ``ranges`` ranks entities over strikes, ``time`` by year, ``compare`` by voice; ``money``
adds up flows. A measure that is not told its families takes those that carry people, means and
orders, and says what it leaves out.
"""

"""Tables of other people: lists of links, lists of nodes, matrices; whatever file they lie in."""

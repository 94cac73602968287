"""The pictures of the README: the demo's own pages, photographed."""

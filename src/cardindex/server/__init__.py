"""An index on the web, read-only: pages, linked data, SPARQL and APIs over one application."""

from __future__ import annotations

from cardindex.server.application import application
from cardindex.server.served import Place, Served
from cardindex.server.serving import Running, serve
from cardindex.server.site import Settings, Site

__all__ = ["Place", "Running", "Served", "Settings", "Site", "application", "serve"]

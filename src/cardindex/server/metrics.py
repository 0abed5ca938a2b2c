"""What is counted for the operator, in the text form of Prometheus, all workers together.

Each process counts in a file of its own, which prometheus-client maps into memory. So counts
outlive a worker, and the process that is asked adds them up. They are served at a separate address,
which readers and proxies cannot reach.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from cardindex.server.guard import METHODS

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.measured import Asked
    from cardindex.server.served import Served
    from cardindex.server.site import Site

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus-client is told where the counts lie, before it is imported."""

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one worker."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram  # noqa: PLC0415 - see FOLDER

        def gauge(name: str, told: str, labels: Iterable[str] = (), mode: str = "livesum") -> Gauge:
            return Gauge(f"cardindex_{name}", told, list(labels), multiprocess_mode=mode)  # type: ignore[arg-type]

        self.requests = Counter(
            "cardindex_requests", "Requests answered", ["method", "route", "status"]
        )
        self.seconds = Histogram(
            "cardindex_request_seconds", "Seconds until answered", ["route"], buckets=_BUCKETS
        )
        self.bytes = Counter("cardindex_answer_bytes", "Bytes of answers")
        self.ended = Counter("cardindex_connections_ended", "Connections ended", ["why"])
        self.counts = Counter("cardindex_events", "What came to what: queries", ["what", "how"])
        self.reloads = Counter("cardindex_worker_reloads", "Versions opened", ["index", "how"])
        self.connections = gauge("connections", "Open connections")
        self.memory = gauge("worker_resident_bytes", "Memory of a worker", mode="liveall")
        self.versions = gauge("index", "What is served", ["index", "version"], "livemax")
        self.claims = gauge("index_claims", "Claims of an index", ["index"], "livemax")
        self.changed = gauge("index_changed_seconds", "Its newest file", ["index"], "livemax")
        self.stale = gauge("index_stale", "1 where its files are in error", ["index"], "livemax")
        self._version: dict[str, str] = {}

    def asked(self, asked: Asked) -> None:
        """Count a request."""
        method = asked.method if asked.method in METHODS else "other"
        self.requests.labels(method, asked.route, str(asked.status)).inc()
        self.seconds.labels(asked.route).observe(asked.seconds)
        self.bytes.inc(asked.size)

    def connection_ended(self, why: str) -> None:
        """Count a connection that was ended."""
        self.ended.labels(why).inc()

    def came_to(self, what: str, how: str) -> None:
        """Count an outcome."""
        self.counts.labels(what, how).inc()

    def opened(self, served: Served) -> None:
        """Record which version of an index is served."""
        name = served.place.name
        if before := self._version.get(name):
            self.versions.labels(name, before).set(0)
            self.reloads.labels(name, "opened").inc()
        self._version[name] = served.version
        self.versions.labels(name, served.version).set(1)
        self.claims.labels(name).set(len(served.index.claims))
        self.changed.labels(name).set(served.changed.timestamp())

    def tick(self, site: Site, connections: int) -> None:
        """Record the present state; called every second."""
        self.connections.set(connections)
        self.memory.set(resident())
        for name in site.served:
            self.stale.labels(name).set(name in site.stale)


def resident() -> int:
    """Return the bytes that this process has in memory; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def gone(pid: int) -> None:
    """Forget what a worker that ended had open; what it counted stays."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see FOLDER

    mark_process_dead(pid)  # type: ignore[no-untyped-call]


def application() -> Starlette:
    """Return what answers ``/metrics``, for all workers."""

    def metrics(_: Request) -> Response:
        from prometheus_client import (  # noqa: PLC0415 - see FOLDER
            CONTENT_TYPE_LATEST,
            CollectorRegistry,
            generate_latest,
        )
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/metrics", metrics)])

"""Run the application with uvicorn until it is told to stop."""

from __future__ import annotations

import ipaddress
import math
import socket
import sys
from contextlib import suppress

import uvicorn

from mtqa.config import Config
from mtqa.errors import ConfigError
from mtqa.pipeline import Pipeline
from mtqa.serve.app import LOOPBACK, create_app
from mtqa.serve.batch import Scorer
from mtqa.serve.limits import Limits
from mtqa.types import Document

#: Scored before the first request comes, so that whatever loads on first use is loaded. The second
#: paragraph is for langdetect: English does not ask it, and two threads must not load it at once.
_WARM_UP = (
    "The library opens again on Monday. Children under ten need an adult with them.\n\n"
    "Die Bibliothek öffnet am Montag wieder. Kinder unter zehn Jahren kommen in Begleitung."
)


def run_server(config: Config, host: str, port: int, limits: Limits) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are still answered.

    Args:
        config: the run's options; per-token surprisal is kept for the page's heat map.
        host: address to listen on; other than loopback it is open to the network.
        port: 0 for any that is free.
        limits: what a request may ask.

    Raises:
        ConfigError: the address cannot be listened on.
        MtqaError: the model is missing or damaged, or an option names what does not exist.
    """
    with _listen(host, port) as listening:
        name = f"[{host}]" if ":" in host else host
        config = config.model_copy(update={"tokens": True})
        app = create_app(
            _warm_scorer(config),
            limits,
            LOOPBACK | {name} if _is_loopback(host) else None,
            # The fast tier finds the same, but for what the language model criticises.
            finder=None
            if config.tier == "fast"
            else _warm_scorer(config.model_copy(update={"tier": "fast"})),
        )
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,  # paths hold names of files
                server_header=False,
                limit_concurrency=8 * limits.concurrency,
                timeout_graceful_shutdown=math.ceil(limits.seconds),
            )
        )
        address = f"http://{name}:{listening.getsockname()[1]}/"
        sys.stderr.write(f"mtqa: {address} (stop with Ctrl-C)\n")
        with suppress(KeyboardInterrupt):  # uvicorn raises it again once all is closed
            server.run(sockets=[listening])


def _warm_scorer(config: Config) -> Scorer:
    pipeline = Pipeline(config)
    pipeline.score(Document("warm-up", _WARM_UP))
    return pipeline.score


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"{host} port {port}: cannot listen ({error}); choose another --host or --port"
        ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

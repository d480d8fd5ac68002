"""What a process says while it runs: lines of JSON for machines in production, only what is wrong in development."""

import logging
from typing import Literal

import structlog

# Neither shows the frames' variables: they hold passwords, addresses and tokens.
_FOR_MACHINES = (
    structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
    structlog.processors.JSONRenderer(),
)
_FOR_PEOPLE = (structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),)


def configure(environment: Literal["development", "production"]) -> None:
    in_production = environment == "production"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(_FOR_MACHINES if in_production else _FOR_PEOPLE),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if in_production else logging.WARNING),
        cache_logger_on_first_use=True,
    )

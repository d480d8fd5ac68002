"""What a process says while it runs: lines of JSON for machines in production, only what is wrong in development."""

import logging
from typing import Literal

import structlog


def configure(environment: Literal["development", "production"]) -> None:
    in_production = environment == "production"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks if in_production else structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if in_production else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if in_production else logging.WARNING),
        cache_logger_on_first_use=True,
    )

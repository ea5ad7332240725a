"""How a command runs: arguments as typed, an exit code back, errors as one message."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from focusconv.terminal.console import complain, flush
from focusconv.terminal.exits import BROKEN_PIPE, exit_code
from focusconv.terminal.refusal import refusal


def command(
    app: typer.Typer, name: str, examples: str
) -> Callable[[Callable[..., int]], Callable[..., None]]:
    """Register a function that returns an exit code as a command of `app`.

    Any error becomes one message and its exit code; when whoever read the output went away
    (`| head`), the program ends without a message.
    """

    def register(function: Callable[..., int]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(**arguments: object) -> None:
            try:
                code = function(**arguments)
                flush()
            except BrokenPipeError:
                code = BROKEN_PIPE
            except Exception as error:
                said = refusal(error, "")
                complain(said, debug=bool(arguments.get("debug")))
                code = exit_code(said)
            raise typer.Exit(code)

        app.command(
            name,
            cls=PlainCommand,
            short_help=" ".join((function.__doc__ or "").split("\n\n")[0].split()),
            epilog=f"\b\nExamples:\n{examples}",
        )(run)
        return run

    return register


class _AsTyped:
    """Takes a parameter as it was typed, in the place of Typer's adapter for it.

    Typer (0.29) turns every parameter into its type through pydantic, and importing that and
    building the adapters takes longer than converting a filing. The parameters of this program
    are texts, lists of texts and flags: there is nothing to turn.
    """

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ARG002
        """The value itself; for a parameter of many values, none given is the empty tuple."""
        return () if value is None and (param.multiple or param.nargs == -1) else value


_AS_TYPED = _AsTyped()


def _taken_as_typed(params: Iterable[Any]) -> list[Any]:
    found = list(params)
    for param in found:
        param._runtime_param = _AS_TYPED
    return found


class PlainCommand(TyperCommand):
    """A command of texts, lists of texts and flags."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _taken_as_typed(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """A group of plain commands."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _taken_as_typed(super().get_params(ctx))

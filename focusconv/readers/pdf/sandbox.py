"""Reading a PDF in a process of its own, which can be stopped and may not take all memory.

MuPDF cannot be interrupted. What may take long or much, pictures above all, is opened in a
child process that sends one message a page; the time that is waited for messages is bounded,
and where the system can, the child's memory is. Recognition is not done here: while a page is
recognised the child waits, so that memory does not grow with the number of pages.
"""

from __future__ import annotations

import math
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import IO

import msgspec
from msgspec import Struct

from focusconv.document import Row
from focusconv.errors import (
    FocusconvError,
    InternalError,
    UnreadableInput,
    of_this_package,
    unforeseen,
)
from focusconv.readers.bounds import Bounds, Spent, check_size
from focusconv.readers.options import ReadOptions
from focusconv.readers.pdf.pages import (
    Opened,
    PicturePage,
    Seen,
    TextPage,
    attachment,
    read_pages,
)

_LENGTH = struct.Struct(">Q")
_GRACE = 10
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""Each thread of a numerical library reserves memory, of which a child has not much."""


class Task(Struct, frozen=True):
    """What the child is asked: all of `read_pages`, or an attachment."""

    data: bytes
    name: str
    options: ReadOptions
    numbers: tuple[int, ...] | None
    attachment: str | None = None


class Attached(Struct, frozen=True, tag="attached"):
    """The content of an attachment."""

    data: bytes


class Refusal(Struct, frozen=True, tag="refusal"):
    """Why the child gave up; `ours` tells that it was an error of this program."""

    reason: str
    place: str
    remedy: str
    ours: bool = False

    def error(self) -> FocusconvError:
        kind = InternalError if self.ours else UnreadableInput
        return kind(self.reason, place=self.place, remedy=self.remedy)


class Done(Struct, frozen=True, tag="done"):
    """There are no more pages."""


_Message = Opened | TextPage | PicturePage | Attached | Refusal | Done


def read_apart(
    data: bytes,
    name: str,
    options: ReadOptions,
    spent: Spent,
    numbers: Sequence[int] | None = None,
    ids: Iterator[int] | None = None,
) -> Iterator[Seen]:
    """What `read_pages` gives, pictures drawn, read in a child process.

    `ids` gives the numbers of cells, from 0 where it is None. Raises UnreadableInput, also
    where the child takes too long, too much memory, or dies; InternalError where this program
    fails in it.
    """
    decode = msgspec.msgpack.Decoder(_Message).decode
    with Child(__name__, name, spent) as child:
        task = Task(data, name, options, None if numbers is None else tuple(numbers))
        child.send(msgspec.msgpack.encode(task))
        while True:
            message = decode(child.receive())
            if isinstance(message, Refusal):
                raise message.error()
            if isinstance(message, Done | Attached):
                return
            if isinstance(message, TextPage) and ids is not None:
                rows = tuple(_numbered(row, ids) for row in message.rows)
                message = msgspec.structs.replace(message, rows=rows)
            yield message


def read_attachment(data: bytes, name: str, wanted: str, options: ReadOptions) -> bytes:
    """The file by that name that a PDF carries, taken out of it in a child process.

    Raises UnreadableInput where there is none, and as `read_apart` does.
    """
    check_size(data, name, options.bounds)
    with Child(__name__, name, Spent(options.bounds, name)) as child:
        child.send(msgspec.msgpack.encode(Task(data, name, options, None, wanted)))
        message = msgspec.msgpack.decode(child.receive(), type=_Message)
    if isinstance(message, Attached):
        check_size(message.data, f"{name}, attachment {wanted}", options.bounds)
        return message.data
    if isinstance(message, Refusal):
        raise message.error()
    raise AssertionError(message)


def _numbered(row: Row, ids: Iterator[int]) -> Row:
    """The row with cell ids of the parent: the child counts from 0."""
    return Row(tuple(msgspec.structs.replace(cell, id=next(ids)) for cell in row.cells))


class Child:
    """A process that runs `module` and is sent one message; it is gone when this is left.

    `name` is what errors call the file, `spent` bounds how long messages are waited for.
    """

    def __init__(self, module: str, name: str, spent: Spent) -> None:
        self._module = module
        self._name = name
        self._spent = spent
        self._left = spent.bounds.seconds
        self._late = False

    def __enter__(self) -> Child:
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path, "PYTHONSAFEPATH": "1"} | _ONE_THREAD,
            )
        except OSError as error:
            raise UnreadableInput(
                f"the process that is to read it cannot be started: {error.strerror}",
                place=self._name,
                remedy="let focusconv start the Python that it runs in",
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def send(self, task: bytes) -> None:
        """Send the one message; UnreadableInput where the child is gone."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(task)
            pipe.close()
        except BrokenPipeError:
            self._fail()

    def receive(self) -> bytes:
        """The next message. Only waiting for it counts as time spent."""
        pipe = self._process.stdout
        assert pipe is not None
        started = time.monotonic()
        timer = threading.Timer(max(self._left, 0), self._stop)
        timer.start()
        try:
            message = _read_message(pipe)
        finally:
            timer.cancel()
        self._left -= time.monotonic() - started
        return self._fail() if message is None else message

    def _stop(self) -> None:
        self._late = True
        self._process.kill()

    def _fail(self) -> bytes:
        """Raise UnreadableInput for a child that ended before it was done."""
        if self._late:
            self._spent.refuse_late()
        self._spent.refuse(
            "the PDF library gave up on it: it is broken, or needs more memory than it may have",
            "print it to a new PDF, or allow more memory",
        )


def _read_message(pipe: IO[bytes]) -> bytes | None:
    """One message, None where the pipe ends first."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    message = pipe.read(size)
    return message if len(message) == size else None


def main() -> None:
    """The child: a task comes in, messages go out."""
    task = msgspec.msgpack.Decoder(Task).decode(sys.stdin.buffer.read())
    bounds = task.options.bounds
    limit(bounds)
    try:
        spent = Spent(msgspec.structs.replace(bounds, seconds=math.inf), task.name)
        if task.attachment is not None:
            write_message(Attached(attachment(task.data, task.name, task.attachment)))
            return
        for seen in read_pages(task.data, task.name, task.options, spent, task.numbers, draw=True):
            write_message(seen)
    except UnreadableInput as error:
        write_message(Refusal(error.reason, error.place, error.remedy))
    except MemoryError:
        remedy = "read fewer pages, or allow more memory"
        write_message(Refusal("too much memory is needed", task.name, remedy))
    except Exception as error:
        if not of_this_package(error):
            raise
        fault = unforeseen(error, task.name)
        write_message(Refusal(fault.reason, fault.place, fault.remedy, ours=True))
    else:
        write_message(Done())


def limit(bounds: Bounds) -> None:
    """Bound what this process may take, where the system knows such bounds.

    The parent counts the seconds; those of the processor are for a child that outlives it.
    """
    try:
        import resource
    except ImportError:
        return
    seconds = math.ceil(bounds.seconds) + _GRACE
    limits = {resource.RLIMIT_AS: bounds.memory, resource.RLIMIT_CPU: seconds}
    for kind, limit in {**limits, resource.RLIMIT_CORE: 0}.items():
        _, most = resource.getrlimit(kind)
        if most == resource.RLIM_INFINITY or limit < most:
            resource.setrlimit(kind, (limit, most))


def write_message(message: Struct) -> None:
    """Send a message to the parent."""
    data = msgspec.msgpack.encode(message)
    sys.stdout.buffer.write(_LENGTH.pack(len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

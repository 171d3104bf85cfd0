"""The one way out of the rehearsal's machine: a proxy that leads to the registries alone."""

import asyncio
import contextlib
import threading
from urllib.parse import urlsplit

REGISTRIES = {"deb.debian.org", "pypi.org", "files.pythonhosted.org"}
HEAD_BYTES = 64 * 1024


async def serve_one(reader, writer):
    with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        tunnel = method == "CONNECT"
        address = urlsplit(f"//{target}" if tunnel else target)
        if address.hostname not in REGISTRIES:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        else:
            await pass_on(reader, writer, address, head, tunnel)
    writer.close()


async def pass_on(reader, writer, address, head, tunnel):
    port = address.port or (443 if tunnel else 80)
    there, away = await asyncio.open_connection(address.hostname, port)
    if tunnel:
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
    else:
        away.write(head)
    await asyncio.gather(copied(reader, away), copied(there, writer))


async def copied(source, target):
    with contextlib.suppress(OSError):
        while block := await source.read(HEAD_BYTES):
            target.write(block)
            await target.drain()
    with contextlib.suppress(OSError, RuntimeError):
        target.close()


@contextlib.contextmanager
def open_at(path):
    """The proxy at a socket, for as long as the context lasts."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncio.start_unix_server(serve_one, path=path, limit=HEAD_BYTES)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

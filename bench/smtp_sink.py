"""A mail server that takes every mail and keeps none, so that it is never what is measured.

`python -m bench.smtp_sink FD` serves the listening socket FD. NOOP tells how much was taken
(RFC 5321, section 4.1.1.9, lets the answer hold any words).
"""

import asyncio
import signal
import socket
import sys


class Sink:
    """Counts mails and the different addresses they went to."""

    def __init__(self) -> None:
        self.mails = 0
        self.addresses: set[bytes] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client until it leaves (RFC 5321)."""
        writer.write(b"220 sink\r\n")
        try:
            while line := await reader.readline():
                answer = await self._answer(line, reader, writer)
                writer.write(answer)
                await writer.drain()
                if answer.startswith(b"221"):
                    break
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _answer(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        match line[:4].upper():
            case b"EHLO":
                return b"250-sink\r\n250-SIZE 10000000\r\n250 8BITMIME\r\n"
            case b"RCPT":
                self.addresses.add(line.partition(b":")[2].split(b">")[0].strip())
            case b"DATA":
                writer.write(b"354 go on\r\n")
                # An end at the very beginning belongs to an empty mail, which nobody sends here.
                await reader.readuntil(b"\r\n.\r\n")
                self.mails += 1
            case b"NOOP":
                return b"250 %d mails to %d addresses\r\n" % (self.mails, len(self.addresses))
            case b"QUIT":
                return b"221 bye\r\n"
        return b"250 ok\r\n"


async def main(descriptor: int) -> None:
    listening = socket.socket(fileno=descriptor)
    sink = Sink()
    server = await asyncio.start_server(sink.serve, sock=listening, limit=10_000_000)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

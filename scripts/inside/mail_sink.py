"""A mail server for trying things out: it delivers nothing and keeps each mail as a file."""

import asyncio
import sys
import time
from pathlib import Path

from aiosmtpd.handlers import AsyncMessage
from aiosmtpd.smtp import SMTP


class Keeper(AsyncMessage):
    def __init__(self, folder):
        super().__init__()
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count = 0

    async def handle_message(self, message):
        self.count += 1
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{self.count:04}.eml"
        (self.folder / name).write_bytes(message.as_bytes())


async def main(port, folder):
    keeper = Keeper(folder)
    loop = asyncio.get_running_loop()
    # A dunning letter is attached to most mails: allow for large ones.
    server = await loop.create_server(
        lambda: SMTP(keeper, data_size_limit=64 * 1024**2), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
